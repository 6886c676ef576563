package org.xenoscope.window.memory;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

import java.util.List;

/// What the keys do in a hex view.
final class HexKeys {
    private final HexView view;
    private final HexScroller rows;
    private final HexCursor cursor;

    HexKeys(HexView view, HexScroller rows, HexCursor cursor) {
        this.view = view;
        this.rows = rows;
        this.cursor = cursor;
        view.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    private void key(KeyEvent event) {
        if (event.isAltDown() || (event.isMetaDown() && !event.isShortcutDown())) {
            return;
        }
        boolean done = event.isShortcutDown() ? shortcut(event) : plain(event);
        if (done) {
            event.consume();
        }
    }

    private boolean plain(KeyEvent event) {
        boolean extend = event.isShiftDown();
        switch (event.getCode()) {
            case LEFT -> cursor.step(-1, extend);
            case RIGHT -> cursor.step(1, extend);
            case UP -> cursor.stepRow(false, extend);
            case DOWN -> cursor.stepRow(true, extend);
            case PAGE_UP -> page(-1, extend);
            case PAGE_DOWN -> page(1, extend);
            case HOME -> cursor.rowEnd(false, extend);
            case END -> cursor.rowEnd(true, extend);
            case ENTER -> view.enter(false);
            case ESCAPE -> {
                return view.escape();
            }
            case CONTEXT_MENU -> view.menu();
            case F10 -> {
                if (!extend) {
                    return false;
                }
                view.menu();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean shortcut(KeyEvent event) {
        boolean shift = event.isShiftDown();
        KeyCode code = event.getCode();
        switch (code) {
            case HOME, END -> {
                boolean end = code == KeyCode.END;
                if (shift) {
                    cursor.extend(end ? rows.last() : 0);
                } else {
                    view.end(end);
                }
            }
            case DOWN, UP -> {
                if (shift) {
                    return false;
                }
                view.extent(code == KeyCode.DOWN);
            }
            case A -> view.selectExtent();
            case ENTER -> view.enter(true);
            case C -> {
                if (shift) {
                    view.copyAs();
                } else {
                    view.copy();
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Scrolls a page; the caret keeps its row on the screen.
    private void page(int direction, boolean extend) {
        int index = Math.max(0, rows.indexOf(caret(extend)));
        long column = Long.remainderUnsigned(caret(extend), rows.rowBytes());
        int page = Math.max(1, rows.visible() - 2);
        rows.by(
                direction * page,
                () -> {
                    List<HexItem> items = rows.items();
                    int shown = Math.max(1, items.size() - 1);
                    HexItem item = items.get(Math.min(index, shown - 1));
                    if (direction > 0 && items.getLast().last() == rows.last()) {
                        item = items.getLast();
                    }
                    long room = item.last() - item.first();
                    boolean fits = Long.compareUnsigned(column, room) <= 0;
                    cursor.arrive(item.first() + (fits ? column : room), extend);
                });
    }

    private long caret(boolean extend) {
        return extend ? cursor.active() : view.place().location().address();
    }
}
