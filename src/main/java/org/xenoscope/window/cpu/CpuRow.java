package org.xenoscope.window.cpu;

import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Workbench;

/// A row of the list: name, the address that stands for the CPU, how it is known, and a pill. A
/// double click goes to where it was executing. Its nodes are made once, for a cell is filled while
/// the list is laid out.
final class CpuRow extends ListCell<CpuView> {
    private final Label name = new Label();
    private final Label value = new Label();
    private final Label story = new Label();
    private final Label pill = new Label();
    private final HBox box;
    private final Tooltip tip = new Tooltip();
    private final MenuItem go = new MenuItem("Go to rip");
    private final MenuItem copy = new MenuItem("Copy all registers");
    private final MenuItem stack = new MenuItem("Stack");
    private final ContextMenu menu = new ContextMenu(go, stack, copy);

    CpuRow(Workbench workbench) {
        name.getStyleClass().add("cpu-name");
        value.getStyleClass().add("mono");
        story.getStyleClass().add("quiet");
        pill.getStyleClass().add("pill");
        pill.setMinWidth(Region.USE_PREF_SIZE);
        VBox words = new VBox(value, story);
        words.setAlignment(Pos.CENTER_LEFT);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        box = new HBox(name, words, pill);
        box.getStyleClass().add("cpu-row");
        box.setAlignment(Pos.CENTER_LEFT);
        setPrefWidth(0);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        setGraphic(box);
        setOnMouseClicked(
                event -> {
                    if (event.getClickCount() == 2 && event.getButton() == MouseButton.PRIMARY) {
                        goToRip(workbench, getItem());
                    }
                });
        go.setOnAction(_ -> goToRip(workbench, getItem()));
        stack.setOnAction(
                _ ->
                        getItem()
                                .rsp()
                                .ifPresentOrElse(
                                        place -> workbench.navigator().goIn("stack", place, 1),
                                        () -> workbench.desk().show("stack")));
        copy.setOnAction(_ -> PlaceLink.copy(GdbRegisters.of(getItem().groups())));
    }

    /// Goes to where the CPU was executing; stays where that is not known.
    static void goToRip(Workbench workbench, CpuView row) {
        if (row != null) {
            row.rip().ifPresent(place -> workbench.navigator().go(place));
        }
    }

    @Override
    protected void updateItem(CpuView row, boolean empty) {
        super.updateItem(row, empty);
        boolean blank = empty || row == null;
        box.setVisible(!blank);
        setContextMenu(blank ? null : menu);
        setTooltip(blank ? null : tip);
        if (blank) {
            return;
        }
        boolean low = getListView().getFixedCellSize() < CpuPanel.ROW;
        box.setStyle(low ? "-fx-padding: 0 12 0 12;" : "");
        story.setVisible(!low);
        story.setManaged(!low);
        name.setText(row.name());
        // one width for all rows, so that the values stand in a column
        name.setStyle("-fx-min-width: %.1fem;".formatted(0.45 + 0.57 * row.name().length()));
        value.setText(row.value());
        story.setText(row.story());
        pill.setText(row.pill());
        tip.setText(row.firstLine());
        go.setVisible(row.rip().isPresent());
        CpuPill.style(pill, row);
        setAccessibleText(String.join(", ", row.name(), row.pill(), row.value(), row.story()));
    }
}
