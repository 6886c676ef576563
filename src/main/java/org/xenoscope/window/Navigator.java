package org.xenoscope.window;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.xenoscope.place.Location;
import org.xenoscope.window.Place.Arrival;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where the person is in one dump: the one place that every view follows and every view may move.
public final class Navigator {
    /// How many places the history keeps.
    static final int HISTORY = 500;

    private final ReadOnlyObjectWrapper<Place> place;
    private final ReadOnlyBooleanWrapper canGoBack = new ReadOnlyBooleanWrapper(false);
    private final ReadOnlyBooleanWrapper canGoForward = new ReadOnlyBooleanWrapper(false);
    private final List<Place> history = new ArrayList<>();
    private int current;
    private Optional<Visible> visible = Optional.empty();

    /// The rows in sight.
    private record Visible(Location top, long bytes) {
        boolean covers(Location location) {
            return location.space().equals(top.space())
                    && Long.compareUnsigned(location.address() - top.address(), bytes) < 0;
        }
    }

    /// Starts at a place.
    public Navigator(Location start) {
        Place first = Place.moved(start, 1);
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

    /// Jumps and selects `length` bytes. A jump to a row in sight takes the place of the current
    /// entry of the history.
    public void go(Location location, long length) {
        Place next = Place.moved(location, length).as(Arrival.JUMP);
        if (visible.filter(rows -> rows.covers(location)).isPresent()) {
            Place here = history.get(current);
            Place replaced = next.in(here.tab());
            history.set(current, here.top().map(replaced::from).orElse(replaced));
            show(next);
        } else {
            enter(next);
        }
    }

    /// Jumps in a new tab and selects `length` bytes.
    public void goInNewTab(Location location, long length) {
        enter(Place.moved(location, length).as(Arrival.NEW_TAB));
    }

    /// Jumps in a view of a kind, which comes forward, and selects `length` bytes.
    ///
    /// @param kind the id of a kind of view that shows places
    public void goIn(String kind, Location location, long length) {
        enter(Place.moved(location, length).as(Arrival.JUMP).in(kind));
    }

    private void enter(Place next) {
        history.subList(current + 1, history.size()).clear();
        history.add(next);
        if (history.size() > HISTORY) {
            history.removeFirst();
        }
        current = history.size() - 1;
        visible = Optional.empty();
        show(next);
    }

    /// Moves the caret or the selection in view, without an entry of the history: the current entry
    /// follows it.
    public void move(Location location, long length) {
        Place here = history.get(current);
        Place next = Place.moved(location, length).in(here.tab());
        next = here.top().map(next::from).orElse(next);
        history.set(current, next);
        show(next);
    }

    /// Says which tab shows the current place, so that the history finds it again.
    public void shownIn(String tab) {
        history.set(current, history.get(current).in(tab));
    }

    /// Says which rows the person sees of the current place.
    ///
    /// @param top the first byte in sight
    /// @param bytes how many follow, unsigned; 0 if none is in sight
    public void sees(Location top, long bytes) {
        visible = bytes == 0 ? Optional.empty() : Optional.of(new Visible(top, bytes));
        Place here = history.get(current);
        if (bytes != 0 && here.location().space().equals(top.space())) {
            history.set(current, here.from(top));
        }
    }

    /// Goes to the place before, if there is one.
    public void back() {
        goTo(current - 1);
    }

    /// Goes to the place that {@link #back} left, if there is one.
    public void forward() {
        goTo(current + 1);
    }

    /// Goes to an entry of the history.
    ///
    /// @param index its index in {@link #history}; others do nothing
    public void goTo(int index) {
        if (index >= 0 && index < history.size() && index != current) {
            current = index;
            visible = Optional.empty();
            show(history.get(current).as(Arrival.RETURN));
        }
    }

    /// {@return all entries of the history, oldest first}
    public List<Place> history() {
        return List.copyOf(history);
    }

    /// {@return the index of the current entry in {@link #history}}
    public int current() {
        return current;
    }

    private void show(Place next) {
        canGoBack.set(current > 0);
        canGoForward.set(current < history.size() - 1);
        place.set(next);
    }
}
