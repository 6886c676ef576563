package org.xenoscope.window;

import org.xenoscope.place.Location;

import java.util.Optional;

/// A place of the {@link Navigator}: where the caret is, what is selected there, and how the person
/// came.
///
/// @param location the caret
/// @param length bytes selected from the caret on, at least 1, unsigned
/// @param arrival how the person came
/// @param tab the tab that showed it, by its name; of a jump the kind of view that is wanted, or
///   empty
/// @param top the first row that was visible, if a view has said so
public record Place(
        Location location, long length, Arrival arrival, String tab, Optional<Location> top) {

    /// How a person came to a place.
    public enum Arrival {
        /// the caret's own small moves
        MOVE,
        /// a jump: an address, a link, the tree
        JUMP,
        /// back or forward in the history: the tab and the rows that were seen come again
        RETURN,
        /// a jump that wants a tab of its own
        NEW_TAB
    }

    static Place moved(Location location, long length) {
        return new Place(location, Math.max(1, length), Arrival.MOVE, "", Optional.empty());
    }

    Place as(Arrival how) {
        return new Place(location, length, how, tab, top);
    }

    Place in(String name) {
        return new Place(location, length, arrival, name, top);
    }

    Place from(Location firstRow) {
        return new Place(location, length, arrival, tab, Optional.of(firstRow));
    }

    /// {@return whether the person jumped here, so that a view out of sight should come forward}
    public boolean jump() {
        return arrival != Arrival.MOVE;
    }
}
