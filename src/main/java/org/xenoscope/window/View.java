package org.xenoscope.window;

import javafx.scene.Node;

import java.util.Optional;

/// A view of an open dump: builds its nodes once and follows the {@link Navigator}.
public interface View {
    /// {@return its node; always the same}
    Node node();

    /// The theme has changed: what paints itself paints again.
    default void restyle() {}

    /// {@return the command that prints what the view shows, if one does}
    default Optional<String> command() {
        return Optional.empty();
    }

    /// Symbols have come from a file: what shows names asks for them again.
    default void renamed() {}

    /// Answers a question that a person typed elsewhere; a view without questions does nothing.
    default void ask(String question) {}

    /// Stops listening. Called when its tab or window closes.
    void close();
}
