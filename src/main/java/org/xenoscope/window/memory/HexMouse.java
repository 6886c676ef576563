package org.xenoscope.window.memory;

import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;

import org.xenoscope.place.Location;

import java.util.Optional;
import java.util.OptionalLong;

/// What the mouse and the wheel do in a hex view.
final class HexMouse {
    private static final int WHEEL_ROWS = 3;
    private static final double WHEEL_STEP = 40;
    private static final int WORD = 8;

    private final HexView view;
    private final HexScroller rows;
    private final HexCursor cursor;
    private double wheel;
    private boolean dragging;

    HexMouse(HexView view, HexScroller rows, HexCursor cursor) {
        this.view = view;
        this.rows = rows;
        this.cursor = cursor;
        view.addEventHandler(ScrollEvent.SCROLL, this::wheel);
        view.addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        view.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        view.addEventHandler(MouseEvent.MOUSE_RELEASED, _ -> dragging = false);
        view.setOnContextMenuRequested(
                event -> {
                    view.menu(event.getScreenX(), event.getScreenY());
                    event.consume();
                });
    }

    /// Whole rows are scrolled; what a smooth trackpad gives less is kept for the next event.
    private void wheel(ScrollEvent event) {
        if (event.isShortcutDown()) {
            return;
        }
        if (event.getDeltaX() != 0) {
            view.scrollSideways(-event.getDeltaX());
        }
        wheel -= event.getDeltaY() / WHEEL_STEP * WHEEL_ROWS;
        int whole = (int) wheel;
        if (whole != 0) {
            wheel -= whole;
            rows.by(whole);
        }
        event.consume();
    }

    private void press(MouseEvent event) {
        view.requestFocus();
        dragging = false;
        OptionalLong hit = view.addressAt(event.getX(), event.getY());
        if (event.getButton() == MouseButton.SECONDARY) {
            hit.ifPresent(
                    address -> {
                        if (!view.marks().selected(address)) {
                            cursor.put(address);
                        }
                    });
            return;
        }
        if (event.getButton() != MouseButton.PRIMARY || hit.isEmpty()) {
            return;
        }
        long address = hit.getAsLong();
        Optional<Location> pointer = view.pointerAt(address);
        if (event.isShortcutDown() && pointer.isPresent()) {
            view.follow(pointer.get());
        } else {
            dragging = true;
            select(event, address);
        }
        event.consume();
    }

    private void select(MouseEvent event, long address) {
        if (event.isShiftDown()) {
            cursor.extend(address);
            return;
        }
        switch (event.getClickCount()) {
            case 2 -> cursor.word(address, WORD);
            case 3 -> cursor.row(address);
            default -> cursor.arrive(address, false);
        }
        // a drag after a double click would lose the word
        dragging = event.getClickCount() == 1;
    }

    private void drag(MouseEvent event) {
        if (!dragging) {
            return;
        }
        if (event.getY() < view.geometry().header()) {
            rows.by(-1);
        } else if (event.getY() > view.rowsBottom()) {
            rows.by(1);
        }
        OptionalLong near = view.nearest(event.getX(), event.getY());
        if (near.isPresent()) {
            if (event.isAltDown()) {
                cursor.extendBlock(near.getAsLong());
            } else {
                cursor.extend(near.getAsLong());
            }
        }
        event.consume();
    }
}
