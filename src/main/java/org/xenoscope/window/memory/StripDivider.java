package org.xenoscope.window.memory;

import javafx.scene.Cursor;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

import java.util.function.DoubleConsumer;

/// The line between the bytes and the strip: drag to move it, a double click puts it back.
final class StripDivider extends Region {
    private double pressedAt;

    /// @param moved told by how many pixels the line has moved down
    /// @param reset run on a double click
    StripDivider(DoubleConsumer moved, Runnable reset) {
        setId("strip-divider");
        getStyleClass().add("strip-divider");
        setCursor(Cursor.V_RESIZE);
        setMinHeight(USE_PREF_SIZE);
        addEventHandler(
                MouseEvent.MOUSE_PRESSED,
                event -> {
                    pressedAt = event.getScreenY();
                    if (event.getClickCount() == 2) {
                        reset.run();
                    }
                    event.consume();
                });
        addEventHandler(
                MouseEvent.MOUSE_DRAGGED,
                event -> {
                    moved.accept(event.getScreenY() - pressedAt);
                    pressedAt = event.getScreenY();
                    event.consume();
                });
    }
}
