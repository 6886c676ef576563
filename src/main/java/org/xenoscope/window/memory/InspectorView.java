package org.xenoscope.window.memory;

import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.VBox;

import org.xenoscope.window.NodeColumn;
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
        table.getColumns()
                .add(new NodeColumn<>("As", 84, reading -> NodeColumn.quiet(reading.name())));
        table.getColumns().add(new NodeColumn<>("Value", 190, this::value));
        VBox.setVgrow(table, javafx.scene.layout.Priority.ALWAYS);
        workbench.navigator().placeProperty().addListener(follow);
        show(workbench.navigator().place());
    }

    private Node value(Reading reading) {
        if (reading.target().isPresent()) {
            return new PlaceLink(workbench, reading.target().get());
        }
        Label label = new Label(reading.value());
        label.getStyleClass().add(reading.known() ? "mono" : "quiet");
        return label;
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
