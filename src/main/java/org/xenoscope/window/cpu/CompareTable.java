package org.xenoscope.window.cpu;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.xenoscope.cpu.Register;
import org.xenoscope.cpu.RegisterComparison;
import org.xenoscope.window.NodeColumn;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Workbench;

import java.util.List;
import java.util.Optional;

/// The registers of a pCPU and of its VCPU side by side, each row with a mark and a word.
final class CompareTable extends VBox {
    private static final double ROW = 24;
    private static final double HEADER = 30;

    private final Workbench workbench;

    CompareTable(Workbench workbench, CpuView cpu) {
        super(8);
        this.workbench = workbench;
        Label says =
                new Label(
                        cpu.comparison()
                                .map(RegisterComparison::says)
                                .orElse(
                                        "Nothing to compare: which VCPU was loaded on which pCPU is"
                                                + " not known for "
                                                + cpu.name()
                                                + ", or none was."));
        says.setId("compare-says");
        says.getStyleClass().add("second");
        says.setWrapText(true);
        says.setMinHeight(Region.USE_PREF_SIZE);
        getChildren().add(says);
        cpu.comparison().ifPresent(found -> getChildren().add(table(found)));
    }

    private Node table(RegisterComparison comparison) {
        TableView<RegisterComparison.Row> table = new TableView<>();
        table.setId("compare-table");
        table.setAccessibleText(
                "Registers of %s and %s".formatted(comparison.pcpu(), comparison.vcpu()));
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getColumns()
                .addAll(
                        List.of(
                                new NodeColumn<RegisterComparison.Row>(
                                                "Register", 80, row -> NodeColumn.mono(row.name()))
                                        .fixed(),
                                new NodeColumn<RegisterComparison.Row>(
                                                comparison.pcpu(), 148, row -> value(row.pcpu()))
                                        .fixed(),
                                new NodeColumn<RegisterComparison.Row>(
                                                comparison.vcpu(), 148, row -> value(row.vcpu()))
                                        .fixed(),
                                new NodeColumn<RegisterComparison.Row>(
                                                "Compared",
                                                210,
                                                row ->
                                                        new Label(
                                                                row.result().mark()
                                                                        + "  "
                                                                        + row.result().words()))
                                        .fixed(),
                                new NodeColumn<RegisterComparison.Row>(
                                        "Why", 240, row -> why(row.why()))));
        table.getItems().setAll(comparison.rows());
        double height = HEADER + ROW * comparison.rows().size();
        table.setMinHeight(height);
        table.setPrefHeight(height);
        return table;
    }

    /// The column is narrow beside the panels: the whole words are under the pointer.
    private static Node why(String words) {
        Label label = NodeColumn.quiet(words);
        if (!words.isEmpty()) {
            label.setTooltip(new Tooltip(words));
        }
        return label;
    }

    private Node value(Optional<Register> register) {
        Optional<Register> saved = register.filter(Register::saved);
        if (saved.isEmpty()) {
            return NodeColumn.mono("—");
        }
        return saved.get()
                .target()
                .<Node>map(place -> new PlaceLink(workbench, place, saved.get().digits()))
                .orElseGet(() -> NodeColumn.mono(saved.get().digits()));
    }
}
