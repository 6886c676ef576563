package org.xenoscope.window.memory;

import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;

import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Space;
import org.xenoscope.window.Job;
import org.xenoscope.window.Place;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.theme.Swatches;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Bytes of one space at a time, over all 2^64 addresses.
///
/// The state is the unsigned address of the top row. What is visible is computed away from the
/// JavaFX thread and painted when it arrives; until then the rows before stay.
final class HexView extends Region {
    private static final int WHEEL_ROWS = 3;

    private final Workbench workbench;
    private final Swatches swatches = new Swatches();
    private final HexPainter painter = new HexPainter(swatches);
    private final Canvas canvas = new Canvas();
    private final MemoryBar bar = new MemoryBar(this::goToShare);
    private Extents extents = Extents.none();
    private Optional<Job> looking = Optional.empty();
    private List<HexItem> items = List.of();
    private SpaceId space = SpaceId.FILE;
    private long top;
    private double wheel;
    private long anchor;
    private boolean busy;
    private boolean waiting;
    private String failure = "";
    private Place place;
    private boolean inSight;
    private Query wanted = new Query(SpaceId.FILE, 0, 0, 1, false);

    /// What is to be shown: a top row, and rows to scroll from it.
    ///
    /// @param scroll rows to scroll from `top`
    /// @param third whether `top` comes at a third of the height instead
    private record Query(SpaceId space, long top, int scroll, int rows, boolean third) {
        Query rows(int visible) {
            return new Query(space, top, scroll, visible, third);
        }

        int distance() {
            return third ? -(rows / 3) : scroll;
        }
    }

    /// What was found.
    private record Answer(Query query, long top, List<HexItem> items) {}

    HexView(Workbench workbench) {
        this.workbench = workbench;
        place = workbench.navigator().place();
        getChildren().addAll(swatches, canvas, bar);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TEXT_AREA);
        setId("hex");
        getStyleClass().add("pane");
        setMinSize(0, 0);
        addEventHandler(ScrollEvent.SCROLL, this::wheel);
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        focusedProperty().addListener(_ -> paint());
        lookForExtents();
    }

    @Override
    protected void layoutChildren() {
        boolean grown = canvas.getHeight() != getHeight();
        double width = Math.max(0, getWidth() - MemoryBar.WIDTH);
        canvas.setWidth(width);
        canvas.setHeight(getHeight());
        bar.resizeRelocate(width, 0, MemoryBar.WIDTH, getHeight());
        if (grown || waiting) {
            ask(wanted.rows(visibleRows() + 1));
        }
        paint();
    }

    /// Looks for the readable memory of the space; the bar fills when it is found.
    private void lookForExtents() {
        looking.ifPresent(Job::cancel);
        SpaceId asked = space;
        extents = Extents.none();
        bar.show(asked, extents);
        looking =
                Optional.of(
                        workbench
                                .jobs()
                                .start(
                                        "Looking for the readable memory of " + asked.text(),
                                        progress ->
                                                Extents.of(
                                                        workbench.dump().spaces().get(asked),
                                                        progress),
                                        found -> {
                                            extents = found;
                                            bar.show(asked, found);
                                            bar.at(top);
                                        },
                                        _ -> {}));
    }

    private void goToShare(double share) {
        extents.address(share)
                .ifPresent(
                        address ->
                                ask(
                                        new Query(
                                                space,
                                                HexRows.rowOf(address),
                                                0,
                                                visibleRows() + 1,
                                                false)));
    }

    private int visibleRows() {
        double height = getHeight() - HexPainter.HEADER;
        return Math.max(1, (int) Math.ceil(height / HexPainter.ROW));
    }

    /// Shows a place; a jump puts it in the upper third unless it is in view already.
    void show(Place next) {
        place = next;
        Location where = next.location();
        boolean sameSpace = where.space().equals(space);
        if (next.arrival() == Place.Arrival.RETURN && next.top().isPresent()) {
            space = where.space();
            if (!sameSpace) {
                lookForExtents();
            }
            ask(new Query(space, next.top().get().address(), 0, visibleRows() + 1, false));
        } else if (!sameSpace || !visible(where.address())) {
            boolean near = sameSpace && !place.jump();
            long row = HexRows.rowOf(where.address());
            boolean under = below(where.address());
            space = where.space();
            if (!sameSpace) {
                lookForExtents();
            }
            int back = near && under ? 2 - visibleRows() : 0;
            ask(new Query(space, row, back, visibleRows() + 1, !near));
        }
        paint();
    }

    private boolean below(long address) {
        return Long.compareUnsigned(address, top) > 0;
    }

    private boolean visible(long address) {
        double room = getHeight() - HexPainter.HEADER;
        for (HexItem item : items) {
            room -= item instanceof HexItem.Band ? HexPainter.BAND : HexPainter.ROW;
            long last =
                    item instanceof HexItem.Band band
                            ? band.last()
                            : item.first() + HexRows.ROW - 1;
            if (room >= 0
                    && Long.compareUnsigned(address - item.first(), last - item.first()) <= 0) {
                return true;
            }
        }
        return false;
    }

    private void ask(Query query) {
        wanted = query;
        waiting = getHeight() <= HexPainter.HEADER;
        if (busy || waiting) {
            return;
        }
        busy = true;
        workbench
                .jobs()
                .start(
                        "Reading memory",
                        _ -> answer(query),
                        answer -> {
                            busy = false;
                            accept(answer);
                        },
                        exception -> {
                            busy = false;
                            failure = "Memory could not be shown: " + exception.getMessage();
                            paint();
                        });
    }

    private Answer answer(Query query) {
        Space from = workbench.dump().spaces().get(query.space());
        HexRows model = new HexRows(from);
        long start = model.scroll(query.top(), query.distance());
        return new Answer(query, start, model.from(start, query.rows()));
    }

    private void accept(Answer answer) {
        if (answer.query().equals(wanted)) {
            top = answer.top();
            items = answer.items();
            failure = "";
            wanted = new Query(space, top, 0, answer.query().rows(), false);
            bar.at(top);
            tell();
            paint();
        } else {
            ask(wanted);
        }
    }

    /// Whether the person sees these rows as those of the navigator's place.
    void inSight(boolean seen) {
        inSight = seen;
        tell();
        // colours are known only once the tab has been shown
        requestLayout();
    }

    private void tell() {
        if (inSight && !items.isEmpty()) {
            int whole = Math.max(1, visibleRows() - 1);
            HexItem last = items.get(Math.min(items.size(), whole) - 1);
            long end =
                    last instanceof HexItem.Band band ? band.first() : last.first() + HexRows.ROW;
            workbench.navigator().sees(new Location(space, top), end - top);
        }
    }

    private void scroll(int rows) {
        int pending = busy ? wanted.distance() : 0;
        long from = busy ? wanted.top() : top;
        ask(new Query(space, from, pending + rows, visibleRows() + 1, false));
    }

    private void paint() {
        var out = canvas.getGraphicsContext2D();
        double width = canvas.getWidth();
        painter.clear(out, width, canvas.getHeight());
        boolean here = place.location().space().equals(space);
        HexPainter.Marks marks =
                here
                        ? new HexPainter.Marks(
                                place.location().address(),
                                place.length(),
                                !isFocused() && place.length() > 1)
                        : new HexPainter.Marks(0, 0, false);
        double y = HexPainter.HEADER;
        for (HexItem item : items) {
            switch (item) {
                case HexItem.Row row -> {
                    painter.row(out, row, y, width, space, digits(row.first()), marks);
                    y += HexPainter.ROW;
                }
                case HexItem.Band band -> {
                    boolean inside =
                            here
                                    && Long.compareUnsigned(
                                                    marks.caret() - band.first(),
                                                    band.last() - band.first())
                                            <= 0;
                    painter.band(out, band, y, width, inside);
                    y += HexPainter.BAND;
                }
            }
        }
        painter.header(out, header(), width);
        painter.failure(out, failure);
        setAccessibleText("Memory, " + place.location());
    }

    private String header() {
        return switch (space.kind()) {
            case XEN, DOMAIN_VIRTUAL, TASK, ROOT -> space.text() + ", virtual";
            default -> space.text();
        };
    }

    private static String digits(long address) {
        String hex = Long.toHexString(address);
        return "0".repeat(16 - hex.length()) + hex;
    }

    private void wheel(ScrollEvent event) {
        if (event.isControlDown()) {
            return;
        }
        wheel -= event.getDeltaY() / 40 * WHEEL_ROWS;
        int rows = (int) wheel;
        if (rows != 0) {
            wheel -= rows;
            scroll(rows);
        }
        event.consume();
    }

    private OptionalLong addressAt(double x, double y) {
        double bottom = HexPainter.HEADER;
        for (HexItem item : items) {
            bottom += item instanceof HexItem.Band ? HexPainter.BAND : HexPainter.ROW;
            if (y < bottom && y >= HexPainter.HEADER) {
                if (item instanceof HexItem.Band band) {
                    return OptionalLong.of(band.first());
                }
                int index = HexPainter.byteAt(x);
                return index < 0 ? OptionalLong.empty() : OptionalLong.of(item.first() + index);
            }
        }
        return OptionalLong.empty();
    }

    private void press(MouseEvent event) {
        requestFocus();
        if (event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        addressAt(event.getX(), event.getY())
                .ifPresent(
                        address -> {
                            if (event.isShiftDown()) {
                                select(address);
                                return;
                            }
                            anchor = address;
                            int clicks = event.getClickCount();
                            long first = clicks == 2 ? address & -8L : address;
                            first = clicks >= 3 ? HexRows.rowOf(address) : first;
                            long length = clicks == 2 ? 8 : clicks >= 3 ? HexRows.ROW : 1;
                            move(first, length);
                        });
        event.consume();
    }

    private void drag(MouseEvent event) {
        addressAt(event.getX(), event.getY()).ifPresent(this::select);
    }

    /// Selects from the anchor to an address, whichever is first.
    private void select(long address) {
        boolean forward = Long.compareUnsigned(address, anchor) >= 0;
        long first = forward ? anchor : address;
        long length = (forward ? address - anchor : anchor - address) + 1;
        move(first, length);
    }

    private void move(long address, long length) {
        workbench.navigator().move(new Location(space, address), length);
    }

    private void key(KeyEvent event) {
        if (event.isAltDown() || event.isMetaDown()) {
            return;
        }
        if (event.isControlDown() ? controlKey(event) : plainKey(event)) {
            event.consume();
        }
    }

    private boolean plainKey(KeyEvent event) {
        int page = Math.max(1, visibleRows() - 2);
        long row = HexRows.ROW;
        long caret = place.location().address();
        switch (event.getCode()) {
            case LEFT -> step(event, -1);
            case RIGHT -> step(event, 1);
            case UP -> step(event, -row);
            case DOWN -> step(event, row);
            case PAGE_UP -> {
                scroll(-page);
                step(event, -row * page);
            }
            case PAGE_DOWN -> {
                scroll(page);
                step(event, row * page);
            }
            case HOME -> step(event, HexRows.rowOf(caret) - caret);
            case END -> step(event, HexRows.rowOf(caret) + row - 1 - caret);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean controlKey(KeyEvent event) {
        switch (event.getCode()) {
            case HOME -> move(0, 1);
            case END -> jump("Going to the end", from -> OptionalLong.of(from.lastAddress()));
            case DOWN -> nextExtent();
            case UP -> previousExtent();
            case C -> {
                if (event.isShiftDown()) {
                    return false;
                }
                copy();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Moves the caret by so many bytes, not past either end of 2^64.
    private void step(KeyEvent event, long distance) {
        long caret = place.location().address();
        if (event.isShiftDown()) {
            long end = caret == anchor ? caret + place.length() - 1 : caret;
            select(moved(end, distance));
            return;
        }
        anchor = moved(caret, distance);
        move(anchor, 1);
    }

    private static long moved(long address, long distance) {
        long next = address + distance;
        if (distance > 0 && Long.compareUnsigned(next, address) < 0) {
            return -1L;
        }
        return distance < 0 && Long.compareUnsigned(next, address) > 0 ? 0 : next;
    }

    /// Goes to the first byte of the next readable range.
    void nextExtent() {
        long caret = place.location().address();
        jump(
                "Looking for the next readable byte",
                from -> {
                    long at = caret;
                    var extent = from.extentAt(at);
                    if (extent.readable() && extent.last() != -1L) {
                        at = extent.last() + 1;
                    }
                    return from.nextReadable(at);
                });
    }

    /// Goes to the last byte of the readable range before.
    void previousExtent() {
        long caret = place.location().address();
        jump(
                "Looking for the readable byte before",
                from -> {
                    var extent = from.extentAt(caret);
                    long at = extent.readable() && extent.first() != 0 ? extent.first() - 1 : caret;
                    return from.previousReadable(at);
                });
    }

    private Job jump(String title, java.util.function.Function<Space, OptionalLong> search) {
        SpaceId asked = space;
        return workbench
                .jobs()
                .start(
                        title,
                        _ -> search.apply(workbench.dump().spaces().get(asked)),
                        found ->
                                found.ifPresent(
                                        address ->
                                                workbench
                                                        .navigator()
                                                        .go(new Location(asked, address))),
                        _ -> {});
    }

    /// Copies the selected bytes as hex; what is missing is two dashes.
    private void copy() {
        int length = (int) Math.min(1 << 20, place.length());
        workbench
                .jobs()
                .start(
                        "Copying",
                        _ ->
                                CopyText.hex(
                                        workbench
                                                .dump()
                                                .spaces()
                                                .get(place.location().space())
                                                .read(place.location().address(), length)),
                        PlaceLink::copy,
                        _ -> {});
    }
}
