package org.xenoscope.window.cpu;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.controlsfx.control.SegmentedButton;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.theme.Icon;

import java.util.Optional;

/// The CPUs beside the other views: the switch, the list, the registers of the chosen one.
public final class CpuPanel implements View {
    private static final double ROW = 44;
    private static final int MOST_ROWS = 8;

    private final Workbench workbench;
    private final ToggleButton physical = new ToggleButton("Physical CPUs");
    private final ToggleButton guests = new ToggleButton("dom0 VCPUs");
    private final ListView<CpuFacts.Row> list = new ListView<>();
    private final ScrollPane registers = new ScrollPane();
    private final Label missing = new Label();
    private final BorderPane node = new BorderPane();
    private final HBox head;
    private Optional<CpuFacts> facts = Optional.empty();
    private boolean below;

    /// Makes the panel and looks for the CPUs.
    ///
    /// @param expand shows the larger view
    public CpuPanel(Workbench workbench, Runnable expand) {
        this.workbench = workbench;
        physical.setId("side-physical");
        guests.setId("side-guests");
        SegmentedButton side = new SegmentedButton(physical, guests);
        physical.setSelected(true);
        physical.setOnAction(_ -> side(false));
        guests.setOnAction(_ -> side(true));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button larger = new Button("", Icon.EXPAND.node());
        larger.getStyleClass().add("flat");
        larger.setAccessibleText("Show the CPUs in a tab");
        larger.setOnAction(_ -> expand.run());
        head = new HBox(8, side, space, larger);
        head.getStyleClass().add("view-bar");
        list.setId("cpu-list");
        list.setFixedCellSize(ROW);
        list.setCellFactory(_ -> new CpuRow());
        list.getSelectionModel().selectedItemProperty().addListener((_, _, row) -> choose(row));
        list.setPlaceholder(new Label("looking…"));
        registers.setId("cpu-registers");
        registers.setFitToWidth(true);
        missing.getStyleClass().add("second");
        missing.setWrapText(true);
        missing.setStyle("-fx-padding: 8 12 8 12;");
        missing.setMinHeight(Region.USE_PREF_SIZE);
        node.getStyleClass().add("panel");
        setWide(false);
        workbench
                .jobs()
                .start(
                        "Reading the CPUs",
                        _ -> CpuFacts.of(workbench),
                        found -> {
                            facts = Optional.of(found);
                            side(false);
                        },
                        exception ->
                                list.setPlaceholder(
                                        new Label("unknown: " + exception.getMessage())));
    }

    private void side(boolean guestSide) {
        int chosen = list.getSelectionModel().getSelectedIndex();
        physical.setSelected(!guestSide);
        guests.setSelected(guestSide);
        facts.ifPresent(
                known -> {
                    list.setPlaceholder(new Label("The dump has no notes of CPUs."));
                    list.getItems().setAll(known.rows(guestSide));
                    missing.setText(guestSide ? known.virtual().missing() : "");
                    missing.setVisible(guestSide);
                    missing.setManaged(guestSide);
                    list.getSelectionModel().select(Math.max(0, chosen));
                    list.refresh();
                    double rows = Math.min(MOST_ROWS, Math.max(1, list.getItems().size()));
                    list.setPrefHeight(rows * ROW + 2);
                    list.setMaxHeight(below ? Double.MAX_VALUE : rows * ROW + 2);
                });
    }

    /// Switches between the physical CPUs and dom0's VCPUs; the chosen row stays.
    public void switchSide() {
        side(physical.isSelected());
    }

    /// Lays the panel out for the bottom of the window instead of its side.
    public void setWide(boolean wide) {
        below = wide;
        node.setTop(head);
        if (wide) {
            list.setPrefWidth(300);
            list.setMaxHeight(Double.MAX_VALUE);
            node.setLeft(list);
            node.setCenter(new VBox(missing, registers));
        } else {
            node.setLeft(null);
            node.setCenter(new VBox(missing, list, registers));
        }
        VBox.setVgrow(registers, Priority.ALWAYS);
    }

    private void choose(CpuFacts.Row row) {
        if (row != null) {
            registers.setContent(new RegisterGrid(workbench, row.groups(), false));
        }
    }

    /// A row: name, the address that stands for the CPU, how it is known, and a pill. Its nodes are
    /// made once, for a cell is filled while the list is laid out.
    private static final class CpuRow extends ListCell<CpuFacts.Row> {
        private final Label name = new Label();
        private final Label value = new Label();
        private final Label story = new Label();
        private final Label pill = new Label();
        private final HBox box;

        CpuRow() {
            name.getStyleClass().add("cpu-name");
            name.setMinWidth(58);
            value.getStyleClass().add("mono");
            story.getStyleClass().add("quiet");
            pill.getStyleClass().add("pill");
            pill.setMinWidth(Region.USE_PREF_SIZE);
            VBox words = new VBox(value, story);
            words.setMinWidth(0);
            HBox.setHgrow(words, Priority.ALWAYS);
            box = new HBox(name, words, pill);
            box.getStyleClass().add("cpu-row");
            box.setAlignment(Pos.CENTER_LEFT);
            setPrefWidth(0);
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            setGraphic(box);
        }

        @Override
        protected void updateItem(CpuFacts.Row row, boolean empty) {
            super.updateItem(row, empty);
            boolean blank = empty || row == null;
            box.setVisible(!blank);
            if (blank) {
                return;
            }
            name.setText(row.name());
            value.setText(row.value());
            story.setText(row.story());
            pill.setText(row.pill());
            pill.getStyleClass().remove("never");
            if (row.pill().startsWith("never")) {
                pill.getStyleClass().add("never");
            }
            setAccessibleText(String.join(", ", row.name(), row.pill(), row.value(), row.story()));
        }
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void close() {}
}
