package org.xenoscope.window.structure;

import javafx.beans.value.ChangeListener;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableRow;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;

import org.jspecify.annotations.Nullable;
import org.xenoscope.place.Location;
import org.xenoscope.type.FieldValue;
import org.xenoscope.type.ListWalk;
import org.xenoscope.type.TypedField;
import org.xenoscope.window.NodeColumn;
import org.xenoscope.window.Place;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.TreeColumn;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;

import java.util.Optional;

/// A type laid over a place: fields, types, values, offsets. Pointers are links and open to what
/// they point to; long arrays come in pages; lists are walked when asked.
public final class StructureView implements View {
    private static final double ROW = 24;
    private static final int SUGGESTIONS = 12;
    private static final int LIST_ENTRIES = 10_000;

    private final Workbench workbench;
    private final StructureFacts facts;
    private final TextField type = new TextField();
    private final TextField place = new TextField();
    private final ToggleButton follow = new ToggleButton("Follow the caret");
    private final Label says = new Label();
    private final Label empty =
            new Label("Type a structure and a place: task_struct at init_task.");
    private final ContextMenu suggestions = new ContextMenu();
    private final TreeTableView<FieldRow> table = new TreeTableView<>();
    private final BorderPane node = new BorderPane();
    private final ChangeListener<Place> come = (_, _, now) -> come(now);
    private boolean choosing;

    /// Makes the view; it is empty until a person asks for a type.
    public StructureView(Workbench workbench) {
        this.workbench = workbench;
        facts = new StructureFacts(workbench.dump());
        node.setId("structure");
        node.setTop(bar());
        empty.getStyleClass().add("second");
        empty.setWrapText(true);
        empty.setId("structure-empty");
        table.setId("structure-table");
        table.setFixedCellSize(ROW);
        table.setShowRoot(true);
        table.getColumns().add(TreeColumn.<FieldRow>words("Field", 250, FieldRow::name));
        table.getColumns()
                .add(new TreeColumn<FieldRow>("Type", 200, row -> NodeColumn.quiet(row.type())));
        table.getColumns().add(new TreeColumn<FieldRow>("Value", 260, this::value));
        table.getColumns().add(TreeColumn.<FieldRow>mono("Offset", 110, FieldRow::offset));
        table.setRowFactory(_ -> new Row());
        table.getSelectionModel().selectedItemProperty().addListener((_, _, item) -> chosen(item));
        table.setVisible(false);
        node.setCenter(new StackPane(empty, table));
        workbench.navigator().placeProperty().addListener(come);
    }

    private Node bar() {
        type.setId("structure-type");
        type.setPromptText("Type, for example task_struct");
        type.setPrefColumnCount(18);
        type.textProperty().addListener((_, _, typed) -> suggest(typed));
        type.setOnAction(_ -> ask());
        place.setId("structure-place");
        place.setPromptText("Place, for example init_task");
        place.setPrefColumnCount(20);
        place.setOnAction(_ -> ask());
        Button show = new Button("Show");
        show.setId("structure-show");
        show.setOnAction(_ -> ask());
        follow.setId("structure-follow");
        follow.getStyleClass().add("small-toggle");
        follow.setTooltip(new Tooltip("Lays the type over each place that you go to"));
        says.getStyleClass().add("quiet");
        says.setMinWidth(0);
        HBox.setHgrow(says, Priority.ALWAYS);
        HBox bar = new HBox(8, type, new Label("at"), place, show, follow, says);
        bar.getStyleClass().add("view-bar");
        return bar;
    }

    /// Shows a type at a place.
    public void show(StructureQuery query) {
        choosing = true;
        type.setText(query.type());
        choosing = false;
        place.setText(query.place());
        ask();
    }

    @Override
    public void ask(String question) {
        StructureQuery.parse(question).ifPresent(this::show);
    }

    private void ask() {
        suggestions.hide();
        String wanted = type.getText().strip();
        if (wanted.isEmpty()) {
            return;
        }
        StructureQuery query = new StructureQuery(wanted, place.getText().strip());
        Location from = workbench.navigator().place().location();
        workbench
                .jobs()
                .start(
                        "Reading " + query.type(),
                        _ -> facts.lay(query, from),
                        this::fill,
                        failure -> refuse(String.valueOf(failure.getMessage())));
    }

    private void fill(StructureFacts.Answer answer) {
        switch (answer) {
            case StructureFacts.Answer.Refused refused -> refuse(refused.sentence());
            case StructureFacts.Answer.Laid laid -> {
                FieldItem root = new FieldItem(workbench.jobs(), laid.root());
                table.setRoot(root);
                root.setExpanded(true);
                table.setVisible(true);
                empty.setText("");
                says.setText(
                        "%s at %s, %d bytes%s"
                                .formatted(
                                        laid.type(),
                                        laid.where(),
                                        laid.bytes(),
                                        laid.says().isEmpty() ? "" : ", " + laid.says()));
            }
        }
    }

    private void refuse(String sentence) {
        table.setVisible(false);
        empty.setText(sentence);
        says.setText("");
    }

    private void suggest(String typed) {
        if (choosing || typed.isBlank()) {
            suggestions.hide();
            return;
        }
        workbench
                .jobs()
                .start(
                        "Looking for types",
                        _ -> facts.like(typed.strip(), SUGGESTIONS),
                        names -> {
                            if (type.getText().equals(typed) && type.isFocused()) {
                                suggestions
                                        .getItems()
                                        .setAll(names.stream().map(this::suggestion).toList());
                                if (names.isEmpty()) {
                                    suggestions.hide();
                                } else {
                                    suggestions.show(type, Side.BOTTOM, 0, 2);
                                }
                            }
                        },
                        _ -> {});
    }

    private MenuItem suggestion(String name) {
        MenuItem item = new MenuItem(name);
        item.setMnemonicParsing(false);
        item.setOnAction(
                _ -> {
                    choosing = true;
                    type.setText(name);
                    choosing = false;
                    place.requestFocus();
                });
        return item;
    }

    /// A field that is chosen selects its bytes.
    private void chosen(@Nullable TreeItem<FieldRow> item) {
        if (item != null && item.getValue() instanceof FieldRow.Of row) {
            Location where = row.field().where();
            workbench.navigator().move(where, Math.max(1, row.field().bytes().orElse(1L)));
        }
    }

    private void come(Place now) {
        if (follow.isSelected() && now.jump()) {
            place.setText(now.location().toString());
            ask();
        }
    }

    private Node value(FieldRow row) {
        if (!(row instanceof FieldRow.Of(TypedField _, long _, FieldValue value))) {
            return new Label();
        }
        if (value instanceof FieldValue.Pointer(Location target, Optional<String> text)
                && target.address() != 0) {
            PlaceLink link = new PlaceLink(workbench, target, target.hex());
            return text.<Node>map(words -> new HBox(8, link, NodeColumn.mono("\"" + words + "\"")))
                    .orElse(link);
        }
        Label label = NodeColumn.mono(value.words());
        if (value instanceof FieldValue.Missing missing) {
            label.getStyleClass().setAll("label", "second");
            label.setTooltip(new Tooltip(missing.hole().sentence()));
        }
        return label;
    }

    /// A row with its menu.
    private final class Row extends TreeTableRow<FieldRow> {
        private final MenuItem copy = new MenuItem("Copy value");
        private final MenuItem here = new MenuItem("Lay its type over the target");
        private final MenuItem walk = new MenuItem("Walk the list");

        Row() {
            copy.setOnAction(_ -> copy());
            here.setOnAction(_ -> lay());
            walk.setOnAction(_ -> walk());
            setContextMenu(new ContextMenu(copy, here, walk));
        }

        @Override
        protected void updateItem(@Nullable FieldRow row, boolean empty) {
            super.updateItem(row, empty);
            boolean field = row instanceof FieldRow.Of;
            copy.setDisable(!field);
            here.setVisible(
                    row instanceof FieldRow.Of of && of.value() instanceof FieldValue.Pointer);
            walk.setVisible(container().isPresent());
        }

        private void copy() {
            if (getItem() instanceof FieldRow.Of row) {
                PlaceLink.copy(row.value().words());
            }
        }

        private void lay() {
            if (getItem() instanceof FieldRow.Of row) {
                row.field()
                        .target()
                        .ifPresent(
                                target ->
                                        show(
                                                new StructureQuery(
                                                        target.typeName(),
                                                        target.where().toString())));
            }
        }

        /// {@return the structure that the chosen `list_head` lies in, with that list head's offset
        /// in it}
        private Optional<FieldRow.Of> container() {
            TreeItem<FieldRow> item = getTreeItem();
            return item != null
                            && item.getValue() instanceof FieldRow.Of row
                            && row.type().equals("struct list_head")
                            && item.getParent() != null
                            && item.getParent().getValue() instanceof FieldRow.Of parent
                    ? Optional.of(parent)
                    : Optional.empty();
        }

        private void walk() {
            Optional<FieldRow.Of> container = container();
            if (container.isEmpty() || !(getItem() instanceof FieldRow.Of head)) {
                return;
            }
            TypedField around = container.get().field();
            long address = head.field().where().address();
            long offset = address - around.where().address();
            TreeItem<FieldRow> item = getTreeItem();
            workbench
                    .jobs()
                    .start(
                            "Walking the list",
                            _ -> walked(around, address, offset),
                            walked -> {
                                FieldItem list = new FieldItem(workbench.jobs(), walked);
                                item.getParent()
                                        .getChildren()
                                        .add(
                                                item.getParent().getChildren().indexOf(item) + 1,
                                                list);
                                list.setExpanded(true);
                            },
                            failure -> says.setText(String.valueOf(failure.getMessage())));
        }

        private FieldRow walked(TypedField around, long address, long offset) {
            ListWalk walk = ListWalk.of(around.reader(), address, offset, LIST_ENTRIES);
            return new FieldRow.Walked(
                    walk.entries().stream().map(around::sameTypeAt).toList(), walk);
        }
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void close() {
        workbench.navigator().placeProperty().removeListener(come);
        suggestions.hide();
    }
}
