package org.xenoscope.window.shell;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.xenoscope.command.XenoscopeCommand;
import org.xenoscope.window.Action;
import org.xenoscope.window.theme.Icon;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A page of the help, as a card over the window.
final class HelpCard extends VBox {
    private static final double WORDS_WIDTH = 470;

    private final Button close = new Button("", Icon.CROSS.node());

    HelpCard(HelpPage page, List<Action> actions, Runnable hide) {
        getStyleClass().addAll("overlay-card", "help");
        setId("help-" + page.name().toLowerCase(java.util.Locale.ROOT));
        Label title = new Label(page.title());
        title.getStyleClass().add("headline");
        close.getStyleClass().addAll("tool-button", "flat");
        close.setAccessibleText("Close");
        close.setOnAction(_ -> hide.run());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        ScrollPane scroll = new ScrollPane(body(page, actions));
        scroll.setFitToWidth(true);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(new HBox(title, space, close), scroll);
    }

    /// {@return what of it gets the keyboard}
    Node focus() {
        return close;
    }

    private static Node body(HelpPage page, List<Action> actions) {
        return switch (page) {
            case KEYS -> keys(actions);
            case WORDS -> words();
            case ABOUT -> about();
        };
    }

    private static Node keys(List<Action> actions) {
        GridPane grid = grid();
        int row = 0;
        for (Action action : actions) {
            if (!action.keys().isEmpty()) {
                HBox keys = new HBox(6);
                action.keys().forEach(key -> keys.getChildren().add(key(key.getDisplayText())));
                grid.addRow(row++, name(action.title()), keys);
            }
        }
        for (Map.Entry<String, String> entry : Glossary.MEMORY_KEYS.entrySet()) {
            grid.addRow(row++, name(entry.getValue()), new HBox(6, key(entry.getKey())));
        }
        return grid;
    }

    private static Node words() {
        GridPane grid = grid();
        int row = 0;
        for (Map.Entry<String, String> entry : new TreeMap<>(Glossary.WORDS).entrySet()) {
            Label meaning = new Label(entry.getValue());
            meaning.setWrapText(true);
            meaning.setMaxWidth(WORDS_WIDTH);
            meaning.setMinHeight(Region.USE_PREF_SIZE);
            grid.addRow(row++, name(entry.getKey()), meaning);
        }
        return grid;
    }

    private static Node about() {
        GridPane grid = grid();
        int row = 0;
        grid.addRow(
                row++, name("Xenoscope"), new Label(XenoscopeCommand.number() + ", Apache-2.0"));
        grid.addRow(
                row++,
                name("Java"),
                new Label(
                        System.getProperty("java.vm.name", "Java")
                                + " "
                                + System.getProperty("java.version", "")));
        grid.addRow(row++, name("JavaFX"), new Label(System.getProperty("javafx.version", "")));
        for (Map.Entry<String, String> entry : Glossary.PARTS.entrySet()) {
            grid.addRow(row++, name(entry.getKey()), new Label(entry.getValue()));
        }
        return grid;
    }

    private static GridPane grid() {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("help-grid");
        return grid;
    }

    private static Label name(String words) {
        Label label = new Label(words);
        label.getStyleClass().add("second");
        label.setMinWidth(Region.USE_PREF_SIZE);
        GridPane.setValignment(label, javafx.geometry.VPos.TOP);
        return label;
    }

    private static Label key(String words) {
        Label label = new Label(words);
        label.getStyleClass().add("key");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }
}
