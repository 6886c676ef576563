package org.xenoscope.window.shell;

import javafx.scene.Node;

/// The size of the window's text: 10 to 24 px.
final class Zoom {
    private static final int NORMAL = 13;
    private static final int LEAST = 10;
    private static final int MOST = 24;

    private final Node root;
    private int size = NORMAL;

    Zoom(Node root) {
        this.root = root;
    }

    void in() {
        set(size + 1);
    }

    void out() {
        set(size - 1);
    }

    void reset() {
        set(NORMAL);
    }

    private void set(int pixels) {
        size = Math.clamp(pixels, LEAST, MOST);
        root.setStyle(size == NORMAL ? "" : "-fx-font-size: " + size + "px;");
    }
}
