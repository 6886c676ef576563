package org.xenoscope.window;

import javafx.scene.control.Hyperlink;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.TransferMode;

import org.xenoscope.place.Location;

/// An address on screen: the one control that goes to a place. A click goes; with Ctrl or the
/// middle button in a new tab; the pointer on it shows what is there; its context menu offers what
/// can be done with the place; dragged, it gives its text.
public final class PlaceLink extends Hyperlink {
    private final Workbench workbench;
    private final Location location;
    private boolean newTab;

    /// Makes a link that shows the location as it is written.
    public PlaceLink(Workbench workbench, Location location) {
        this(workbench, location, location.toString());
    }

    /// Makes a link that shows other words.
    public PlaceLink(Workbench workbench, Location location, String text) {
        super(text);
        this.workbench = workbench;
        this.location = location;
        getStyleClass().add("place-link");
        setAccessibleText(
                text.equals(location.toString())
                        ? "Go to " + location
                        : "Go to %s, %s".formatted(location, text));
        setOnAction(_ -> go());
        addEventFilter(MouseEvent.MOUSE_RELEASED, event -> newTab = event.isShortcutDown());
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
        setOnDragDetected(this::dragged);
        setOnContextMenuRequested(
                event -> {
                    PlaceMenu.of(workbench, location)
                            .show(this, event.getScreenX(), event.getScreenY());
                    event.consume();
                });
        PlaceHover.on(this, workbench, location);
    }

    /// {@return the place it leads to}
    public Location location() {
        return location;
    }

    private void go() {
        boolean apart = newTab;
        newTab = false;
        setVisited(false);
        go(apart);
    }

    private void go(boolean apart) {
        if (apart) {
            workbench.navigator().goInNewTab(location, 1);
        } else {
            workbench.navigator().go(location);
        }
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER) {
            go(event.isShortcutDown());
            event.consume();
        }
    }

    private void clicked(MouseEvent event) {
        if (event.getButton() == MouseButton.MIDDLE) {
            go(true);
            event.consume();
        }
    }

    private void dragged(MouseEvent event) {
        try {
            Dragboard board = startDragAndDrop(TransferMode.COPY);
            ClipboardContent content = new ClipboardContent();
            content.putString(location.toString());
            board.setContent(content);
            event.consume();
        } catch (UnsupportedOperationException _) {
            // a platform without drags, such as the headless one
        }
    }

    /// Takes away what shows of a link under the pointer, as a window must before it closes.
    public static void hideHover() {
        PlaceHover.hideAll();
    }

    /// Puts text on the clipboard.
    public static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
