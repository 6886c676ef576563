package org.xenoscope.window.memory;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Paint;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;

import org.xenoscope.place.HoleReason;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Chunk;
import org.xenoscope.window.Tag;
import org.xenoscope.window.theme.Swatches;
import org.xenoscope.window.theme.Swatches.Token;

/// Draws rows and bands of a hex view on a canvas. One painter for all visible rows; nothing is
/// allocated for a cell.
final class HexPainter {
    /// Height of a row and of the header.
    static final double ROW = 20;

    static final double HEADER = 24;
    static final double BAND = 52;
    private static final double LEFT = 12;
    private static final double ADDRESS = 146;
    private static final double CELL = 22;
    private static final double GAP = 10;
    private static final double TEXT_GAP = 14;
    private static final double CHARACTER = 8;
    private static final int SIZE = 13;

    private static final String[] HEX = new String[256];
    private static final String[] TEXT = new String[256];

    static {
        for (int i = 0; i < 256; i++) {
            HEX[i] = "%02x".formatted(i);
            TEXT[i] = i >= 0x20 && i < 0x7f ? String.valueOf((char) i) : "·";
        }
    }

    private final Font mono = Font.font("JetBrains Mono", SIZE);
    private final Font small = Font.font("JetBrains Mono", SIZE - 1);
    private final Font words = Font.font("Inter", SIZE - 0.5);
    private final Font bold = Font.font("Inter", FontWeight.BOLD, SIZE - 0.5);
    private final Swatches swatches;

    HexPainter(Swatches swatches) {
        this.swatches = swatches;
    }

    /// The bytes that are marked.
    ///
    /// @param caret the byte under the caret
    /// @param length bytes selected from it on, unsigned
    /// @param soft whether the selection answers to another view's
    record Marks(long caret, long length, boolean soft) {
        boolean selected(long address) {
            return Long.compareUnsigned(address - caret, length) < 0;
        }
    }

    private Paint paint(Token token) {
        return swatches.get(token);
    }

    private static double cellX(int index) {
        int gaps = index / 8;
        return LEFT + ADDRESS + index * CELL + gaps * GAP;
    }

    private static double textX(int index) {
        return cellX(HexRows.ROW - 1) + CELL + TEXT_GAP + index * CHARACTER;
    }

    /// {@return the index of the byte at an x position, or -1}
    static int byteAt(double x) {
        for (int i = 0; i < HexRows.ROW; i++) {
            if (x >= cellX(i) && x < cellX(i) + CELL) {
                return i;
            }
            if (x >= textX(i) && x < textX(i) + CHARACTER) {
                return i;
            }
        }
        return -1;
    }

    /// Fills the ground.
    void clear(GraphicsContext out, double width, double height) {
        out.setFill(paint(Token.BG0));
        out.fillRect(0, 0, width, height);
        out.setTextBaseline(VPos.CENTER);
    }

    /// Draws the header row.
    void header(GraphicsContext out, String space, double width) {
        out.setFill(paint(Token.BG1));
        out.fillRect(0, 0, width, HEADER);
        out.setFill(paint(Token.LINE));
        out.fillRect(0, HEADER - 1, width, 1);
        out.setFill(paint(Token.TEXT3));
        out.setFont(small);
        out.setTextAlign(TextAlignment.LEFT);
        out.fillText(space, LEFT, HEADER / 2);
        out.fillText("text", textX(0), HEADER / 2);
        out.setTextAlign(TextAlignment.CENTER);
        for (int i = 0; i < HexRows.ROW; i++) {
            out.fillText(Integer.toHexString(i), cellX(i) + CELL / 2, HEADER / 2);
        }
    }

    /// Says why nothing can be shown, under the header.
    void failure(GraphicsContext out, String words) {
        out.setTextAlign(TextAlignment.LEFT);
        out.setFont(this.words);
        out.setFill(paint(Token.ERR));
        out.fillText(words, LEFT, HEADER + ROW);
    }

    /// Draws a row of bytes.
    void row(
            GraphicsContext out,
            HexItem.Row row,
            double y,
            double width,
            SpaceId space,
            String address,
            Marks marks) {
        Chunk chunk = row.chunk();
        long first = row.first();
        double middle = y + ROW / 2;
        boolean caretRow = Long.compareUnsigned(marks.caret() - first, HexRows.ROW) < 0;
        if (caretRow) {
            out.setGlobalAlpha(0.07);
            out.setFill(paint(Token.ACCENT));
            out.fillRect(0, y, width, ROW);
            out.setGlobalAlpha(1);
        }
        out.setFont(mono);
        out.setTextAlign(TextAlignment.LEFT);
        out.setFill(paint(token(space)));
        out.fillText(address, LEFT, middle);
        out.setTextAlign(TextAlignment.CENTER);
        for (int i = 0; i < chunk.length(); i++) {
            cell(out, chunk, i, first + i, y, marks);
        }
    }

    private void cell(
            GraphicsContext out, Chunk chunk, int i, long address, double y, Marks marks) {
        double x = cellX(i);
        double textX = textX(i);
        double middle = y + ROW / 2;
        boolean selected = marks.selected(address);
        boolean caret = address == marks.caret();
        if (selected) {
            out.setFill(paint(marks.soft() ? Token.SOFT : Token.SELECT));
            boolean gap = i == 8 && marks.selected(address - 1);
            out.fillRect(gap ? x - GAP : x, y, gap ? CELL + GAP : CELL, ROW);
            out.fillRect(textX, y, CHARACTER, ROW);
            if (marks.soft()) {
                out.setFill(paint(Token.ACCENT));
                out.fillRect(x, y + ROW - 2, CELL, 2);
            }
        }
        if (caret) {
            out.setFill(paint(Token.ACCENT));
            out.fillRect(x, y, CELL, ROW);
            out.fillRect(textX, y, CHARACTER, ROW);
        }
        if (!chunk.present(i)) {
            HoleReason reason = chunk.hole(i).orElseThrow();
            out.setFill(paint(caret ? Token.ON_ACCENT : Token.ZERO));
            out.fillText(HolePattern.of(reason).cell(), x + CELL / 2, middle);
            return;
        }
        int value = chunk.value(i);
        Token plain = value == 0 && !selected ? Token.ZERO : Token.TEXT;
        out.setFill(paint(caret ? Token.ON_ACCENT : plain));
        out.fillText(HEX[value], x + CELL / 2, middle);
        out.fillText(TEXT[value], textX + CHARACTER / 2, middle);
    }

    /// Draws the band of a hole.
    void band(GraphicsContext out, HexItem.Band band, double y, double width, boolean here) {
        hatch(out, HolePattern.of(band.reason()), y, width);
        out.setFill(paint(here ? Token.ACCENT : Token.LINE));
        out.fillRect(0, y, width, 1);
        out.fillRect(0, y + BAND - 1, width, 1);
        String word = HolePattern.of(band.reason()).word();
        String length = "0x%x bytes to 0x%x".formatted(band.last() - band.first() + 1, band.last());
        if (band.last() - band.first() == -1L) {
            length = "all of the space";
        }
        double box = Math.min(width - 24, 700);
        out.setFill(paint(Token.BG0));
        out.fillRoundRect(12, y + 6, box, BAND - 12, 4, 4);
        out.setStroke(paint(here ? Token.ACCENT : Token.LINE));
        out.strokeRoundRect(12.5, y + 6.5, box - 1, BAND - 13, 4, 4);
        out.setTextAlign(TextAlignment.LEFT);
        out.setFill(paint(Token.TEXT));
        out.setFont(bold);
        out.fillText(word, 22, y + 17);
        out.setFont(small);
        out.setFill(paint(Token.TEXT2));
        out.fillText(length, 22 + 8 * word.length() + 8, y + 17);
        out.setFont(words);
        out.fillText(band.hole().sentence(), 22, y + 35, box - 20);
    }

    private void hatch(GraphicsContext out, HolePattern pattern, double y, double width) {
        out.setGlobalAlpha(0.55);
        out.setStroke(paint(Token.LINE2));
        out.setFill(paint(Token.LINE2));
        switch (pattern) {
            case ABSENT, NOT_STORED, FILTERED -> {
                double step = pattern == HolePattern.ABSENT ? 8 : 16;
                for (double x = 0; x < width + BAND; x += step) {
                    out.strokeLine(x, y, x - BAND, y + BAND);
                }
            }
            case TRUNCATED, DEVICE -> {
                for (double x = 0.5; x < width; x += 8) {
                    out.strokeLine(x, y, x, y + BAND);
                }
            }
            case NO_P2M, NO_ROOT, UNREADABLE -> {}
            default -> {
                for (double x = 4; x < width; x += 8) {
                    for (double dot = 4; dot < BAND; dot += 8) {
                        out.fillRect(x, y + dot, 1.5, 1.5);
                    }
                }
            }
        }
        out.setGlobalAlpha(1);
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
