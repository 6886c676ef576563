package org.xenoscope.window.cpu;

import javafx.beans.value.ChangeListener;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;

import org.controlsfx.control.SegmentedButton;
import org.xenoscope.window.CpuChoice;

/// The switch between the physical CPUs and dom0's VCPUs, at the same place in panel and tab.
final class SideSwitch extends SegmentedButton {
    private final ToggleButton physical = new ToggleButton("Physical CPUs");
    private final ToggleButton guests = new ToggleButton("dom0 VCPUs");
    private final CpuChoice choice;
    private final ChangeListener<Boolean> follow = (_, _, now) -> show(now);

    SideSwitch(CpuChoice choice) {
        this.choice = choice;
        getButtons().addAll(physical, guests);
        physical.setId("side-physical");
        guests.setId("side-guests");
        physical.setTooltip(new Tooltip("What the hypervisor saved (Shift+F7 switches)"));
        guests.setTooltip(new Tooltip("What was loaded of dom0 (Shift+F7 switches)"));
        physical.setOnAction(_ -> choose(false));
        guests.setOnAction(_ -> choose(true));
        show(choice.guestsProperty().get());
        choice.guestsProperty().addListener(follow);
    }

    private void choose(boolean side) {
        choice.guestsProperty().set(side);
        show(side);
    }

    private void show(boolean side) {
        physical.setSelected(!side);
        guests.setSelected(side);
    }

    void close() {
        choice.guestsProperty().removeListener(follow);
    }
}
