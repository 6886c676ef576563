package org.xenoscope.window.memory;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.xenoscope.place.Field;
import org.xenoscope.place.Location;
import org.xenoscope.place.Part;
import org.xenoscope.place.SpaceId;
import org.xenoscope.window.NodeColumn;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Workbench;

import java.util.List;
import java.util.Optional;

/// The fields of the header or note that owns the byte under the caret.
final class FieldsView extends VBox {
    private static final int ROW = 24;

    private final Workbench workbench;
    private final TableView<Field> table = new TableView<>();
    private boolean following;
    private Optional<Part> shown = Optional.empty();

    FieldsView(Workbench workbench) {
        this.workbench = workbench;
        table.setId("fields");
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
        table.getColumns()
                .addAll(
                        List.of(
                                new NodeColumn<Field>(
                                                "Offset",
                                                66,
                                                field ->
                                                        NodeColumn.mono(
                                                                "+0x%02x".formatted(offset(field))))
                                        .fixed(),
                                new NodeColumn<Field>(
                                                "Field", 236, field -> new Label(field.name()))
                                        .fixed(),
                                new NodeColumn<Field>("Value", 176, this::value).fixed(),
                                new NodeColumn<Field>(
                                        "Meaning", 300, field -> new Label(field.meaning()))));
        table.getSelectionModel()
                .selectedItemProperty()
                .addListener(
                        (_, _, field) -> {
                            if (field != null && !following) {
                                workbench
                                        .navigator()
                                        .move(
                                                new Location(SpaceId.FILE, field.fileOffset()),
                                                field.length());
                            }
                        });
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren().add(table);
    }

    private long offset(Field field) {
        return shown.map(part -> field.fileOffset() - first(part)).orElse(0L);
    }

    private static long first(Part part) {
        return part.fields().getFirst().fileOffset();
    }

    private Node value(Field field) {
        return field.target()
                .<Node>map(
                        place -> {
                            boolean frame = field.form() == Field.Form.FRAME;
                            return new PlaceLink(
                                    workbench, place, frame ? field.text() : place.toString());
                        })
                .orElseGet(() -> NodeColumn.mono(field.text()));
    }

    /// Shows the fields of a part and marks the one that owns a byte.
    void show(Part part, long offset) {
        following = true;
        try {
            if (!shown.equals(Optional.of(part))) {
                shown = Optional.of(part);
                table.getItems().setAll(part.fields());
            }
            for (Field field : part.fields()) {
                if (field.covers(offset)) {
                    table.getSelectionModel().select(field);
                    table.scrollTo(Math.max(0, table.getItems().indexOf(field) - 3));
                    return;
                }
            }
            table.getSelectionModel().clearSelection();
        } finally {
            following = false;
        }
    }

    /// Copies the fields as lines of text.
    void copy() {
        StringBuilder out = new StringBuilder();
        for (Field field : table.getItems()) {
            out.append(
                    "+0x%02x %-32s %-26s %s"
                            .formatted(offset(field), field.name(), field.text(), field.meaning())
                            .stripTrailing());
            out.append('\n');
        }
        PlaceLink.copy(out.toString());
    }
}
