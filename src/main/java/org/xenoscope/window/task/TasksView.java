package org.xenoscope.window.task;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableRow;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

import org.controlsfx.control.textfield.TextFields;
import org.jspecify.annotations.Nullable;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.window.NodeColumn;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.TreeColumn;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;

import java.util.List;
import java.util.Optional;

/// dom0's tasks, side by side or below their parents; the one that panicked first.
public final class TasksView implements View {
    private static final double ROW = 24;

    private final Workbench workbench;
    private final TextField filter = TextFields.createClearableTextField();
    private final CheckBox user = new CheckBox("Processes only");
    private final CheckBox tree = new CheckBox("Tree");
    private final Label says = new Label();
    private final Label empty = new Label("looking…");
    private final TreeTableView<TaskRow> table = new TreeTableView<>();
    private final BorderPane node = new BorderPane();
    private List<TaskRow> rows = List.of();
    private String found = "";

    /// Makes the view and looks for the tasks.
    public TasksView(Workbench workbench) {
        this.workbench = workbench;
        node.setId("tasks");
        node.setTop(bar());
        empty.getStyleClass().add("second");
        empty.setWrapText(true);
        empty.setId("tasks-empty");
        columns();
        node.setCenter(new StackPane(table, empty));
        workbench
                .jobs()
                .start(
                        "Reading dom0's tasks",
                        _ -> TaskFacts.of(workbench.dump()),
                        this::fill,
                        failure -> empty.setText("unknown: " + failure.getMessage()));
    }

    private Node bar() {
        filter.setId("tasks-filter");
        filter.setPromptText("Filter tasks");
        filter.textProperty().addListener((_, _, _) -> show());
        user.setId("tasks-user");
        user.setOnAction(_ -> show());
        tree.setId("tasks-tree");
        List.of(user, tree).forEach(box -> box.setMinWidth(Region.USE_PREF_SIZE));
        tree.setOnAction(_ -> show());
        says.setId("tasks-says");
        says.getStyleClass().add("quiet");
        says.setMinWidth(0);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox bar = new HBox(10, filter, user, tree, space, says);
        bar.getStyleClass().add("view-bar");
        return bar;
    }

    private void columns() {
        table.setId("tasks-table");
        table.setFixedCellSize(ROW);
        table.setShowRoot(false);
        table.setPlaceholder(new Label(""));
        List.of(
                        TreeColumn.<TaskRow>mono("PID", 70, row -> "" + row.task().pid()),
                        TreeColumn.<TaskRow>mono("PPID", 60, TaskRow::parent),
                        TreeColumn.<TaskRow>mono("St", 40, row -> "" + row.task().state().letter()),
                        new TreeColumn<TaskRow>("Command", 180, TasksView::command),
                        TreeColumn.<TaskRow>mono("VCPU", 60, TaskRow::vcpu),
                        TreeColumn.<TaskRow>mono("Was in", 190, TaskRow::wasIn),
                        TreeColumn.<TaskRow>mono("RSS KiB", 80, TaskRow::memory),
                        new TreeColumn<TaskRow>("Page table", 120, this::pageTable),
                        new TreeColumn<TaskRow>("Kernel stack", 150, row -> link(row.stack())),
                        new TreeColumn<TaskRow>(
                                "task_struct", 150, row -> link(Optional.of(row.task().where()))))
                .forEach(table.getColumns()::add);
        table.setRowFactory(_ -> new Row());
        table.setOnKeyPressed(
                event -> {
                    TreeItem<TaskRow> item = table.getSelectionModel().getSelectedItem();
                    if (event.getCode() == KeyCode.ENTER && item != null) {
                        open(item.getValue());
                        event.consume();
                    }
                });
    }

    private static Node command(TaskRow row) {
        HBox box = new HBox(8, new Label(row.command()));
        box.setAlignment(Pos.CENTER_LEFT);
        if (row.panicked()) {
            Label pill = new Label("panicked");
            pill.getStyleClass().addAll("pill", "crashed");
            box.getChildren().add(pill);
        }
        return box;
    }

    private Node pageTable(TaskRow row) {
        return row.pageTable()
                .<Node>map(place -> new PlaceLink(workbench, place, row.frame()))
                .orElseGet(
                        () ->
                                NodeColumn.quiet(
                                        row.task().kernelThread() ? "kernel thread" : "unknown"));
    }

    private Node link(Optional<Location> place) {
        return place.<Node>map(
                        where ->
                                new PlaceLink(workbench, where, "%016x".formatted(where.address())))
                .orElseGet(() -> NodeColumn.quiet("unknown"));
    }

    private void fill(Fact<TaskFacts> facts) {
        switch (facts) {
            case Unknown<TaskFacts> unknown -> empty.setText(unknown.reason());
            case Known<TaskFacts> known -> {
                rows = known.fact().rows();
                found = known.fact().says();
                show();
                walkStacks();
            }
        }
    }

    /// Where each task stopped comes when all stacks have been walked: the rest is there at once.
    private void walkStacks() {
        workbench
                .jobs()
                .start(
                        "Walking the stacks of the tasks",
                        _ -> TaskStops.of(workbench.dump(), rows),
                        stopped -> {
                            rows = stopped;
                            show();
                        },
                        _ -> {});
    }

    private void show() {
        String words = filter.getText().strip();
        List<TaskRow> shown =
                rows.stream()
                        .filter(row -> !user.isSelected() || !row.task().kernelThread())
                        .filter(row -> words.isEmpty() || row.holds(words))
                        .toList();
        table.setRoot(tree.isSelected() ? TaskTree.byParent(shown) : TaskTree.flat(shown));
        empty.setText(
                shown.isEmpty() && !rows.isEmpty()
                        ? "No task matches. %d tasks are hidden.".formatted(rows.size())
                        : "");
        says.setText(
                shown.size() == rows.size()
                        ? "%d tasks; %s".formatted(rows.size(), found)
                        : "%d of %d tasks".formatted(shown.size(), rows.size()));
    }

    /// Goes to the memory of a process, or to the stack of a thread of the kernel.
    private void open(TaskRow row) {
        Location structure = row.task().where();
        if (row.task().kernelThread()) {
            workbench.navigator().go(row.stack().orElse(structure));
            return;
        }
        SpaceId space =
                new SpaceId(SpaceId.Kind.TASK, structure.space().domain(), row.task().pid());
        workbench
                .jobs()
                .start(
                        "Going to task " + row.task().pid(),
                        _ -> workbench.dump().spaces().get(space).nextReadable(0).orElse(0),
                        address -> workbench.navigator().go(new Location(space, address)),
                        _ -> {});
    }

    /// A row with its menu.
    private final class Row extends TreeTableRow<TaskRow> {
        Row() {
            MenuItem memory = new MenuItem("Go to its memory");
            memory.setOnAction(_ -> open(getItem()));
            MenuItem structure = new MenuItem("Go to its task_struct");
            structure.setOnAction(_ -> workbench.navigator().go(getItem().task().where()));
            MenuItem stack = new MenuItem("Show its stack");
            stack.setOnAction(
                    _ -> workbench.navigator().goIn("stack", getItem().task().where(), 1));
            MenuItem copy = new MenuItem("Copy as text");
            copy.setOnAction(_ -> PlaceLink.copy(getItem().text()));
            ContextMenu menu = new ContextMenu(memory, stack, structure, copy);
            emptyProperty().addListener((_, _, none) -> setContextMenu(none ? null : menu));
            setOnMouseClicked(
                    event -> {
                        if (event.getClickCount() == 2
                                && event.getButton() == MouseButton.PRIMARY
                                && !isEmpty()) {
                            open(getItem());
                        }
                    });
        }

        @Override
        protected void updateItem(@Nullable TaskRow row, boolean none) {
            super.updateItem(row, none);
            setAccessibleText(none || row == null ? "" : row.text());
        }
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void close() {
        rows = List.of();
    }
}
