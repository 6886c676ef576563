package org.xenoscope.window.cpu;

import javafx.scene.control.Label;

/// How the pill of a CPU looks: what crashed in the colour of errors, what is missing in that of
/// warnings.
public final class CpuPill {
    private CpuPill() {}

    /// Gives a pill the colour of what it says.
    public static void style(Label pill, CpuView cpu) {
        pill.getStyleClass().removeAll("never", "crashed");
        String words = cpu.pill();
        if (words.startsWith("never") || words.equals("did not answer")) {
            pill.getStyleClass().add("never");
        } else if (words.equals("crashed here") || words.equals("panicked")) {
            pill.getStyleClass().add("crashed");
        }
    }
}
