package org.xenoscope.window;

import org.xenoscope.place.Location;

/// A view of one place of memory. It listens to the {@link Navigator} only while it follows; one
/// that was pinned keeps its place.
public interface PlaceView extends View {
    /// {@return the place it shows}
    Place place();

    /// Whether the view follows the navigator.
    ///
    /// @param inFront whether its tab is in front, so that the person sees it
    void following(boolean follows, boolean inFront);

    /// {@return whether the view, while in front, wants to show a jump itself; else memory comes
    /// forward}
    default boolean takes(Location jump) {
        return false;
    }

    /// {@return how it looks, as one word, to be remembered}
    default String look() {
        return "";
    }

    /// Makes it look as {@link #look} said; any other word is the usual look.
    default void look(String word) {}
}
