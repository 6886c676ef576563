package org.xenoscope.window.shell;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;

import org.jspecify.annotations.Nullable;
import org.xenoscope.place.SpaceId;
import org.xenoscope.window.Tag;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Choices under their headings. The keyboard stays in a field above: {@link #step} moves here.
final class ChoiceList extends ListView<ChoiceList.Line> {
    private final BiConsumer<Choice, Boolean> chosen;

    /// A heading, or a choice that fits.
    sealed interface Line {
        /// The heading of a group.
        record Heading(String title) implements Line {}

        /// A choice.
        record Item(Choice.Match match) implements Line {}
    }

    /// @param chosen given the choice, and whether it wants a tab of its own
    ChoiceList(BiConsumer<Choice, Boolean> chosen) {
        this.chosen = chosen;
        getStyleClass().add("choices");
        setFocusTraversable(false);
        setCellFactory(_ -> new Cell());
    }

    /// Shows what fits.
    ///
    /// @param first whether the first choice is chosen, so that Enter takes it
    void show(List<Choice.Match> matches, boolean first) {
        getItems().setAll(lines(matches));
        getSelectionModel().clearSelection();
        if (first) {
            step(1);
        }
    }

    /// Shows what fits by now: the choice that a person has moved to stays theirs.
    void grow(List<Choice.Match> matches) {
        Optional<Choice> before = choice();
        getItems().setAll(lines(matches));
        getSelectionModel().clearSelection();
        before.ifPresent(this::choose);
    }

    private void choose(Choice before) {
        for (int i = 0; i < getItems().size(); i++) {
            if (getItems().get(i) instanceof Line.Item(Choice.Match match)
                    && match.choice().same(before)) {
                getSelectionModel().select(i);
                return;
            }
        }
    }

    private static List<Line> lines(List<Choice.Match> matches) {
        List<Line> lines = new ArrayList<>();
        Optional<Choice.Group> group = Optional.empty();
        for (Choice.Match match : matches) {
            Choice.Group next = match.choice().group();
            if (!group.equals(Optional.of(next))) {
                group = Optional.of(next);
                lines.add(new Line.Heading(next.title()));
            }
            lines.add(new Line.Item(match));
        }
        return lines;
    }

    /// Moves the choice by one, over headings, round the ends.
    void step(int direction) {
        int count = getItems().size();
        int index = getSelectionModel().getSelectedIndex();
        index = index < 0 && direction < 0 ? 0 : index;
        for (int i = 0; i < count; i++) {
            index = Math.floorMod(index + direction, count);
            if (getItems().get(index) instanceof Line.Item) {
                getSelectionModel().select(index);
                scrollTo(Math.max(0, index - 4));
                return;
            }
        }
    }

    /// {@return the choice that Enter takes}
    Optional<Choice> choice() {
        return getSelectionModel().getSelectedItem() instanceof Line.Item(Choice.Match match)
                ? Optional.of(match.choice())
                : Optional.empty();
    }

    /// A line; its nodes are made once.
    private final class Cell extends ListCell<Line> {
        private final Label heading = new Label();
        private final List<Tag> tags = new ArrayList<>();
        private final StackPane tag = new StackPane();
        private final HBox title = new HBox();
        private final Label detail = new Label();
        private final Label right = new Label();
        private final HBox row;

        Cell() {
            heading.getStyleClass().add("quiet");
            tag.getStyleClass().add("tag-place");
            detail.getStyleClass().addAll("quiet");
            detail.setMinWidth(0);
            title.setAlignment(Pos.CENTER_LEFT);
            title.setMinWidth(Region.USE_PREF_SIZE);
            right.setMinWidth(Region.USE_PREF_SIZE);
            Region space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            row = new HBox(tag, title, detail, space, right);
            row.getStyleClass().add("choice");
            setPrefWidth(0);
            addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
        }

        @Override
        protected void updateItem(@Nullable Line line, boolean empty) {
            super.updateItem(line, empty);
            setText(null);
            getStyleClass().remove("heading");
            if (empty || line == null) {
                setGraphic(null);
                return;
            }
            switch (line) {
                case Line.Heading(String words) -> {
                    heading.setText(words);
                    getStyleClass().add("heading");
                    setGraphic(heading);
                    setAccessibleText(words);
                }
                case Line.Item(Choice.Match match) -> fill(match);
            }
        }

        private void fill(Choice.Match match) {
            Choice choice = match.choice();
            tag.getChildren().setAll(tag(choice.space()));
            title.getChildren().setAll(letters(choice.title(), match.marked()));
            title.getStyleClass().remove("mono");
            if (choice.group() == Choice.Group.SYMBOLS || choice.group() == Choice.Group.ADDRESS) {
                title.getStyleClass().add("mono");
            }
            detail.setText(choice.detail());
            right.setText(choice.right());
            right.getStyleClass()
                    .setAll("label", choice.group() == Choice.Group.COMMANDS ? "key" : "mono");
            right.setVisible(!choice.right().isEmpty());
            setGraphic(row);
            setAccessibleText(choice.title() + ", " + choice.detail() + " " + choice.right());
        }

        private List<Tag> tag(Optional<SpaceId> space) {
            tags.clear();
            space.map(Tag::new).ifPresent(tags::add);
            return List.copyOf(tags);
        }

        private static List<Text> letters(String words, List<Integer> marked) {
            List<Text> parts = new ArrayList<>();
            int from = 0;
            while (from < words.length()) {
                boolean found = marked.contains(from);
                int to = from + 1;
                while (to < words.length() && marked.contains(to) == found) {
                    to++;
                }
                Text text = new Text(words.substring(from, to));
                text.getStyleClass().add(found ? "found" : "plain");
                parts.add(text);
                from = to;
            }
            return parts;
        }

        private void clicked(MouseEvent event) {
            if (getItem() instanceof Line.Item(Choice.Match match)) {
                boolean tab = event.isShortcutDown() || event.getButton() == MouseButton.MIDDLE;
                chosen.accept(match.choice(), tab);
            }
        }
    }
}
