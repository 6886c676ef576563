package org.xenoscope.window.memory;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.VBox;

import org.xenoscope.window.Place;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;

import java.util.List;

/// What the bytes at the caret are, read little-endian in every usual way.
public final class InspectorView implements View {
    private static final int ROW = 22;

    private final Workbench workbench;
    private final TableView<Reading> table = new TableView<>();
    private final VBox node = new VBox(table);
    private final ChangeListener<Place> follow = (_, _, place) -> show(place);

    /// Makes the view; it follows the navigator at once.
    public InspectorView(Workbench workbench) {
        this.workbench = workbench;
        table.setId("inspector");
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
        table.getColumns().add(column("As", 84, reading -> name(reading)));
        table.getColumns().add(column("Value", 190, this::value));
        VBox.setVgrow(table, javafx.scene.layout.Priority.ALWAYS);
        workbench.navigator().placeProperty().addListener(follow);
        show(workbench.navigator().place());
    }

    private static Node name(Reading reading) {
        Label label = new Label(reading.name());
        label.getStyleClass().add("quiet");
        return label;
    }

    private Node value(Reading reading) {
        if (reading.target().isPresent()) {
            return new PlaceLink(workbench, reading.target().get());
        }
        Label label = new Label(reading.value());
        label.getStyleClass().add(reading.known() ? "mono" : "quiet");
        return label;
    }

    private TableColumn<Reading, Reading> column(
            String name, double width, java.util.function.Function<Reading, Node> cells) {
        TableColumn<Reading, Reading> column = new TableColumn<>(name);
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setCellValueFactory(data -> new ReadOnlyObjectWrapper<>(data.getValue()));
        column.setCellFactory(
                _ ->
                        new TableCell<>() {
                            @Override
                            protected void updateItem(Reading reading, boolean empty) {
                                super.updateItem(reading, empty);
                                setGraphic(empty || reading == null ? null : cells.apply(reading));
                            }
                        });
        return column;
    }

    private void show(Place place) {
        workbench
                .jobs()
                .start(
                        "Reading the bytes at the caret",
                        _ -> Reading.of(workbench.dump(), place.location()),
                        (List<Reading> readings) -> {
                            if (workbench.navigator().place().equals(place)) {
                                table.getItems().setAll(readings);
                            }
                        },
                        _ -> {});
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void close() {
        workbench.navigator().placeProperty().removeListener(follow);
    }
}
