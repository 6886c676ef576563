package org.xenoscope.window.shell;

import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.xenoscope.window.Action;
import org.xenoscope.window.Job;
import org.xenoscope.window.theme.Icon;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One field for everything that can be done and every place that can be gone to.
final class Palette {
    private static final int PAGE = 8;

    private final Overlay overlay;
    private final List<Action> actions;
    private final Source source;
    private final TextField field = new TextField();
    private final ChoiceList list = new ChoiceList(this::choose);
    private final Label nothing = new Label();
    private final VBox card = new VBox();
    private Answers answers = new Answers(PaletteQuery.of(""));
    private boolean moved;
    private Optional<Boolean> entered = Optional.empty();

    /// Where the palette's places come from and go to.
    interface Source {
        /// {@return dumps that were open before}
        List<Choice> recent();

        /// Starts to look for what a person typed.
        ///
        /// @param answer given each answer
        /// @return the jobs that answer
        List<Job> search(PaletteQuery query, Consumer<DumpSearch.Found> answer);

        /// Goes to a place.
        void go(Choice.Does.Go place, boolean newTab);
    }

    Palette(Overlay overlay, List<Action> actions, Source source) {
        this.overlay = overlay;
        this.actions = actions;
        this.source = source;
        field.setId("palette-field");
        field.setPromptText("Command, symbol, address, task, note");
        field.getStyleClass().add("palette-field");
        field.setAccessibleText("Commands and symbols");
        field.textProperty().addListener((_, _, text) -> fill(text));
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        HBox.setHgrow(field, Priority.ALWAYS);
        Label what = new Label("name, command, address, task, note");
        what.getStyleClass().add("quiet");
        what.setMinWidth(Region.USE_PREF_SIZE);
        HBox head = new HBox(Icon.SEARCH.node(), field, what);
        head.getStyleClass().add("palette-head");
        list.setId("palette-list");
        VBox.setVgrow(list, Priority.ALWAYS);
        nothing.getStyleClass().add("second");
        nothing.setWrapText(true);
        nothing.setId("palette-nothing");
        list.setPlaceholder(nothing);
        HBox foot = new HBox(key("↵"), word("go"), key("Ctrl ↵"), word("in a new tab"));
        for (PaletteQuery.Mark mark : PaletteQuery.MARKS) {
            foot.getChildren().addAll(key(mark.mark()), word(mark.means()));
        }
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
        answers.cancel();
        PaletteQuery query = PaletteQuery.of(text);
        Answers asked = new Answers(query);
        answers = asked;
        moved = false;
        entered = Optional.empty();
        offer(asked, Choice.Group.COMMANDS, commands());
        offer(asked, Choice.Group.RECENT, source.recent());
        asked.await(
                source.search(
                        query,
                        found -> {
                            asked.come(found);
                            if (asked == answers) {
                                show();
                            }
                        }));
        if (asked.complete() || text.isEmpty()) {
            show();
        }
    }

    private static void offer(Answers asked, Choice.Group group, List<Choice> choices) {
        PaletteQuery query = asked.query();
        if (query.asks(group)) {
            asked.put(group, Fuzzy.best(query.words(), choices, query.most(group)));
        }
    }

    private List<Choice> commands() {
        return actions.stream()
                .filter(action -> action.enabled().get())
                .map(Palette::command)
                .toList();
    }

    /// Shows what has come; takes the first once all has, if Enter was pressed before.
    private void show() {
        nothing.setText(answers.why());
        if (moved) {
            list.grow(answers.matches());
        } else {
            list.show(answers.matches(), true);
        }
        if (answers.complete() && entered.isPresent()) {
            boolean newTab = entered.get();
            entered = Optional.empty();
            list.choice().ifPresent(one -> choose(one, newTab));
        }
    }

    private void enter(boolean newTab) {
        if (answers.complete() || moved) {
            list.choice().ifPresent(one -> choose(one, newTab));
        } else {
            entered = Optional.of(newTab);
        }
    }

    private void step(int direction) {
        moved = true;
        list.step(direction);
    }

    private void page(int direction) {
        for (int i = 0; i < PAGE; i++) {
            step(direction);
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
            case DOWN -> step(1);
            case UP -> step(-1);
            case PAGE_DOWN -> page(1);
            case PAGE_UP -> page(-1);
            case ENTER -> enter(event.isShortcutDown());
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
