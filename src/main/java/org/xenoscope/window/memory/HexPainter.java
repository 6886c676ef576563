package org.xenoscope.window.memory;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Paint;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Chunk;
import org.xenoscope.window.Tag;
import org.xenoscope.window.theme.Swatches;
import org.xenoscope.window.theme.Swatches.Token;

/// Draws the header and the rows of a hex view on a canvas. One painter for all visible rows;
/// nothing is allocated for a cell.
final class HexPainter {
    private static final int SIZE = 13;
    private static final double CAPITAL = 4.6;
    private static final int DIGITS_OF_COLUMNS = 16;
    private static final String PENDING = "..";
    private static final String[] COLUMNS = new String[RowFormat.MOST];

    static {
        for (int i = 0; i < RowFormat.MOST; i++) {
            COLUMNS[i] = Integer.toHexString(i);
        }
    }

    private final Swatches swatches;
    private Font mono = Font.font(SIZE);
    private Font small = Font.font(SIZE);
    private Font words = Font.font(SIZE);
    private double scale;

    HexPainter(Swatches swatches) {
        this.swatches = swatches;
        scale(1);
    }

    /// Sets the size of the text, 1 at 13 px.
    void scale(double next) {
        if (next != scale) {
            scale = next;
            mono = Font.font("JetBrains Mono", SIZE * scale);
            small = Font.font("JetBrains Mono", (SIZE - 1) * scale);
            words = Font.font("Inter", (SIZE - 0.5) * scale);
        }
    }

    /// {@return the base line of text in the middle of a row: whole pixels, so that digits stand in
    /// line}
    private static double base(double y, double height, double scale) {
        return Math.round(y + height / 2 + CAPITAL * scale);
    }

    private Paint paint(Token token) {
        return swatches.get(token);
    }

    /// Fills the ground.
    void clear(GraphicsContext out, double width, double height) {
        out.setFill(paint(Token.BG0));
        out.fillRect(0, 0, width, height);
        out.setTextBaseline(VPos.BASELINE);
    }

    /// Draws the header row.
    ///
    /// @param space what stands over the addresses
    void header(GraphicsContext out, RowGeometry place, String space, double width) {
        double height = place.header();
        out.setFill(paint(Token.BG1));
        out.fillRect(0, 0, width, height);
        out.setFill(paint(Token.LINE));
        out.fillRect(0, height - 1, width, 1);
        out.setFill(paint(Token.TEXT3));
        out.setFont(small);
        out.setTextAlign(TextAlignment.LEFT);
        double base = base(0, height, scale);
        out.fillText(space, place.left(), base, place.cellX(0) - place.left());
        if (place.format().text() != RowFormat.TextForm.OFF) {
            out.fillText("text", place.textX(0), base);
        }
        out.setTextAlign(TextAlignment.CENTER);
        // low digits of the address where a row is a whole number of sixteens, else offsets
        boolean low = place.bytes() <= DIGITS_OF_COLUMNS;
        for (int cell = 0; cell < place.cells(); cell++) {
            int index = cell * place.format().group();
            String digits = COLUMNS[low ? index & 0xf : index];
            out.fillText(digits, place.cellX(cell) + place.cell() / 2, base);
        }
    }

    /// Says why nothing can be shown, under the header.
    void failure(GraphicsContext out, RowGeometry place, String sentence) {
        out.setTextAlign(TextAlignment.LEFT);
        out.setFont(words);
        out.setFill(paint(Token.ERR));
        out.fillText(sentence, place.left(), place.header() + place.row());
    }

    /// Draws a row whose bytes are still being read.
    ///
    /// @param pulse where the bar of the row is, 0 to 1; negative for no bar yet
    void pending(
            GraphicsContext out,
            RowGeometry place,
            HexItem.Pending row,
            double y,
            SpaceId space,
            double pulse) {
        address(out, place, row.address(), y, space);
        out.setTextAlign(TextAlignment.CENTER);
        out.setFill(paint(Token.ZERO));
        for (int cell = 0; cell < place.cells(); cell++) {
            out.fillText(
                    PENDING, place.cellX(cell) + place.cell() / 2, base(y, place.row(), scale));
        }
        if (pulse >= 0) {
            double room = place.textX(0) - place.cellX(0);
            out.setFill(paint(Token.ACCENT));
            out.setGlobalAlpha(0.35);
            out.fillRect(place.cellX(0) + pulse * room * 0.8, y + place.row() - 3, room * 0.2, 2);
            out.setGlobalAlpha(1);
        }
    }

    private void address(
            GraphicsContext out, RowGeometry place, String address, double y, SpaceId space) {
        out.setFont(mono);
        out.setTextAlign(TextAlignment.LEFT);
        out.setFill(paint(token(space)));
        out.fillText(address, place.left(), base(y, place.row(), scale));
    }

    /// Tints the ground of a row.
    void tint(GraphicsContext out, RowGeometry place, double y, double width, double strength) {
        out.setGlobalAlpha(strength);
        out.setFill(paint(Token.ACCENT));
        out.fillRect(0, y, width, place.row());
        out.setGlobalAlpha(1);
    }

    /// Draws a row of bytes.
    void row(
            GraphicsContext out,
            RowGeometry place,
            HexItem.Row row,
            double y,
            SpaceId space,
            Marks marks) {
        int length = row.chunk().length();
        int group = place.format().group();
        boolean text = !row.text().isEmpty();
        ground(out, place, row, y, marks, text);
        address(out, place, row.address(), y, space);
        out.setTextAlign(TextAlignment.CENTER);
        double middle = base(y, place.row(), scale);
        for (int cell = 0; cell < row.cells().size(); cell++) {
            int index = cell * group;
            out.setFill(paint(colour(row, index, Math.min(group, length - index), marks)));
            out.fillText(row.cells().get(cell), place.cellX(cell) + place.cell() / 2, middle);
        }
        if (text) {
            for (int i = 0; i < length; i++) {
                out.setFill(paint(colour(row, i, 1, marks)));
                out.fillText(row.text().get(i), place.textX(i) + place.character() / 2, middle);
            }
        }
    }

    /// Draws what lies under the digits: answer, selection, caret.
    private void ground(
            GraphicsContext out,
            RowGeometry place,
            HexItem.Row row,
            double y,
            Marks marks,
            boolean text) {
        if (!marks.here()) {
            return;
        }
        int group = place.format().group();
        for (int i = 0; i < row.chunk().length(); i++) {
            long address = row.first() + i;
            boolean selected = marks.selected(address);
            boolean soft = marks.soft(address);
            boolean caret = marks.caret(address);
            if (!selected && !soft && !caret) {
                continue;
            }
            int cell = i / group;
            double x = place.cellX(cell);
            boolean joins =
                    i % group == 0
                            && place.gapBefore(cell)
                            && (selected ? marks.selected(address - 1) : marks.soft(address - 1));
            double left = joins && !caret ? x - place.gap() : x;
            double width = x + place.cell() - left;
            Token ground = caret ? Token.ACCENT : selected ? Token.SELECT : Token.SOFT;
            if (joins && caret && selected) {
                out.setFill(paint(Token.SELECT));
                out.fillRect(x - place.gap(), y, place.gap(), place.row());
            }
            out.setFill(paint(ground));
            out.fillRect(left, y, width, place.row());
            if (text) {
                out.fillRect(place.textX(i), y, place.character(), place.row());
            }
            if (soft && !caret) {
                out.setFill(paint(Token.ACCENT));
                out.fillRect(left, y + place.row() - 2, width, 2);
                if (text) {
                    out.fillRect(place.textX(i), y + place.row() - 2, place.character(), 2);
                }
            }
        }
    }

    private static Token colour(HexItem.Row row, int index, int bytes, Marks marks) {
        long address = row.first() + index;
        if (marks.caret(address)) {
            return Token.ON_ACCENT;
        }
        Chunk chunk = row.chunk();
        boolean zero = true;
        for (int i = index; i < index + bytes; i++) {
            zero &= !chunk.present(i) || chunk.value(i) == 0;
        }
        if (zero) {
            return marks.selected(address) && chunk.present(index) ? Token.TEXT : Token.ZERO;
        }
        for (int i = 0; i < row.pointers().size(); i++) {
            HexItem.Pointer pointer = row.pointers().get(i);
            if (index >= pointer.index() && index < pointer.index() + Long.BYTES) {
                return token(pointer.target().space());
            }
        }
        return Token.TEXT;
    }

    /// {@return the colour of a space}
    static Token token(SpaceId space) {
        return switch (Tag.style(space)) {
            case "file" -> Token.FILE;
            case "machine" -> Token.MACHINE;
            case "xen" -> Token.XEN;
            case "phys" -> Token.PHYS;
            case "dom0" -> Token.DOM0;
            case "task" -> Token.TASK;
            default -> Token.DOMU;
        };
    }
}
