package org.xenoscope.window.shell;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import org.xenoscope.window.Action;
import org.xenoscope.window.theme.Icon;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The toolbar.
final class ToolRow extends HBox {
    private ToolRow(Node... nodes) {
        super(nodes);
        getStyleClass().add("tool-row");
    }

    /// {@return the toolbar of a window without a dump}
    static ToolRow empty(List<Action> actions) {
        TextField field = new TextField();
        field.setPromptText("Open a dump to go to an address");
        field.setDisable(true);
        HBox.setHgrow(field, Priority.ALWAYS);
        return new ToolRow(
                open(actions),
                button(actions, "back", Icon.BACK),
                button(actions, "forward", Icon.FORWARD),
                field,
                menu(actions));
    }

    /// {@return the toolbar of a window with a dump}
    static ToolRow of(List<Action> actions, DumpView view, Node address, Button findings) {
        Button back = button(actions, "back", Icon.BACK);
        back.disableProperty().unbind();
        back.disableProperty().bind(view.navigator().canGoBackProperty().not());
        Button forward = button(actions, "forward", Icon.FORWARD);
        forward.disableProperty().unbind();
        forward.disableProperty().bind(view.navigator().canGoForwardProperty().not());
        return new ToolRow(open(actions), back, forward, address, findings, menu(actions));
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
        open.setTooltip(new Tooltip("Open a dump (Ctrl+O)"));
        return open;
    }

    private static Button button(List<Action> actions, String id, Icon icon) {
        Action action = action(actions, id);
        Button button = new Button("", icon.node());
        button.setId(id + "-button");
        button.getStyleClass().addAll("tool-button", "flat");
        button.setAccessibleText(action.title());
        String keys = action.keys().map(known -> " (" + known.getDisplayText() + ")").orElse("");
        button.setTooltip(new Tooltip(action.title() + keys));
        button.setOnAction(_ -> action.run());
        button.disableProperty().bind(javafx.beans.binding.Bindings.not(action.enabled()));
        return button;
    }

    private static MenuButton menu(List<Action> actions) {
        MenuButton button = new MenuButton("", Icon.MENU.node());
        button.setId("menu-button");
        button.setAccessibleText("Menu");
        Map<String, Menu> menus = new LinkedHashMap<>();
        for (Action action : actions) {
            menus.computeIfAbsent(action.menu(), name -> new Menu(name))
                    .getItems()
                    .add(action.menuItem());
        }
        button.getItems().addAll(menus.values());
        return button;
    }
}
