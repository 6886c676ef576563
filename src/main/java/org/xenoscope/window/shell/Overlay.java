package org.xenoscope.window.shell;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;

import java.util.Optional;

/// A card over the window: the palette, the keys, the words. It goes with Esc and with a press
/// beside it, and gives the keyboard back to who had it.
final class Overlay {
    private static final int TOP = 40;

    private final StackPane root;
    private final StackPane veil = new StackPane();
    private Optional<Node> before = Optional.empty();

    /// @param root the window's root, whose last child the card becomes
    Overlay(StackPane root) {
        this.root = root;
        veil.getStyleClass().add("veil");
        veil.setPadding(new Insets(TOP, 24, 24, 24));
        veil.setAlignment(Pos.TOP_CENTER);
        veil.addEventHandler(
                MouseEvent.MOUSE_PRESSED,
                event -> {
                    if (veil.equals(event.getTarget())) {
                        hide();
                    }
                });
        veil.addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE && !event.isShiftDown()) {
                        hide();
                        event.consume();
                    }
                });
    }

    /// {@return whether a card is shown}
    boolean showing() {
        return root.getChildren().contains(veil);
    }

    /// Shows a card instead of one that is shown.
    ///
    /// @param focus what of it gets the keyboard
    void show(Node card, Node focus) {
        if (!showing()) {
            Scene scene = root.getScene();
            before = scene == null ? Optional.empty() : Optional.ofNullable(scene.getFocusOwner());
            root.getChildren().add(veil);
        }
        veil.getChildren().setAll(card);
        focus.requestFocus();
    }

    /// Hides the card.
    void hide() {
        if (showing()) {
            root.getChildren().remove(veil);
            veil.getChildren().clear();
            before.ifPresent(Node::requestFocus);
            before = Optional.empty();
        }
    }
}
