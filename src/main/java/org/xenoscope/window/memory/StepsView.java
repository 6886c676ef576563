package org.xenoscope.window.memory;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.text.TextFlow;
import javafx.util.Duration;

import org.xenoscope.place.Location;
import org.xenoscope.space.CrossCheck;
import org.xenoscope.space.Step;
import org.xenoscope.space.Trail;
import org.xenoscope.window.LinkedWords;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// The steps of a translation as a table: number, what, where it was read, its value, what it
/// means; then the cross-checks.
final class StepsView {
    private static final double CHARACTER = 7.3;
    private static final double AROUND = 22;
    private static final double LEAST_COLUMN = 104;
    private static final Duration SOON = Duration.millis(250);

    private final Workbench workbench;
    private final TableView<StepLine> table = new TableView<>();
    private final Consumer<Optional<AddressBits>> hovered;
    private final TableColumn<StepLine, StepLine> what;
    private final TableColumn<StepLine, StepLine> readAt;

    /// @param hovered told the bits of the address that the step under the pointer used
    StepsView(Workbench workbench, Consumer<Optional<AddressBits>> hovered) {
        this.workbench = workbench;
        this.hovered = hovered;
        table.setId("steps");
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
        table.setPlaceholder(new Label("Looking…"));
        fixed(column("", line -> mark(line)), 30);
        what = column("Step", line -> new Label(line.what()));
        readAt = column("Read at", this::readAt);
        fixed(what, LEAST_COLUMN);
        fixed(readAt, LEAST_COLUMN);
        fixed(column("Value", this::value), 138);
        column("Meaning", this::meaning).setMinWidth(180);
        table.setRowFactory(_ -> new StepRow());
        MenuItem copy = new MenuItem("Copy as text");
        copy.setOnAction(_ -> copy());
        table.setContextMenu(new ContextMenu(copy));
    }

    Node node() {
        return table;
    }

    /// Gives the keyboard to the last step, which is where a translation ends.
    void focus() {
        table.requestFocus();
        int last = (int) table.getItems().stream().filter(line -> line.step().isPresent()).count();
        table.getSelectionModel().clearAndSelect(Math.max(0, last - 1));
    }

    /// Copies the steps as lines of text.
    void copy() {
        PlaceLink.copy(StepLine.text(table.getItems()));
    }

    /// Shows a translation.
    void show(Trail trail) {
        List<StepLine> lines = new ArrayList<>();
        for (Step step : trail.steps()) {
            lines.add(StepLine.of(lines.size() + 1, step, AddressBits.of(trail, step), trail));
        }
        for (CrossCheck check : trail.checks()) {
            lines.add(StepLine.of(check));
        }
        fixed(what, width(lines, line -> line.what().length()));
        fixed(
                readAt,
                width(
                        lines,
                        line -> line.readAt().map(place -> place.toString().length()).orElse(0)));
        table.getItems().setAll(lines);
    }

    /// {@return a column's width for the longest of its words}
    private static double width(List<StepLine> lines, ToIntFunction<StepLine> length) {
        int longest = lines.stream().mapToInt(length).max().orElse(0);
        return Math.max(LEAST_COLUMN, longest * CHARACTER + AROUND);
    }

    /// Marks the step at which a translation ends, and the bits that a step used.
    private final class StepRow extends TableRow<StepLine> {
        StepRow() {
            hoverProperty()
                    .addListener(
                            (_, _, over) -> {
                                StepLine line = getItem();
                                hovered.accept(
                                        over && line != null ? line.bits() : Optional.empty());
                            });
        }

        @Override
        protected void updateItem(StepLine line, boolean empty) {
            super.updateItem(line, empty);
            getStyleClass().remove("failing");
            if (empty || line == null) {
                setTooltip(null);
                return;
            }
            if (line.failing()) {
                getStyleClass().add("failing");
            }
            setAccessibleText(line.text());
            String tip = line.tip();
            Tooltip shown = new Tooltip(tip);
            shown.setShowDelay(SOON);
            setTooltip(tip.isEmpty() ? null : shown);
        }
    }

    /// A cell as high as its words need when they wrap.
    private static final class StepCell extends TableCell<StepLine, StepLine> {
        private final Function<StepLine, Node> nodes;

        StepCell(Function<StepLine, Node> nodes) {
            this.nodes = nodes;
        }

        @Override
        protected void updateItem(StepLine line, boolean empty) {
            super.updateItem(line, empty);
            setGraphic(empty || line == null ? null : nodes.apply(line));
        }

        @Override
        protected double computePrefHeight(double width) {
            if (getGraphic() instanceof TextFlow flow) {
                double room = Math.max(40, getTableColumn().getWidth() - AROUND);
                return Math.max(24, Math.ceil(flow.prefHeight(room)) + 6);
            }
            return super.computePrefHeight(width);
        }
    }

    private TableColumn<StepLine, StepLine> column(String name, Function<StepLine, Node> nodes) {
        TableColumn<StepLine, StepLine> column = new TableColumn<>(name);
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(data -> new ReadOnlyObjectWrapper<>(data.getValue()));
        column.setCellFactory(_ -> new StepCell(nodes));
        table.getColumns().add(column);
        return column;
    }

    private static void fixed(TableColumn<StepLine, StepLine> column, double width) {
        column.setPrefWidth(width);
        column.setMinWidth(width);
        column.setMaxWidth(width);
    }

    private static Label mono(String words) {
        Label label = new Label(words);
        label.getStyleClass().add("mono");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private static Node mark(StepLine line) {
        Label label = new Label(line.number());
        label.setMinWidth(Region.USE_PREF_SIZE);
        line.agrees().ifPresent(fine -> label.getStyleClass().add(fine ? "fine" : "wrong"));
        return label;
    }

    private Node readAt(StepLine line) {
        return line.readAt()
                .<Node>map(place -> new PlaceLink(workbench, place))
                .orElseGet(() -> new Label(line.step().isPresent() ? "—" : ""));
    }

    private Node value(StepLine line) {
        if (line.value().isEmpty()) {
            return new Label(line.step().isPresent() && !line.failing() ? "—" : "");
        }
        Optional<Location> target = line.step().flatMap(Step::result);
        return target.<Node>map(place -> new PlaceLink(workbench, place, line.value()))
                .orElseGet(() -> mono(line.value()));
    }

    private Node meaning(StepLine line) {
        TextFlow flow = new TextFlow();
        flow.getStyleClass().add("meaning");
        line.step()
                .ifPresent(
                        step -> {
                            for (String flag : step.flags()) {
                                Label label = new Label(flag);
                                label.getStyleClass().add("flag");
                                flow.getChildren().addAll(label, new javafx.scene.text.Text(" "));
                            }
                        });
        flow.getChildren().addAll(LinkedWords.of(workbench, line.meaning()));
        return flow;
    }
}
