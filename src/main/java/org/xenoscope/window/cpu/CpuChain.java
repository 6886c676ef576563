package org.xenoscope.window.cpu;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

import org.xenoscope.window.CpuChoice;
import org.xenoscope.window.NodeColumn;

/// Who ran on a CPU, as chips, and the button that leads to the other side of it.
final class CpuChain extends FlowPane {
    CpuChain(CpuChoice choice, CpuView cpu) {
        super(6, 6);
        setPadding(new Insets(8, 12, 0, 12));
        setId("cpu-chain");
        for (int i = 0; i < cpu.chain().size(); i++) {
            if (i > 0) {
                getChildren().add(arrow());
            }
            getChildren().add(chip(cpu.chain().get(i)));
        }
        boolean guests = choice.guestsProperty().get();
        boolean other = guests ? cpu.pcpu() >= 0 : cpu.vcpu() >= 0;
        if (other && !cpu.chain().isEmpty()) {
            Button show = new Button(guests ? "Show pCPU " + cpu.pcpu() : "Show its VCPU");
            show.setId("show-other-side");
            show.getStyleClass().addAll("small-toggle");
            show.setOnAction(_ -> choice.switchSide());
            getChildren().add(show);
        }
        setManaged(!getChildren().isEmpty());
    }

    private static Node chip(String words) {
        Label label = new Label(words);
        label.setMinWidth(Region.USE_PREF_SIZE);
        HBox chip = new HBox(label);
        chip.getStyleClass().add("chip");
        return chip;
    }

    private static Node arrow() {
        Label arrow = NodeColumn.quiet("→");
        HBox box = new HBox(arrow);
        box.setAlignment(Pos.CENTER);
        box.setMinHeight(24);
        return box;
    }
}
