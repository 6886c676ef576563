package org.xenoscope.window;

import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

import org.xenoscope.place.Location;

import java.util.List;

/// What can be done with a place, wherever it stands on screen.
public final class PlaceMenu {
    private PlaceMenu() {}

    /// {@return the menu of a place}
    public static ContextMenu of(Workbench workbench, Location place) {
        Navigator navigator = workbench.navigator();
        ContextMenu menu = new ContextMenu();
        menu.setId("place-menu");
        menu.getItems()
                .addAll(
                        item("place-go", "Go", () -> navigator.go(place)),
                        item("place-tab", "Open in new tab", () -> navigator.goInNewTab(place, 1)),
                        spaces(workbench, place));
        Menu views = views(workbench, place);
        if (!views.getItems().isEmpty()) {
            menu.getItems().add(views);
        }
        menu.getItems()
                .addAll(
                        item("place-explain", "Explain", () -> workbench.desk().explain(place)),
                        item(
                                "place-what",
                                "What is here",
                                () -> workbench.desk().whatIsHere(place)),
                        new SeparatorMenuItem(),
                        copy("place-address", "Copy address", workbench, place.toString()),
                        copy("place-number", "Copy value", workbench, place.hex()),
                        copy(
                                "place-command",
                                "Copy as command",
                                workbench,
                                command(workbench, place)));
        return menu;
    }

    /// {@return the command that prints how a place is found}
    public static String command(Workbench workbench, Location place) {
        return "xenoscope translate %s %s"
                .formatted(quoted(workbench.dump().path().toString()), place);
    }

    /// {@return a word as a shell takes it}
    public static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./+:@%-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static MenuItem item(String id, String title, Runnable work) {
        MenuItem item = new MenuItem(title);
        item.setId(id);
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> work.run());
        return item;
    }

    private static MenuItem copy(String id, String title, Workbench workbench, String text) {
        return item(
                id,
                title,
                () -> {
                    PlaceLink.copy(text);
                    workbench.desk().say("Copied " + text);
                });
    }

    /// The other views that show a place in their own way.
    private static Menu views(Workbench workbench, Location place) {
        Menu menu = new Menu("Open as");
        menu.setId("place-views");
        for (ViewKind kind : workbench.desk().kinds()) {
            if (kind.forPlace()) {
                menu.getItems()
                        .add(
                                item(
                                        "place-as-" + kind.id(),
                                        kind.title(),
                                        () -> workbench.navigator().goIn(kind.id(), place, 1)));
            }
        }
        return menu;
    }

    /// The same byte elsewhere; found away from the JavaFX thread when the menu is made.
    private static Menu spaces(Workbench workbench, Location place) {
        Menu menu = new Menu("Same byte in");
        menu.setId("place-spaces");
        menu.getItems().add(waiting("looking…"));
        workbench
                .jobs()
                .start(
                        "Looking for the byte in other spaces",
                        _ -> workbench.dump().spaces().sameByte(place),
                        places -> fill(menu, workbench, place, places),
                        exception ->
                                menu.getItems()
                                        .setAll(waiting("unknown: " + exception.getMessage())));
        return menu;
    }

    private static void fill(
            Menu menu, Workbench workbench, Location place, List<Location> places) {
        menu.getItems().clear();
        for (Location other : places) {
            if (!other.equals(place)) {
                MenuItem item =
                        item(
                                "place-in-" + other.space().text(),
                                "%s  %s".formatted(Tag.name(other.space()), other.hex()),
                                () -> workbench.navigator().go(other));
                item.setGraphic(new Tag(other.space()));
                menu.getItems().add(item);
            }
        }
        if (menu.getItems().isEmpty()) {
            menu.getItems().add(waiting("in no other space"));
        }
    }

    private static MenuItem waiting(String words) {
        MenuItem item = new MenuItem(words);
        item.setDisable(true);
        return item;
    }
}
