package org.xenoscope.window.state;

/// A person's choices, the same for every dump.
///
/// @param theme the name of the look: DARK, LIGHT or SYSTEM
/// @param textSize px
/// @param cpuPanel where the CPU panel stands: "auto", "right" or "bottom"
public record Settings(String theme, int textSize, String cpuPanel) {
    private static final int TEXT_SIZE = 13;

    /// {@return the choices of a person who made none}
    public static Settings usual() {
        return new Settings("SYSTEM", TEXT_SIZE, "auto");
    }

    /// {@return the same with another look}
    public Settings theme(String name) {
        return new Settings(name, textSize, cpuPanel);
    }

    /// {@return the same with another size of text}
    public Settings textSize(int pixels) {
        return new Settings(theme, pixels, cpuPanel);
    }

    /// {@return the same with another place of the CPU panel}
    public Settings cpuPanel(String where) {
        return new Settings(theme, textSize, where);
    }
}
