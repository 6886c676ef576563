package org.xenoscope.window;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;

/// Which CPU of the dump the person follows: one choice, which the panel and the tab share. The
/// pCPU stays chosen when the side switches, so that the person's thread is kept.
public final class CpuChoice {
    private final BooleanProperty guests = new SimpleBooleanProperty(false);
    private final IntegerProperty pcpu = new SimpleIntegerProperty(0);

    /// {@return whether dom0's VCPUs are shown instead of the physical CPUs}
    public BooleanProperty guestsProperty() {
        return guests;
    }

    /// {@return the number of the chosen pCPU, or of the pCPU that the chosen VCPU was loaded on}
    public IntegerProperty pcpuProperty() {
        return pcpu;
    }

    /// Switches between the physical CPUs and dom0's VCPUs.
    public void switchSide() {
        guests.set(!guests.get());
    }
}
