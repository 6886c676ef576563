package org.xenoscope.window.memory;

import javafx.scene.canvas.GraphicsContext;

import org.xenoscope.window.theme.Swatches;
import org.xenoscope.window.theme.Swatches.Token;

/// Draws the ground of a hole: each kind has its own pattern, so that colour never speaks alone.
final class HatchPainter {
    private static final double STEP = 8;

    private final Swatches swatches;

    HatchPainter(Swatches swatches) {
        this.swatches = swatches;
    }

    /// Draws the ground of a band.
    ///
    /// @param here whether the caret stands on it
    void band(
            GraphicsContext out,
            HolePattern pattern,
            double y,
            double width,
            double height,
            boolean here) {
        out.save();
        out.beginPath();
        out.rect(0, y, width, height);
        out.clip();
        if (pattern == HolePattern.UNREADABLE) {
            out.setGlobalAlpha(0.15);
            out.setFill(swatches.get(Token.ERR));
            out.fillRect(0, y, width, height);
        }
        out.setGlobalAlpha(0.55);
        out.setStroke(swatches.get(Token.LINE2));
        out.setFill(swatches.get(Token.LINE2));
        out.setLineWidth(1);
        hatch(out, pattern, y, width, height);
        out.restore();
        out.setFill(swatches.get(here ? Token.ACCENT : Token.LINE));
        out.fillRect(0, y, width, here ? 2 : 1);
        out.fillRect(0, y + height - (here ? 2 : 1), width, here ? 2 : 1);
    }

    private static void hatch(
            GraphicsContext out, HolePattern pattern, double y, double width, double height) {
        switch (pattern) {
            case ABSENT -> diagonals(out, y, width, height, STEP);
            case NOT_STORED, FILTERED -> diagonals(out, y, width, height, 2 * STEP);
            case TRUNCATED -> {
                for (double x = 0.5; x < width; x += STEP) {
                    out.strokeLine(x, y, x, y + height);
                }
            }
            case DEVICE -> {
                for (double at = STEP / 2 + 0.5; at < height; at += STEP) {
                    out.strokeLine(0, y + at, width, y + at);
                }
            }
            case NO_FRAME, BEYOND, NO_PFN -> {
                diagonals(out, y, width, height, 2 * STEP);
                for (double x = -height; x < width; x += 2 * STEP) {
                    out.strokeLine(x, y, x + height, y + height);
                }
            }
            case NOT_PRESENT, NOT_AN_ADDRESS -> dots(out, y, width, height, STEP);
            case PROTECTED, SWAPPED, PAGED_OUT, NOT_POPULATED ->
                    dots(out, y, width, height, 2 * STEP);
            case NO_P2M, NO_ROOT, UNREADABLE -> {}
        }
    }

    private static void diagonals(
            GraphicsContext out, double y, double width, double height, double step) {
        for (double x = 0; x < width + height; x += step) {
            out.strokeLine(x, y, x - height, y + height);
        }
    }

    private static void dots(
            GraphicsContext out, double y, double width, double height, double step) {
        for (double x = STEP / 2; x < width; x += step) {
            for (double dot = STEP / 2; dot < height; dot += step) {
                out.fillRect(x, y + dot, 1.5, 1.5);
            }
        }
    }
}
