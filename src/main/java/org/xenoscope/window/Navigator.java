package org.xenoscope.window;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.xenoscope.place.Location;

import java.util.ArrayList;
import java.util.List;

/// Where the person is in one dump: the one place that every view follows and every view may move.
public final class Navigator {
    /// How many places the history keeps.
    static final int HISTORY = 500;

    private final ReadOnlyObjectWrapper<Place> place;
    private final ReadOnlyBooleanWrapper canGoBack = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyBooleanWrapper canGoForward = new ReadOnlyBooleanWrapper(false);
    private final List<Place> history = new ArrayList<>();
    private int current;

    /// A place and what is selected there.
    ///
    /// @param location the caret
    /// @param length bytes selected from the caret on, at least 1, unsigned
    /// @param jump whether the person jumped there, so that a view out of sight should come
    ///   forward; false for the caret's own small moves
    public record Place(Location location, long length, boolean jump) {}

    /// Starts at a place.
    public Navigator(Location start) {
        Place first = new Place(start, 1, false);
        place = new ReadOnlyObjectWrapper<>(first);
        history.add(first);
    }

    /// {@return where the person is}
    public ReadOnlyObjectProperty<Place> placeProperty() {
        return place.getReadOnlyProperty();
    }

    /// {@return where the person is}
    public Place place() {
        return place.get();
    }

    /// {@return whether {@link #back} leads anywhere}
    public ReadOnlyBooleanProperty canGoBackProperty() {
        return canGoBack.getReadOnlyProperty();
    }

    /// {@return whether {@link #forward} leads anywhere}
    public ReadOnlyBooleanProperty canGoForwardProperty() {
        return canGoForward.getReadOnlyProperty();
    }

    /// Jumps, and makes an entry of the history.
    public void go(Location location) {
        go(location, 1);
    }

    /// Jumps and selects `length` bytes.
    public void go(Location location, long length) {
        Place next = new Place(location, Math.max(1, length), true);
        history.subList(current + 1, history.size()).clear();
        history.add(next);
        if (history.size() > HISTORY) {
            history.removeFirst();
        }
        current = history.size() - 1;
        show(next);
    }

    /// Moves the caret or the selection in view, without an entry of the history: the current entry
    /// follows it.
    public void move(Location location, long length) {
        Place next = new Place(location, Math.max(1, length), false);
        history.set(current, next);
        show(next);
    }

    /// Goes to the place before, if there is one.
    public void back() {
        if (current > 0) {
            current--;
            arrive();
        }
    }

    /// Goes to the place that {@link #back} left, if there is one.
    public void forward() {
        if (current < history.size() - 1) {
            current++;
            arrive();
        }
    }

    /// {@return the places before the current one, nearest first}
    public List<Place> backList() {
        return history.subList(0, current).reversed();
    }

    private void arrive() {
        Place entry = history.get(current);
        show(new Place(entry.location(), entry.length(), true));
    }

    private void show(Place next) {
        canGoBack.set(current > 0);
        canGoForward.set(current < history.size() - 1);
        place.set(next);
    }
}
