package org.xenoscope.linux;

/// What a kernel's taint says, by the letters of its own messages
/// (Documentation/admin-guide/tainted-kernels.rst, Linux 6.12).
public final class Taint {
    private static final String LETTERS = "PFSRMBUDAWCIOELKXTNJ";

    private static final String[] WORDS = {
        "proprietary module",
        "module was force loaded",
        "system out of specification",
        "module was force unloaded",
        "machine check",
        "bad page",
        "by a program",
        "kernel died before",
        "ACPI table overridden",
        "warning",
        "staging driver",
        "firmware workaround",
        "out-of-tree module",
        "unsigned module",
        "soft lockup",
        "live patch",
        "auxiliary",
        "randomised structures",
        "in-kernel test",
        "fwctl's debug write"
    };

    private Taint() {}

    /// {@return `not tainted`, or letters and words: `W (warning), O (out-of-tree module)`}
    public static String words(long mask) {
        if (mask == 0) {
            return "not tainted";
        }
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            if ((mask >>> bit & 1) != 0) {
                text.append(text.isEmpty() ? "" : ", ");
                text.append(
                        bit < WORDS.length
                                ? LETTERS.charAt(bit) + " (" + WORDS[bit] + ")"
                                : "bit " + bit);
            }
        }
        return text.toString();
    }
}
