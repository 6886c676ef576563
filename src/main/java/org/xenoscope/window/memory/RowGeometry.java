package org.xenoscope.window.memory;

/// Where the columns of a row are, in pixels from the row's left end.
///
/// @param format how rows are written
/// @param bytes bytes in a row
/// @param digits digits of an address
/// @param scale size of the text, 1 at 13 px
record RowGeometry(RowFormat format, int bytes, int digits, double scale) {
    private static final double LEFT = 12;
    private static final double BEHIND_ADDRESS = 21;
    private static final double DIGIT = 7.8;
    private static final double AROUND = 6.4;
    private static final double GAP = 10;
    private static final double TEXT_GAP = 14;
    private static final double CHARACTER = 8;

    /// {@return how many bytes fit into a width, in eights}
    static int fitting(RowFormat format, int digits, double scale, double width) {
        int best = 8;
        for (int bytes = 16; bytes <= RowFormat.MOST; bytes += 8) {
            if (new RowGeometry(format, bytes, digits, scale).width() > width) {
                break;
            }
            best = bytes;
        }
        return best;
    }

    double row() {
        return Math.round(20 * scale);
    }

    double header() {
        return Math.round(24 * scale);
    }

    double band() {
        return Math.round(52 * scale);
    }

    /// {@return where addresses begin}
    double left() {
        return LEFT * scale;
    }

    private double cellsLeft() {
        return Math.round((LEFT + digits * DIGIT + BEHIND_ADDRESS) * scale);
    }

    /// {@return the width of a cell}
    double cell() {
        return Math.round(format.characters() * DIGIT + AROUND) * scale;
    }

    /// {@return cells in a full row}
    int cells() {
        return (bytes + format.group() - 1) / format.group();
    }

    double gap() {
        return GAP * scale;
    }

    /// {@return whether there is a gap before a cell}
    boolean gapBefore(int cell) {
        return cell > 0 && gaps(cell) > gaps(cell - 1);
    }

    private int gaps(int cell) {
        int every = format.gap();
        return every == 0 ? 0 : cell * format.group() / Math.max(every, format.group());
    }

    /// {@return the left end of a cell}
    double cellX(int cell) {
        return cellsLeft() + cell * cell() + gaps(cell) * gap();
    }

    /// {@return the width of a character of the text}
    double character() {
        return CHARACTER * scale;
    }

    /// {@return the left end of a byte's character}
    double textX(int index) {
        return cellX(cells() - 1) + cell() + TEXT_GAP * scale + index * character();
    }

    /// {@return the width of a row}
    double width() {
        boolean text = format.text() != RowFormat.TextForm.OFF;
        return text ? textX(bytes) + LEFT * scale : cellX(cells() - 1) + cell() + LEFT * scale;
    }

    /// {@return the index of the byte at an x position, or -1; the address stands for the first}
    int byteAt(double x) {
        if (x < cellsLeft()) {
            return 0;
        }
        for (int cell = 0; cell < cells(); cell++) {
            if (x >= cellX(cell) && x < cellX(cell) + cell()) {
                return cell * format.group();
            }
        }
        if (format.text() != RowFormat.TextForm.OFF && x >= textX(0) && x < textX(bytes)) {
            return (int) ((x - textX(0)) / character());
        }
        return -1;
    }

    /// {@return the byte nearest to an x position, for a drag that leaves the columns}
    int nearest(double x) {
        int exact = byteAt(x);
        if (exact >= 0) {
            return exact;
        }
        int best = 0;
        for (int cell = 0; cell < cells(); cell++) {
            if (x >= cellX(cell)) {
                best = cell * format.group();
            }
        }
        return x >= textX(0) ? bytes - 1 : best;
    }
}
