package org.xenoscope.window.overview;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import org.xenoscope.window.NodeColumn;
import org.xenoscope.window.cpu.CpuFacts;
import org.xenoscope.window.cpu.CpuPill;
import org.xenoscope.window.cpu.CpuView;

import java.util.List;

/// What each pCPU was doing at the crash, a row each; of many, those that were not idle.
final class CpuTable {
    private static final int ROWS = 16;

    private CpuTable() {}

    static Node of(CpuFacts facts) {
        if (facts.physical().isEmpty()) {
            return new Label("The dump has no notes of CPUs.");
        }
        boolean many = facts.physical().size() > ROWS;
        List<CpuView> rows =
                facts.physical().stream()
                        .filter(cpu -> !many || !cpu.pill().startsWith("idle"))
                        .limit(ROWS)
                        .toList();
        GridPane grid = new GridPane(24, 6);
        grid.addRow(
                0,
                NodeColumn.quiet("pCPU"),
                NodeColumn.quiet("Hypervisor was in"),
                NodeColumn.quiet("Ran"),
                NodeColumn.quiet("Guest was in"));
        for (int i = 0; i < rows.size(); i++) {
            CpuView cpu = rows.get(i);
            grid.addRow(
                    i + 1, name(cpu), NodeColumn.mono(cpu.value()), ran(cpu), guest(facts, cpu));
        }
        int left = facts.physical().size() - rows.size();
        return left == 0 ? grid : new VBox(8, grid, new Label("and %d more".formatted(left)));
    }

    private static Node name(CpuView cpu) {
        Label pill = new Label(cpu.pill());
        pill.getStyleClass().add("pill");
        CpuPill.style(pill, cpu);
        HBox box = new HBox(8, new Label(cpu.name()), pill);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private static Node ran(CpuView cpu) {
        return new Label(
                cpu.chain().size() > 1 ? cpu.chain().get(1).replaceFirst("^current ", "") : "—");
    }

    private static Node guest(CpuFacts facts, CpuView cpu) {
        if (cpu.vcpu() < 0 || cpu.vcpu() >= facts.virtual().size()) {
            return new Label("—");
        }
        CpuView guest = facts.virtual().get(cpu.vcpu());
        HBox box =
                new HBox(
                        6,
                        new Label(guest.name() + ","),
                        NodeColumn.quiet(guest.story().replaceFirst(" · .*", "")),
                        NodeColumn.mono(guest.value()));
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }
}
