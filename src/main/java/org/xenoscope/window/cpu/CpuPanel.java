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
    private final ListView<CpuView> list = new ListView<>();
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
    private boolean filling;

    /// What the registers are of.
    private record Shown(boolean guests, String name) {}

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
        choice.vcpuProperty().addListener(followCpu);
        setWide(false);
        workbench
                .jobs()
                .start(
                        "Reading the CPUs",
                        _ -> CpuFacts.of(workbench),
                        found -> {
                            facts = Optional.of(found);
                            found.crashed().ifPresent(choice::start);
                            fill();
                        },
                        exception ->
                                list.setPlaceholder(
                                        new Label("unknown: " + exception.getMessage())));
    }

    private void key(KeyEvent event) {
        CpuView row = list.getSelectionModel().getSelectedItem();
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
                    list.setPlaceholder(new Label("The dump has no notes of CPUs."));
                    List<CpuView> rows = known.rows(guests);
                    list.setFixedCellSize(rows.size() > HIGH_ROWS ? LOW_ROW : ROW);
                    filling = true;
                    list.getItems().setAll(rows);
                    filling = false;
                    missing.setText(guests ? known.missing() : "");
                    missing.setVisible(!missing.getText().isEmpty());
                    missing.setManaged(missing.isVisible());
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
        List<CpuView> rows = list.getItems();
        if (!rows.isEmpty()) {
            list.getSelectionModel().select(choice.chosen(rows, CpuView::pcpu, CpuView::vcpu));
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

    private void choose(CpuView row) {
        if (row != null && !filling) {
            choice.choose(row.pcpu(), row.vcpu());
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

    private void show(CpuView row) {
        if (row == null) {
            return;
        }
        Shown now = new Shown(choice.guestsProperty().get(), row.name());
        List<RegisterGroup> groups = row.groups();
        int first = Math.min(1, groups.size());
        VBox top = new VBox(new CpuChain(choice, row), grid(row, 0, first));
        VBox rest = new VBox(new TraceList(workbench, row, false), grid(row, first, groups.size()));
        if (below) {
            registers.setContent(top);
            others.setContent(rest);
        } else {
            registers.setContent(new VBox(top, rest));
        }
        node.applyCss();
        node.layout();
        Scrolled at = scrolled.getOrDefault(now, new Scrolled(0, 0));
        registers.setVvalue(at.first());
        others.setVvalue(at.second());
        shown = Optional.of(now);
    }

    private RegisterGrid grid(CpuView row, int from, int end) {
        return new RegisterGrid(workbench, row, row.groups().subList(from, end));
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
        choice.vcpuProperty().removeListener(followCpu);
    }
}
