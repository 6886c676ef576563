package org.xenoscope.window.memory;

import javafx.beans.value.ChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.xenoscope.window.NodeColumn;
import org.xenoscope.window.Place;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;

import java.nio.ByteOrder;
import java.util.List;

/// What the bytes at the caret are, read in every usual way, in either byte order.
public final class InspectorView implements View {
    private static final int ROW = 22;
    private static final double NAME = 84;
    private static final double VALUE = 190;

    private final Workbench workbench;
    private final TableView<Reading> table = new TableView<>();
    private final Hyperlink orderLink = new Hyperlink();
    private final VBox node = new VBox(table);
    private final ChangeListener<Place> follow = (_, _, place) -> show(place);
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    /// Makes the view; it follows the navigator at once.
    public InspectorView(Workbench workbench) {
        this.workbench = workbench;
        table.setId("inspector");
        table.setAccessibleText("Inspector: the bytes at the caret");
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
        table.getColumns()
                .add(new NodeColumn<>("As", NAME, reading -> NodeColumn.quiet(reading.name())));
        table.getColumns().add(new NodeColumn<>("Value", VALUE, this::value));
        table.getStyleClass().add("headless");
        table.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        MenuItem copy = new MenuItem("Copy value");
        copy.setId("inspector-copy");
        copy.setOnAction(_ -> copy());
        table.setContextMenu(new ContextMenu(copy));
        orderLink.setId("inspector-order");
        orderLink.getStyleClass().add("quiet-link");
        orderLink.setTooltip(new Tooltip("Read the bytes in the other order"));
        orderLink.setOnAction(_ -> switchOrder());
        VBox.setVgrow(table, Priority.ALWAYS);
        workbench.navigator().placeProperty().addListener(follow);
        name();
        show(workbench.navigator().place());
    }

    /// {@return what stands at the right of the title: the byte order, and a click changes it}
    public Node order() {
        return orderLink;
    }

    private void switchOrder() {
        orderLink.setVisited(false);
        order = order == ByteOrder.LITTLE_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        name();
        show(workbench.navigator().place());
    }

    private void name() {
        orderLink.setText(order == ByteOrder.LITTLE_ENDIAN ? "little-endian" : "big-endian");
        orderLink.setAccessibleText("Byte order: " + orderLink.getText());
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.C && event.isShortcutDown() && !event.isShiftDown()) {
            copy();
            event.consume();
        }
    }

    private void copy() {
        Reading reading = table.getSelectionModel().getSelectedItem();
        if (reading != null && reading.known()) {
            PlaceLink.copy(reading.value());
            workbench.desk().say("Copied " + reading.value());
        }
    }

    private Node value(Reading reading) {
        if (reading.target().isPresent()) {
            return line(new PlaceLink(workbench, reading.target().get()), reading.detail());
        }
        return reading.known()
                ? line(NodeColumn.mono(reading.value()), reading.detail())
                : NodeColumn.quiet(reading.value());
    }

    private static Node line(Node value, String detail) {
        if (detail.isEmpty()) {
            return value;
        }
        Label quiet = NodeColumn.mono(detail);
        quiet.getStyleClass().add("quiet-mono");
        quiet.setTooltip(new Tooltip(detail));
        quiet.setMinWidth(0);
        if (value instanceof Label label) {
            label.setMinWidth(javafx.scene.layout.Region.USE_PREF_SIZE);
            label.setTooltip(new Tooltip(label.getText()));
        }
        HBox line = new HBox(8, value, quiet);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private void show(Place place) {
        ByteOrder wanted = order;
        workbench
                .jobs()
                .start(
                        "Reading the bytes at the caret",
                        _ -> Reading.of(workbench.dump(), place.location(), place.length(), wanted),
                        (List<Reading> readings) -> {
                            if (workbench.navigator().place().equals(place) && wanted == order) {
                                table.getItems().setAll(readings);
                            }
                        },
                        _ -> table.getItems().clear());
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
