package org.xenoscope.place;

import java.util.Locale;

/// Sizes as people read them: KiB, MiB, GiB with one digit.
public final class Size {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Size() {}

    /// {@return `bytes`, unsigned, in the largest unit that gives at least 1: `511.5 MiB`, `640
    /// KiB`, `80 B`}
    public static String text(long bytes) {
        if (bytes >= 0 && bytes < 1024) {
            return bytes + " B";
        }
        double size = bytes >= 0 ? bytes : (bytes >>> 1) * 2.0;
        int unit = -1;
        while (size >= 1024 && unit < UNITS.length - 1) {
            size /= 1024;
            unit++;
        }
        String number = String.format(Locale.ROOT, "%.1f", size);
        return (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number)
                + " "
                + UNITS[unit];
    }

    /// {@return how much of a size there is: `299 MiB of 413 MiB`, the unit once where it is the
    /// same}
    public static String of(long part, long whole) {
        String left = text(part);
        String right = text(whole);
        String unit = right.substring(right.indexOf(' '));
        return (left.endsWith(unit) ? left.substring(0, left.length() - unit.length()) : left)
                + " of "
                + right;
    }
}
