package org.xenoscope.window.shell;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.scene.input.ScrollEvent;

import org.xenoscope.window.theme.Theme;

/// The size of the window's text, 10 to 24 px; all other sizes grow with it.
final class Zoom {
    private static final int LEAST = 10;
    private static final int MOST = 24;

    private final ReadOnlyIntegerWrapper size = new ReadOnlyIntegerWrapper(Theme.TEXT_SIZE);

    /// {@return the size of the text in px}
    ReadOnlyIntegerProperty sizeProperty() {
        return size.getReadOnlyProperty();
    }

    /// {@return how much larger than the design all sizes are}
    double factor() {
        return (double) size.get() / Theme.TEXT_SIZE;
    }

    void in() {
        set(size.get() + 1);
    }

    void out() {
        set(size.get() - 1);
    }

    void reset() {
        set(Theme.TEXT_SIZE);
    }

    void set(int pixels) {
        size.set(Math.clamp(pixels, LEAST, MOST));
    }

    /// The wheel with the shortcut key held.
    void wheel(ScrollEvent event) {
        if (event.isShortcutDown() && event.getDeltaY() != 0) {
            set(size.get() + (event.getDeltaY() > 0 ? 1 : -1));
            event.consume();
        }
    }
}
