package org.xenoscope.window.memory;

import java.util.Locale;

/// How the rows of a hex view are written: a person's choice.
///
/// @param perRow bytes in a row, 1 to 256; 0 for as many as fit
/// @param group bytes in a cell: 1, 2, 4 or 8
/// @param bigEndian whether the first byte of a cell is its highest
/// @param decimal whether cells are unsigned decimal numbers, else hexadecimal ones
/// @param gap bytes between two gaps: 1, 2, 4, 8 or 16; 0 for none
/// @param text how characters are read
/// @param pointers whether words that are addresses are marked
record RowFormat(
        int perRow,
        int group,
        boolean bigEndian,
        boolean decimal,
        int gap,
        TextForm text,
        boolean pointers) {
    /// The most bytes in a row.
    static final int MOST = 256;

    private static final int USUAL = 16;
    private static final int PARTS = 7;

    /// How the text column reads bytes.
    enum TextForm {
        /// printable ASCII
        ASCII("ASCII"),
        /// UTF-8
        UTF8("UTF-8"),
        /// UTF-16, low byte first
        UTF16("UTF-16LE"),
        /// no text
        OFF("No text");

        private final String title;

        TextForm(String title) {
            this.title = title;
        }

        /// {@return its name on screen}
        String title() {
            return title;
        }
    }

    /// Keeps every number in its limits.
    RowFormat {
        perRow = Math.clamp(perRow, 0, MOST);
        group = group == 2 || group == 4 || group == 8 ? group : 1;
        gap = gap < 0 || gap > 16 ? 8 : gap;
    }

    /// {@return sixteen single bytes and ASCII}
    static RowFormat usual() {
        return new RowFormat(USUAL, 1, false, false, 8, TextForm.ASCII, false);
    }

    RowFormat perRow(int bytes) {
        return new RowFormat(bytes, group, bigEndian, decimal, gap, text, pointers);
    }

    RowFormat group(int bytes) {
        return new RowFormat(perRow, bytes, bigEndian, decimal, gap, text, pointers);
    }

    RowFormat bigEndian(boolean big) {
        return new RowFormat(perRow, group, big, decimal, gap, text, pointers);
    }

    RowFormat decimal(boolean numbers) {
        return new RowFormat(perRow, group, bigEndian, numbers, gap, text, pointers);
    }

    RowFormat gap(int bytes) {
        return new RowFormat(perRow, group, bigEndian, decimal, bytes, text, pointers);
    }

    RowFormat text(TextForm form) {
        return new RowFormat(perRow, group, bigEndian, decimal, gap, form, pointers);
    }

    RowFormat pointers(boolean marked) {
        return new RowFormat(perRow, group, bigEndian, decimal, gap, text, marked);
    }

    /// {@return the bytes of a row, a whole number of cells}
    ///
    /// @param fitting how many bytes fit, for a format that asks for as many
    int bytes(int fitting) {
        int wanted = perRow == 0 ? Math.clamp(fitting, 8, MOST) : perRow;
        return Math.max(group, wanted - wanted % group);
    }

    /// {@return characters of a cell}
    int characters() {
        if (!decimal) {
            return 2 * group;
        }
        return switch (group) {
            case 2 -> 5;
            case 4 -> 10;
            case 8 -> 20;
            default -> 3;
        };
    }

    /// {@return the format as one word, to be remembered}
    String word() {
        return "%d,%d,%s,%s,%d,%s,%s"
                .formatted(
                        perRow,
                        group,
                        bigEndian ? "be" : "le",
                        decimal ? "dec" : "hex",
                        gap,
                        text.name().toLowerCase(Locale.ROOT),
                        pointers ? "pointers" : "plain");
    }

    /// {@return the format of such a word; the usual one for any other}
    static RowFormat parse(String word) {
        String[] parts = word.split(",", -1);
        if (parts.length != PARTS) {
            return usual();
        }
        try {
            return new RowFormat(
                    Integer.parseInt(parts[0]),
                    Integer.parseInt(parts[1]),
                    parts[2].equals("be"),
                    parts[3].equals("dec"),
                    Integer.parseInt(parts[4]),
                    TextForm.valueOf(parts[5].toUpperCase(Locale.ROOT)),
                    parts[6].equals("pointers"));
        } catch (IllegalArgumentException _) {
            return usual();
        }
    }
}
