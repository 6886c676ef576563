package org.xenoscope.window.shell;

import org.xenoscope.window.Place;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// The tabs that were closed, to come again, the last one first.
final class ClosedTabs {
    private static final int KEPT = 20;

    private final Deque<Closed> closed = new ArrayDeque<>();

    /// A tab that was closed.
    ///
    /// @param kind the id of its kind
    /// @param place where it was
    /// @param look how it looked
    record Closed(String kind, Place place, String look) {}

    void add(Closed tab) {
        closed.push(tab);
        if (closed.size() > KEPT) {
            closed.removeLast();
        }
    }

    /// {@return the tab that was closed last, which is then forgotten}
    Optional<Closed> take() {
        return Optional.ofNullable(closed.poll());
    }
}
