package org.xenoscope.window.memory;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.CrossCheck;
import org.xenoscope.space.Step;
import org.xenoscope.space.Trail;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Tag;
import org.xenoscope.window.Workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The translation of the byte under the caret: its place in each space, and every step between.
final class StepsView extends VBox {
    private static final int ROW = 24;

    /// The sum that gave the entry's address; it stands in the tool tip.
    private static final Pattern SUM = Pattern.compile("; (0x[0-9a-f]+ \\+ |first entry of ).*$");

    private final Workbench workbench;
    private final FlowPane chips = new FlowPane(6, 4);
    private final TableView<Line> table = new TableView<>();

    /// One line of the table.
    private record Line(String number, Optional<Step> step, Optional<CrossCheck> check) {}

    /// What is shown.
    record Answer(Trail trail, List<Location> places) {}

    StepsView(Workbench workbench) {
        this.workbench = workbench;
        Label title = new Label("Translation");
        title.getStyleClass().addAll("title", "second");
        HBox head = new HBox(10, title, chips);
        head.getStyleClass().add("view-bar");
        HBox.setHgrow(chips, Priority.ALWAYS);
        chips.setId("chips");
        chips.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        table.setId("steps");
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
        table.setPlaceholder(new Label("Looking…"));
        column("", 28, line -> text(line.number()));
        column("Step", 94, line -> text(line.step().map(Step::what).orElse("cross-check")));
        column("Read at", 176, this::readAt);
        column(
                "Value",
                136,
                line ->
                        mono(
                                line.step()
                                        .filter(step -> step.value().isPresent())
                                        .map(step -> "%016x".formatted(step.value().getAsLong()))
                                        .orElse("")));
        column("Meaning", 300, this::meaning);
        table.setRowFactory(_ -> new StepRow());
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren().addAll(head, table);
    }

    /// Marks the step at which a translation ends.
    private static final class StepRow extends TableRow<Line> {
        @Override
        protected void updateItem(Line line, boolean empty) {
            super.updateItem(line, empty);
            getStyleClass().remove("failing");
            if (!empty && line != null && line.step().filter(Step::failing).isPresent()) {
                getStyleClass().add("failing");
            }
        }
    }

    private void column(String name, double width, java.util.function.Function<Line, Node> cells) {
        TableColumn<Line, Line> column = new TableColumn<>(name);
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(data -> new ReadOnlyObjectWrapper<>(data.getValue()));
        column.setCellFactory(
                _ ->
                        new TableCell<>() {
                            @Override
                            protected void updateItem(Line line, boolean empty) {
                                super.updateItem(line, empty);
                                setGraphic(empty || line == null ? null : cells.apply(line));
                            }
                        });
        table.getColumns().add(column);
    }

    private static Label text(String words) {
        return new Label(words);
    }

    private static Label mono(String words) {
        Label label = new Label(words);
        label.getStyleClass().add("mono");
        return label;
    }

    private Node readAt(Line line) {
        Optional<Location> where =
                line.step().isPresent()
                        ? line.step().get().readAt()
                        : line.check().flatMap(CrossCheck::where);
        return where.<Node>map(place -> new PlaceLink(workbench, place)).orElseGet(() -> text(""));
    }

    private Node meaning(Line line) {
        HBox box = new HBox(4);
        box.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        line.check()
                .ifPresent(
                        check -> {
                            Label mark = text(check.agrees() ? "✓" : "✕");
                            mark.getStyleClass().add(check.agrees() ? "fine" : "wrong");
                            box.getChildren().addAll(mark, text(check.says()));
                        });
        line.step()
                .ifPresent(
                        step -> {
                            for (String flag : step.flags()) {
                                Label label = text(flag);
                                label.getStyleClass().add("flag");
                                box.getChildren().add(label);
                            }
                            Label says = text(SUM.matcher(step.says()).replaceFirst(""));
                            says.setTooltip(new Tooltip(step.says()));
                            box.getChildren().add(says);
                        });
        return box;
    }

    /// Shows a translation.
    void show(Answer answer) {
        chips.getChildren().clear();
        List<Location> places = answer.places();
        for (int i = 0; i < places.size(); i++) {
            Location place = places.get(i);
            boolean also = place.space().equals(SpaceId.DOM0_PHYSICAL) && i > 0;
            if (i > 0) {
                Label arrow = text(also ? "also" : "→");
                arrow.getStyleClass().add("quiet");
                chips.getChildren().add(arrow);
            }
            chips.getChildren().add(chip(place, i == 0));
        }
        Trail trail = answer.trail();
        trail.hole()
                .ifPresent(
                        hole -> {
                            Label word = text(HolePattern.of(hole.reason()).word());
                            HBox chip = new HBox(word);
                            chip.getStyleClass().addAll("chip", "hole");
                            Label arrow = text("→");
                            arrow.getStyleClass().add("quiet");
                            chips.getChildren().addAll(arrow, chip);
                        });
        List<Line> lines = new ArrayList<>();
        for (Step step : trail.steps()) {
            lines.add(
                    new Line(
                            Integer.toString(lines.size() + 1),
                            Optional.of(step),
                            Optional.empty()));
        }
        trail.checks()
                .forEach(check -> lines.add(new Line("", Optional.empty(), Optional.of(check))));
        table.getItems().setAll(lines);
    }

    private Node chip(Location place, boolean here) {
        PlaceLink link = new PlaceLink(workbench, place, place.hex());
        HBox chip = new HBox(new Tag(place.space()), link);
        chip.getStyleClass().add("chip");
        if (here) {
            chip.getStyleClass().add("here");
        }
        return chip;
    }
}
