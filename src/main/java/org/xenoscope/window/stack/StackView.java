package org.xenoscope.window.stack;

import javafx.beans.value.ChangeListener;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

import org.jspecify.annotations.Nullable;
import org.xenoscope.cpu.Cpus;
import org.xenoscope.cpu.Stack;
import org.xenoscope.cpu.StackFinder;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Unknown;
import org.xenoscope.window.Job;
import org.xenoscope.window.NodeColumn;
import org.xenoscope.window.Place;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.PlaceView;
import org.xenoscope.window.Workbench;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The words of a stack from the stack pointer up: address, value, what it is, and in the margin
/// the frames of the trace. Shows the stack that a place belongs to when it is opened for one, else
/// that of the CPU which the person follows.
public final class StackView implements PlaceView {
    private static final double ROW = 22;

    private final Workbench workbench;
    private final TableView<StackRow> table = new TableView<>();
    private final Label title = new Label();
    private final Label how = new Label();
    private final Label empty = new Label("looking…");
    private final BorderPane node = new BorderPane();
    private final ChangeListener<Place> come = (_, _, place) -> come(place);
    private final ChangeListener<Object> followCpu = (_, _, _) -> showCpu();
    private Place shown;
    private boolean listening;
    private Optional<Job> reading = Optional.empty();

    /// Makes the view with the stack of the CPU that the person follows.
    public StackView(Workbench workbench) {
        this.workbench = workbench;
        shown = workbench.navigator().place();
        node.setId("stack");
        title.setId("stack-title");
        title.getStyleClass().add("mono");
        how.getStyleClass().add("quiet");
        how.setMinWidth(0);
        HBox.setHgrow(how, Priority.ALWAYS);
        how.setMaxWidth(Double.MAX_VALUE);
        Button copy = new Button("Copy");
        copy.setId("stack-copy");
        copy.setTooltip(new Tooltip("Copies the stack as text"));
        copy.setOnAction(_ -> PlaceLink.copy(text()));
        HBox bar = new HBox(8, title, how, copy);
        bar.getStyleClass().add("view-bar");
        empty.getStyleClass().add("second");
        empty.setWrapText(true);
        empty.setId("stack-empty");
        columns();
        node.setTop(bar);
        node.setCenter(table);
        workbench.cpu().guestsProperty().addListener(followCpu);
        workbench.cpu().pcpuProperty().addListener(followCpu);
        workbench.cpu().vcpuProperty().addListener(followCpu);
        showCpu();
    }

    private void columns() {
        table.setId("stack-table");
        table.setFixedCellSize(ROW);
        table.setPlaceholder(empty);
        List.of(
                        new NodeColumn<StackRow>("", 44, row -> NodeColumn.mono(row.margin())),
                        new NodeColumn<StackRow>("Address", 150, this::address),
                        new NodeColumn<StackRow>("Value", 150, this::value),
                        new NodeColumn<StackRow>(
                                "What it is", 320, row -> NodeColumn.mono(row.word().says())),
                        new NodeColumn<StackRow>(
                                "Found by", 240, row -> NodeColumn.quiet(row.how())))
                .forEach(table.getColumns()::add);
        table.setRowFactory(_ -> new Row());
    }

    private Node address(StackRow row) {
        Location where = row.word().where();
        return new PlaceLink(workbench, where, "%016x".formatted(where.address()));
    }

    private Node value(StackRow row) {
        return row.word()
                .target()
                .<Node>map(place -> new PlaceLink(workbench, place, row.value()))
                .orElseGet(() -> NodeColumn.mono(row.value()));
    }

    private void come(Place place) {
        if (place.jump() && place.tab().startsWith("stack") && !place.equals(shown)) {
            shown = place;
            read("the stack at " + place.location(), finder -> finder.at(place.location()));
        }
    }

    /// Shows the stack of the pCPU or VCPU that the person follows.
    private void showCpu() {
        int pcpu = workbench.cpu().pcpuProperty().get();
        int vcpu = workbench.cpu().vcpuProperty().get();
        if (workbench.cpu().guestsProperty().get()) {
            read("the stack of the VCPU", finder -> guest(finder, pcpu, vcpu));
        } else {
            read(
                    "the stack of pCPU " + pcpu,
                    finder ->
                            cpus().physical(pcpu)
                                    .map(finder::of)
                                    .orElseGet(
                                            () ->
                                                    new Unknown<>(
                                                            "the dump tells of no pCPU " + pcpu)));
        }
    }

    private Fact<Stack> guest(StackFinder finder, int pcpu, int place) {
        var all = cpus().virtual();
        if (place >= 0 && place < all.size()) {
            return finder.of(all.get(place));
        }
        return all.stream()
                .filter(cpu -> cpu.pcpu().orElse(-1) == pcpu)
                .findFirst()
                .or(() -> all.stream().findFirst())
                .map(finder::of)
                .orElseGet(() -> new Unknown<>("the dump tells of no VCPUs"));
    }

    private Cpus cpus() {
        return workbench.dump().cpus();
    }

    /// Looks for one stack.
    private interface Question {
        Fact<Stack> ask(StackFinder finder);
    }

    private void read(String what, Question question) {
        reading.ifPresent(Job::cancel);
        reading =
                Optional.of(
                        workbench
                                .jobs()
                                .start(
                                        "Reading " + what,
                                        _ ->
                                                question.ask(
                                                        new StackFinder(
                                                                cpus(),
                                                                workbench.dump().linux().tasks())),
                                        this::fill,
                                        failure -> refuse("unknown: " + failure.getMessage())));
    }

    private void fill(Fact<Stack> found) {
        switch (found) {
            case Unknown<Stack> unknown -> refuse(unknown.reason());
            case Known<Stack> known -> {
                table.setItems(FXCollections.observableList(StackRow.of(known.fact())));
                title.setText("Stack of " + known.fact().title());
                how.setText(known.evidence());
            }
        }
    }

    private void refuse(String sentence) {
        title.setText("");
        how.setText("");
        empty.setText(sentence);
        table.setItems(FXCollections.observableArrayList());
    }

    private String text() {
        return table.getItems().stream().map(StackRow::text).collect(Collectors.joining("\n"));
    }

    /// A row; the words of an exception frame stand out as a block.
    private static final class Row extends TableRow<StackRow> {
        @Override
        protected void updateItem(@Nullable StackRow row, boolean none) {
            super.updateItem(row, none);
            getStyleClass().removeAll("stack-frame", "stack-registers");
            setAccessibleText(none || row == null ? "" : row.text());
            if (none || row == null) {
                return;
            }
            switch (row.word().kind()) {
                case FRAME -> getStyleClass().add("stack-frame");
                case REGISTER -> getStyleClass().add("stack-registers");
                case RETURN_ADDRESS, SYMBOL, STACK, TASK, GUEST, POINTER, PLAIN -> {}
            }
        }
    }

    @Override
    public Place place() {
        return shown;
    }

    @Override
    public void following(boolean follows, boolean inFront) {
        if (follows == listening) {
            return;
        }
        listening = follows;
        if (follows) {
            workbench.navigator().placeProperty().addListener(come);
            come(workbench.navigator().place());
        } else {
            workbench.navigator().placeProperty().removeListener(come);
        }
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void close() {
        following(false, false);
        workbench.cpu().guestsProperty().removeListener(followCpu);
        workbench.cpu().pcpuProperty().removeListener(followCpu);
        workbench.cpu().vcpuProperty().removeListener(followCpu);
        reading.ifPresent(Job::cancel);
    }
}
