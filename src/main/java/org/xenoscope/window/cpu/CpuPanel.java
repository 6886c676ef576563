package org.xenoscope.window.cpu;

import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.xenoscope.cpu.RegisterGroup;
import org.xenoscope.window.CpuChoice;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.theme.Icon;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The CPUs beside the other views: the switch, the list, the registers of the chosen one.
public final class CpuPanel implements View {
    /// Height of a row with two lines.
    static final double ROW = 44;

    private static final double LOW_ROW = 24;

    /// Rows that are shown with two lines; with more, each has one.
    private static final int HIGH_ROWS = 8;

    private static final int ROWS_IN_SIGHT = 12;
    private static final double LIST_WIDTH = 300;

    private final Workbench workbench;
    private final CpuChoice choice;
    private final SideSwitch side;
    private final ListView<CpuFacts.Row> list = new ListView<>();
    private final ScrollPane registers = new ScrollPane();
    private final ScrollPane others = new ScrollPane();
    private final Label missing = new Label();
    private final BorderPane node = new BorderPane();
    private final Map<Shown, Scrolled> scrolled = new HashMap<>();
    private final ChangeListener<Boolean> followSide = (_, _, _) -> fill();
    private final ChangeListener<Number> followCpu = (_, _, _) -> select();
    private Optional<CpuFacts> facts = Optional.empty();
    private Optional<Shown> shown = Optional.empty();
    private boolean below;

    /// What the registers are of.
    private record Shown(boolean guests, int pcpu) {}

    /// How far the registers were scrolled, from 0 to 1.
    private record Scrolled(double first, double second) {}

    /// Makes the panel and looks for the CPUs.
    ///
    /// @param expand shows the larger view
    public CpuPanel(Workbench workbench, Runnable expand) {
        this.workbench = workbench;
        choice = workbench.cpu();
        side = new SideSwitch(choice);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button larger = new Button("", Icon.EXPAND.node());
        larger.getStyleClass().add("flat");
        larger.setAccessibleText("Show the CPUs in a tab");
        larger.setTooltip(new Tooltip("Show the CPUs in a tab"));
        larger.setOnAction(_ -> expand.run());
        HBox head = new HBox(8, side, space, larger);
        head.getStyleClass().add("view-bar");
        node.setTop(head);
        list.setId("cpu-list");
        list.setAccessibleText("CPUs");
        list.setFixedCellSize(ROW);
        list.setCellFactory(_ -> new CpuRow(workbench));
        list.getSelectionModel().selectedItemProperty().addListener((_, _, row) -> choose(row));
        list.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        list.setPlaceholder(new Label("looking…"));
        registers.setId("cpu-registers");
        registers.setFitToWidth(true);
        others.setFitToWidth(true);
        missing.getStyleClass().add("second");
        missing.setWrapText(true);
        missing.setStyle("-fx-padding: 8 12 8 12;");
        missing.setMinHeight(Region.USE_PREF_SIZE);
        node.getStyleClass().add("panel");
        choice.guestsProperty().addListener(followSide);
        choice.pcpuProperty().addListener(followCpu);
        setWide(false);
        workbench
                .jobs()
                .start(
                        "Reading the CPUs",
                        _ -> CpuFacts.of(workbench),
                        found -> {
                            facts = Optional.of(found);
                            fill();
                        },
                        exception ->
                                list.setPlaceholder(
                                        new Label("unknown: " + exception.getMessage())));
    }

    private void key(KeyEvent event) {
        CpuFacts.Row row = list.getSelectionModel().getSelectedItem();
        if (row == null) {
            return;
        }
        if (event.getCode() == KeyCode.ENTER) {
            CpuRow.goToRip(workbench, row);
            event.consume();
        } else if (event.getCode() == KeyCode.C && event.isShortcutDown()) {
            PlaceLink.copy(GdbRegisters.of(row.groups()));
            event.consume();
        }
    }

    private void fill() {
        facts.ifPresent(
                known -> {
                    boolean guests = choice.guestsProperty().get();
                    int pcpu = choice.pcpuProperty().get();
                    list.setPlaceholder(new Label("The dump has no notes of CPUs."));
                    List<CpuFacts.Row> rows = known.rows(guests);
                    list.setFixedCellSize(rows.size() > HIGH_ROWS ? LOW_ROW : ROW);
                    list.getItems().setAll(rows);
                    choice.pcpuProperty().set(pcpu);
                    missing.setText(guests ? known.virtual().missing() : "");
                    missing.setVisible(guests);
                    missing.setManaged(guests);
                    select();
                    list.refresh();
                    size();
                });
    }

    private void size() {
        int rows = Math.clamp(list.getItems().size(), 1, ROWS_IN_SIGHT);
        double height = rows * list.getFixedCellSize() + 2;
        list.setPrefHeight(height);
        list.setMaxHeight(below ? Double.MAX_VALUE : height);
        list.setMinHeight(below ? 0 : Math.min(height, 2 * ROW));
    }

    private void select() {
        int pcpu = choice.pcpuProperty().get();
        List<CpuFacts.Row> rows = list.getItems();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).pcpu() == pcpu) {
                list.getSelectionModel().select(i);
                return;
            }
        }
        if (!rows.isEmpty()) {
            list.getSelectionModel().select(0);
        }
    }

    /// Switches between the physical CPUs and dom0's VCPUs; the chosen row stays.
    public void switchSide() {
        choice.switchSide();
    }

    /// Lays the panel out for the bottom of the window, in three columns, instead of its side.
    public void setWide(boolean wide) {
        remember();
        below = wide;
        if (wide) {
            list.setPrefWidth(LIST_WIDTH);
            registers.setMinWidth(0);
            VBox second = new VBox(missing, others);
            second.setMinWidth(0);
            HBox columns = new HBox(registers, second);
            HBox.setHgrow(registers, Priority.ALWAYS);
            HBox.setHgrow(second, Priority.ALWAYS);
            registers.setPrefWidth(LIST_WIDTH);
            second.setPrefWidth(LIST_WIDTH);
            VBox.setVgrow(others, Priority.ALWAYS);
            node.setLeft(list);
            node.setCenter(columns);
        } else {
            node.setLeft(null);
            node.setCenter(new VBox(missing, list, registers));
            VBox.setVgrow(registers, Priority.ALWAYS);
        }
        size();
        show(list.getSelectionModel().getSelectedItem());
    }

    private void choose(CpuFacts.Row row) {
        if (row != null) {
            choice.pcpuProperty().set(row.pcpu());
            remember();
            show(row);
        }
    }

    private void remember() {
        shown.ifPresent(
                what ->
                        scrolled.put(
                                what, new Scrolled(registers.getVvalue(), others.getVvalue())));
    }

    private void show(CpuFacts.Row row) {
        if (row == null) {
            return;
        }
        Shown now = new Shown(choice.guestsProperty().get(), row.pcpu());
        List<RegisterGroup> groups = row.groups();
        int first = below ? Math.min(1, groups.size()) : groups.size();
        registers.setContent(new RegisterGrid(workbench, groups, groups.subList(0, first)));
        others.setContent(
                new RegisterGrid(workbench, groups, groups.subList(first, groups.size())));
        node.applyCss();
        node.layout();
        Scrolled at = scrolled.getOrDefault(now, new Scrolled(0, 0));
        registers.setVvalue(at.first());
        others.setVvalue(at.second());
        shown = Optional.of(now);
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void close() {
        side.close();
        choice.guestsProperty().removeListener(followSide);
        choice.pcpuProperty().removeListener(followCpu);
    }
}
