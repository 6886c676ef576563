package org.xenoscope.window;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;

import java.util.List;
import java.util.function.ToIntFunction;

/// Which CPU of the dump the person follows: one choice, which the panel and the tab share. The
/// pCPU or VCPU of the other side stays chosen when the side switches, so that the person's thread
/// is kept.
public final class CpuChoice {
    private final BooleanProperty guests = new SimpleBooleanProperty(false);
    private final IntegerProperty pcpu = new SimpleIntegerProperty(0);
    private final IntegerProperty vcpu = new SimpleIntegerProperty(-1);
    private final BooleanProperty comparing = new SimpleBooleanProperty(false);
    private boolean touched;

    /// {@return whether dom0's VCPUs are shown instead of the physical CPUs}
    public BooleanProperty guestsProperty() {
        return guests;
    }

    /// {@return whether the registers of both sides stand side by side}
    public BooleanProperty comparingProperty() {
        return comparing;
    }

    /// {@return the number of the chosen pCPU, or of the pCPU that the chosen VCPU was loaded on}
    public IntegerProperty pcpuProperty() {
        return pcpu;
    }

    /// {@return which VCPU is chosen, by its place among all VCPUs; -1 if none is}
    public IntegerProperty vcpuProperty() {
        return vcpu;
    }

    /// Chooses a CPU; a number that is negative leaves the choice of that side as it is.
    public void choose(int pcpuNumber, int vcpuPlace) {
        touched = true;
        if (pcpuNumber >= 0) {
            pcpu.set(pcpuNumber);
        }
        if (vcpuPlace >= 0) {
            vcpu.set(vcpuPlace);
        }
    }

    /// Begins with a pCPU, unless the person has chosen one already.
    public void start(int pcpuNumber) {
        if (!touched) {
            pcpu.set(pcpuNumber);
        }
    }

    /// {@return the index of the row that is chosen; 0 if none is}
    ///
    /// @param pcpuOf number of a row's pCPU, or negative
    /// @param vcpuOf place of a row's VCPU, or negative
    public <T> int chosen(List<T> rows, ToIntFunction<T> pcpuOf, ToIntFunction<T> vcpuOf) {
        int byPcpu = -1;
        for (int i = 0; i < rows.size(); i++) {
            int place = vcpuOf.applyAsInt(rows.get(i));
            if (guests.get() && place >= 0 && place == vcpu.get()) {
                return i;
            }
            if (byPcpu < 0 && pcpuOf.applyAsInt(rows.get(i)) == pcpu.get()) {
                byPcpu = i;
            }
        }
        return Math.max(0, byPcpu);
    }

    /// Switches between the physical CPUs and dom0's VCPUs.
    public void switchSide() {
        guests.set(!guests.get());
    }
}
