package org.xenoscope.window.shell;

import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.xenoscope.window.Action;
import org.xenoscope.window.theme.Icon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One field for everything that can be done and every place that can be gone to.
final class Palette {
    private static final String COMMANDS_ONLY = ">";
    private static final String ADDRESS_ONLY = ":";

    private final Overlay overlay;
    private final List<Action> actions;
    private final Source source;
    private final TextField field = new TextField();
    private final ChoiceList list = new ChoiceList(this::choose);
    private final VBox card = new VBox();

    /// Where the palette's places come from and go to.
    interface Source {
        /// {@return places that fit any text}
        List<Choice> places();

        /// Looks what places a text names as an address; the answer may come later.
        void address(String text, Consumer<List<Choice>> answer);

        /// Goes to a place.
        void go(Choice.Does.Go place, boolean newTab);
    }

    Palette(Overlay overlay, List<Action> actions, Source source) {
        this.overlay = overlay;
        this.actions = actions;
        this.source = source;
        field.setId("palette-field");
        field.setPromptText("Command, address, register, note");
        field.getStyleClass().add("palette-field");
        field.setAccessibleText("Commands and places");
        field.textProperty().addListener((_, _, text) -> fill(text));
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        HBox.setHgrow(field, Priority.ALWAYS);
        Label what = new Label("name, command, address, note");
        what.getStyleClass().add("quiet");
        what.setMinWidth(Region.USE_PREF_SIZE);
        HBox head = new HBox(Icon.SEARCH.node(), field, what);
        head.getStyleClass().add("palette-head");
        list.setId("palette-list");
        VBox.setVgrow(list, Priority.ALWAYS);
        HBox foot =
                new HBox(
                        key("↵"),
                        word("go"),
                        key("Ctrl ↵"),
                        word("in a new tab"),
                        key(">"),
                        word("commands only"),
                        key(":"),
                        word("addresses only"));
        foot.getStyleClass().add("palette-foot");
        card.getChildren().addAll(head, list, foot);
        card.getStyleClass().addAll("overlay-card", "palette");
        card.setId("palette");
    }

    private static Label key(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("key");
        return label;
    }

    private static Label word(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("quiet");
        return label;
    }

    /// Shows the palette.
    ///
    /// @param text what stands in its field at first
    void show(String text) {
        field.setText(text);
        fill(text);
        overlay.show(card, field);
        field.end();
    }

    private void fill(String text) {
        boolean commandsOnly = text.startsWith(COMMANDS_ONLY);
        boolean addressOnly = text.startsWith(ADDRESS_ONLY);
        String words = commandsOnly || addressOnly ? text.substring(1).strip() : text.strip();
        List<Choice> choices = new ArrayList<>();
        if (!commandsOnly && !addressOnly) {
            choices.addAll(source.places());
        }
        if (!addressOnly) {
            actions.stream()
                    .filter(action -> action.enabled().get())
                    .map(Palette::command)
                    .forEach(choices::add);
        }
        List<Choice.Match> matches = Fuzzy.best(words, choices);
        list.show(matches, true);
        if (!commandsOnly && !words.isEmpty()) {
            source.address(words, found -> addAddresses(text, found, matches));
        }
    }

    private void addAddresses(String text, List<Choice> found, List<Choice.Match> matches) {
        if (field.getText().equals(text) && !found.isEmpty()) {
            List<Choice.Match> all = new ArrayList<>();
            found.forEach(address -> all.add(new Choice.Match(address, List.of(), 0)));
            all.addAll(matches);
            list.show(all, true);
        }
    }

    private static Choice command(Action action) {
        return new Choice(
                Choice.Group.COMMANDS,
                action.title(),
                action.menu(),
                action.keyText(),
                Optional.empty(),
                new Choice.Does.Run(action::run));
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case DOWN -> list.step(1);
            case UP -> list.step(-1);
            case ENTER -> list.choice().ifPresent(one -> choose(one, event.isShortcutDown()));
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void choose(Choice choice, boolean newTab) {
        switch (choice.does()) {
            case Choice.Does.Go go -> {
                overlay.hide();
                source.go(go, newTab);
            }
            case Choice.Does.Run(Runnable work) -> {
                overlay.hide();
                work.run();
            }
            case Choice.Does.Type(String text) -> {
                field.setText(text);
                field.end();
            }
        }
    }
}
