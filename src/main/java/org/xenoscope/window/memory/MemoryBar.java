package org.xenoscope.window.memory;

import javafx.scene.canvas.Canvas;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

import org.xenoscope.place.SpaceId;
import org.xenoscope.window.theme.Swatches;
import org.xenoscope.window.theme.Swatches.Token;

import java.util.function.DoubleConsumer;

/// The bar beside the bytes: all readable memory of the space from top to bottom, and where the
/// person is in it. Press or drag goes there; with Shift a drag is 256 times finer.
final class MemoryBar extends Region {
    /// Width of the bar, as wide as the map of the design and a margin to hit it.
    static final double WIDTH = 14;

    private static final double LEAST_THUMB = 24;
    private static final double FINER = 256;

    private final Swatches swatches = new Swatches();
    private final Canvas canvas = new Canvas();
    private final DoubleConsumer go;
    private Extents extents = Extents.none();
    private SpaceId space = SpaceId.FILE;
    private double share;
    private double draggedTo;
    private double lastY;

    /// @param go told the share of the readable memory that the person asks for, 0 to 1
    /// @param released run when the drag ends
    MemoryBar(DoubleConsumer go, Runnable released) {
        this.go = go;
        getChildren().addAll(swatches, canvas);
        setMinWidth(WIDTH);
        setPrefWidth(WIDTH);
        setMaxWidth(WIDTH);
        setId("memory-bar");
        setAccessibleText("Position in the readable memory");
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        addEventHandler(
                MouseEvent.MOUSE_RELEASED,
                event -> {
                    released.run();
                    event.consume();
                });
    }

    /// Shows the readable memory of a space.
    void show(SpaceId of, Extents found) {
        space = of;
        extents = found;
        paint();
    }

    /// Shows where the person is.
    void at(long address) {
        share = extents.share(address);
        paint();
    }

    private double room() {
        return Math.max(1, getHeight() - LEAST_THUMB);
    }

    private void press(MouseEvent event) {
        lastY = event.getY();
        double y = event.getY() - LEAST_THUMB / 2;
        draggedTo = event.isShiftDown() ? share : Math.clamp(y / room(), 0, 1);
        if (!event.isShiftDown()) {
            go.accept(draggedTo);
        }
        event.consume();
    }

    private void drag(MouseEvent event) {
        double moved = (event.getY() - lastY) / room();
        lastY = event.getY();
        draggedTo = Math.clamp(draggedTo + (event.isShiftDown() ? moved / FINER : moved), 0, 1);
        go.accept(draggedTo);
        event.consume();
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        paint();
    }

    private void paint() {
        var out = canvas.getGraphicsContext2D();
        double width = canvas.getWidth();
        double height = canvas.getHeight();
        out.setFill(swatches.get(Token.BG1));
        out.fillRect(0, 0, width, height);
        out.setFill(swatches.get(Token.LINE));
        out.fillRect(0, 0, 1, height);
        long all = extents.bytes();
        if (all == 0) {
            return;
        }
        out.setFill(swatches.get(HexPainter.token(space)));
        out.setGlobalAlpha(0.55);
        double last = -1;
        for (Extents.Range range : extents.ranges()) {
            double top = (double) range.before() / all * height;
            double bottom = (double) (range.before() + range.bytes()) / all * height;
            if (bottom - last < 1) {
                continue;
            }
            // a gap of one pixel tells that memory is missing between two ranges
            out.fillRect(4, Math.max(top, last) + 0.5, width - 6, Math.max(0.5, bottom - top - 1));
            last = bottom;
        }
        out.setGlobalAlpha(1);
        double y = share * room();
        out.setGlobalAlpha(0.22);
        out.setFill(swatches.get(Token.ACCENT));
        out.fillRoundRect(2.5, y + 1, width - 4, LEAST_THUMB - 2, 4, 4);
        out.setGlobalAlpha(1);
        out.setStroke(swatches.get(Token.ACCENT));
        out.setLineWidth(1.5);
        out.strokeRoundRect(2.5, y + 1, width - 4, LEAST_THUMB - 2, 4, 4);
    }
}
