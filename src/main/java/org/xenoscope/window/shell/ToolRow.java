package org.xenoscope.window.shell;

import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

import org.xenoscope.window.Action;
import org.xenoscope.window.Place;
import org.xenoscope.window.Tag;
import org.xenoscope.window.theme.Icon;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The toolbar.
final class ToolRow extends HBox {
    private static final double NARROW = 1200;
    private static final int HISTORY_SHOWN = 20;

    private final Label paletteWords = new Label("Commands and symbols");

    private ToolRow() {
        getStyleClass().add("tool-row");
        widthProperty().addListener(_ -> narrow());
    }

    /// {@return the toolbar of a window without a dump}
    static ToolRow empty(List<Action> actions) {
        TextField field = new TextField();
        field.setPromptText("Open a dump to go to an address");
        field.setDisable(true);
        HBox.setHgrow(field, Priority.ALWAYS);
        ToolRow row = new ToolRow();
        row.getChildren()
                .setAll(
                        open(actions),
                        button(actions, "back", Icon.BACK),
                        button(actions, "forward", Icon.FORWARD),
                        field,
                        row.palette(actions),
                        menu(actions));
        row.narrow();
        return row;
    }

    /// {@return the toolbar of a window with a dump}
    static ToolRow of(List<Action> actions, DumpView view, Node address, Button findings) {
        ToolRow row = new ToolRow();
        row.getChildren()
                .setAll(
                        open(actions),
                        history(button(actions, "back", Icon.BACK), view, -1),
                        history(button(actions, "forward", Icon.FORWARD), view, 1),
                        address,
                        row.palette(actions),
                        findings,
                        menu(actions));
        row.narrow();
        return row;
    }

    private void narrow() {
        boolean room = getWidth() == 0 || getWidth() >= NARROW;
        paletteWords.setVisible(room);
        paletteWords.setManaged(room);
    }

    private static Action action(List<Action> actions, String id) {
        return actions.stream().filter(action -> action.id().equals(id)).findFirst().orElseThrow();
    }

    private static Button open(List<Action> actions) {
        Button open = new Button("Open…", Icon.FOLDER.node());
        open.setId("open-button");
        open.getStyleClass().add("tool-button");
        open.setMinWidth(Region.USE_PREF_SIZE);
        Action action = action(actions, "open");
        open.setOnAction(_ -> action.run());
        open.setTooltip(new Tooltip("Open a dump (%s)".formatted(action.keyText())));
        return open;
    }

    private Button palette(List<Action> actions) {
        Action action = action(actions, "palette");
        Label key = new Label(action.keyText());
        key.getStyleClass().add("key");
        paletteWords.getStyleClass().add("second");
        HBox words = new HBox(8, Icon.PROMPT.node(), paletteWords, key);
        words.getStyleClass().add("palette-words");
        Button button = new Button("", words);
        button.setId("palette-button");
        button.getStyleClass().addAll("tool-button", "outlined");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setAccessibleText(action.title());
        button.setOnAction(_ -> action.run());
        return button;
    }

    /// A disabled button gets no pointer events, so what holds it says why it is disabled.
    private static StackPane button(List<Action> actions, String id, Icon icon) {
        Action action = action(actions, id);
        Button button = new Button("", icon.node());
        button.setId(id + "-button");
        button.getStyleClass().addAll("tool-button", "flat");
        button.setAccessibleText(action.title());
        button.setOnAction(_ -> action.run());
        button.disableProperty().bind(Bindings.not(action.enabled()));
        StackPane holder = new StackPane(button);
        Tooltip words = new Tooltip();
        words.textProperty()
                .bind(
                        Bindings.when(action.enabled())
                                .then("%s (%s)".formatted(action.title(), action.keyText()))
                                .otherwise(action.why()));
        Tooltip.install(holder, words);
        return holder;
    }

    /// Gives a button the list of places that it leads through, nearest first, on right click and
    /// long press.
    private static StackPane history(StackPane holder, DumpView view, int direction) {
        ContextMenu menu = new ContextMenu();
        menu.setId(direction < 0 ? "back-list" : "forward-list");
        holder.setOnContextMenuRequested(
                event -> {
                    menu.getItems().setAll(entries(view, direction));
                    if (!menu.getItems().isEmpty()) {
                        menu.show(holder, event.getScreenX(), event.getScreenY());
                    }
                    event.consume();
                });
        LongPress.on(
                holder.getChildren().getFirst(),
                () -> {
                    menu.getItems().setAll(entries(view, direction));
                    menu.show(holder, javafx.geometry.Side.BOTTOM, 0, 0);
                });
        return holder;
    }

    private static List<MenuItem> entries(DumpView view, int direction) {
        List<Place> history = view.navigator().history();
        int current = view.navigator().current();
        List<MenuItem> items = new java.util.ArrayList<>();
        for (int i = current + direction;
                i >= 0 && i < history.size() && items.size() < HISTORY_SHOWN;
                i += direction) {
            int index = i;
            Place place = history.get(i);
            MenuItem item =
                    new MenuItem(place.location().toString(), new Tag(place.location().space()));
            item.setMnemonicParsing(false);
            item.setOnAction(_ -> view.navigator().goTo(index));
            items.add(item);
        }
        return items;
    }

    private static MenuButton menu(List<Action> actions) {
        MenuButton button = new MenuButton("", Icon.MENU.node());
        button.setId("menu-button");
        button.setAccessibleText("Menu");
        button.setTooltip(new Tooltip("Menu"));
        Map<String, Menu> menus = new LinkedHashMap<>();
        for (Action action : actions) {
            if (!action.menu().isEmpty()) {
                Menu menu = menus.computeIfAbsent(action.menu(), name -> new Menu(name));
                if (startsGroup(action) && !menu.getItems().isEmpty()) {
                    menu.getItems().add(new SeparatorMenuItem());
                }
                menu.getItems().add(action.menuItem());
            }
        }
        button.getItems().addAll(menus.values());
        return button;
    }

    private static boolean startsGroup(Action action) {
        return List.of(
                        "new-window",
                        "back",
                        "next-space",
                        "fold-tree",
                        "dark",
                        "zoom-in",
                        "close-tab")
                .contains(action.id());
    }
}
