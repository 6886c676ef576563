package org.xenoscope.window;

import javafx.scene.control.ContextMenu;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

import org.xenoscope.place.Location;

/// An address on screen: the one control that goes to a place. Its context menu goes there, copies
/// the address, or copies the command that prints its translation.
public final class PlaceLink extends Hyperlink {
    /// Makes a link that shows the location as it is written.
    public PlaceLink(Workbench workbench, Location location) {
        this(workbench, location, location.toString());
    }

    /// Makes a link that shows other words.
    public PlaceLink(Workbench workbench, Location location, String text) {
        super(text);
        getStyleClass().add("place-link");
        setAccessibleText("Go to " + location);
        setOnAction(
                _ -> {
                    setVisited(false);
                    workbench.navigator().go(location);
                });
        MenuItem go = new MenuItem("Go");
        go.setOnAction(_ -> workbench.navigator().go(location));
        MenuItem address = new MenuItem("Copy address");
        address.setOnAction(_ -> copy(location.toString()));
        MenuItem command = new MenuItem("Copy as command");
        command.setOnAction(
                _ ->
                        copy(
                                "xenoscope translate %s %s"
                                        .formatted(workbench.dump().path(), location)));
        setContextMenu(new ContextMenu(go, address, command));
    }

    /// Puts text on the clipboard.
    public static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
