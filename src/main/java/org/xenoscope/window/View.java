package org.xenoscope.window;

import javafx.scene.Node;

/// A view of an open dump: builds its nodes once and follows the {@link Navigator}.
public interface View {
    /// {@return its node; always the same}
    Node node();

    /// The theme has changed: what paints itself paints again.
    default void restyle() {}

    /// Stops listening. Called when its tab or window closes.
    void close();
}
