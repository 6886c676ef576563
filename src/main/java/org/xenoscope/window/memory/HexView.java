package org.xenoscope.window.memory;

import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.window.Place;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.theme.Swatches;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Bytes of one space at a time, over all 2^64 addresses: puts rows, caret, bars and the words of
/// holes together. Keys, mouse, scrolling, painting each have their own class.
final class HexView extends Region {
    private static final double SIDEWAYS = 12;
    private static final double TEXT_SIZE = 13;

    private final Workbench workbench;
    private final Swatches swatches = new Swatches();
    private final HexPainter painter = new HexPainter(swatches);
    private final HatchPainter hatch = new HatchPainter(swatches);
    private final Label ruler = new Label();
    private final Canvas canvas = new Canvas();
    private final ScrollBar sideways = new ScrollBar();
    private final Label dragged = new Label();
    private final List<BandNote> notes = new ArrayList<>();
    private final MemoryBar bar = new MemoryBar(this::goToShare, this::endDrag);
    private final HexScroller rows;
    private final HexCursor cursor;
    private final ExtentSearch extents;
    private final Journeys journeys;
    private final HexMenu menu;
    private final RowFlash flash = new RowFlash(this::paint);
    private final RowPulse pulse = new RowPulse(this::paint);
    private final Consumer<String> notice;
    private final Runnable explain;
    private RowFormat format = RowFormat.usual();
    private RowGeometry geometry = new RowGeometry(format, 16, 16, 1);
    private Place place;
    private boolean inSight;
    private int keptRow = HexScroller.THIRD;
    private long softFirst;
    private long softLength;

    /// @param notice told what a person should know about what they did
    /// @param explain shows the trail of the caret's byte
    HexView(Workbench workbench, Consumer<String> notice, Runnable explain) {
        this.workbench = workbench;
        this.notice = notice;
        this.explain = explain;
        place = workbench.navigator().place();
        rows = new HexScroller(workbench, this::scrolled);
        cursor = new HexCursor(workbench, rows);
        extents = new ExtentSearch(workbench, this::found);
        journeys = new Journeys(workbench, notice);
        menu = new HexMenu(workbench, this, notice);
        dragged.getStyleClass().add("drag-address");
        dragged.setManaged(false);
        dragged.setVisible(false);
        ruler.setVisible(false);
        ruler.fontProperty().addListener(_ -> requestLayout());
        sideways.valueProperty().addListener(_ -> paint());
        sideways.setVisible(false);
        getChildren().addAll(swatches, ruler, canvas, bar, sideways, dragged);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TEXT_AREA);
        setId("hex");
        getStyleClass().addAll("pane", "hex-view");
        setMinSize(0, 0);
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(widthProperty());
        clip.heightProperty().bind(heightProperty());
        setClip(clip);
        new HexKeys(this, rows, cursor);
        new HexMouse(this, rows, cursor);
        focusedProperty().addListener(_ -> paint());
        extents.look(rows.space());
    }

    Place place() {
        return place;
    }

    RowGeometry geometry() {
        return geometry;
    }

    RowFormat format() {
        return format;
    }

    /// Writes the rows in another way.
    void format(RowFormat next) {
        format = next;
        requestLayout();
        measure();
        paint();
    }

    private double bytesWidth() {
        return Math.max(0, getWidth() - MemoryBar.WIDTH);
    }

    /// Finds how many rows and bytes fit, and asks for them.
    private void measure() {
        double scale = Math.max(0.5, ruler.getFont().getSize() / TEXT_SIZE);
        painter.scale(scale);
        int fitting = RowGeometry.fitting(format, rows.digits(), scale, bytesWidth());
        geometry = new RowGeometry(format, format.bytes(fitting), rows.digits(), scale);
        boolean wide = geometry.width() > bytesWidth() + 1 && bytesWidth() > 0;
        sideways.setVisible(wide);
        if (wide) {
            sideways.setMax(Math.ceil(geometry.width() - bytesWidth()));
            sideways.setVisibleAmount(sideways.getMax() * bytesWidth() / geometry.width());
            sideways.setUnitIncrement(geometry.cell());
            sideways.setBlockIncrement(bytesWidth() / 2);
        }
        sideways.setValue(wide ? Math.min(sideways.getValue(), sideways.getMax()) : 0);
        double room = rowsBottom() - geometry.header();
        if (room > 0) {
            rows.fit((int) Math.ceil(room / geometry.row()), geometry.bytes(), format);
        }
    }

    @Override
    protected void layoutChildren() {
        measure();
        double width = bytesWidth();
        canvas.setWidth(width);
        canvas.setHeight(getHeight());
        bar.resizeRelocate(width, 0, MemoryBar.WIDTH, getHeight());
        sideways.resizeRelocate(0, getHeight() - SIDEWAYS, width, SIDEWAYS);
        placeNotes();
        paint();
    }

    /// {@return the y position at which rows end}
    double rowsBottom() {
        return getHeight() - (sideways.isVisible() ? SIDEWAYS : 0);
    }

    private double height(HexItem item) {
        return item instanceof HexItem.Band ? geometry.band() : geometry.row();
    }

    /// Shows a place; a jump puts it in the upper third unless it is in view already.
    void show(Place next) {
        place = next;
        cursor.follow(next);
        Location where = next.location();
        boolean other = !where.space().equals(rows.space());
        if (other) {
            extents.look(where.space());
        }
        if (next.arrival() == Place.Arrival.RETURN && next.top().isPresent()) {
            rows.to(next.top().get(), 0);
        } else if (keptRow != HexScroller.THIRD) {
            rows.to(where, keptRow);
        } else {
            long seen = cursor.moving() ? cursor.active() : where.address();
            boolean wanted = next.jump() || cursor.moving() || !selectsView();
            if (other || (!inView(seen) && wanted)) {
                bring(new Location(where.space(), seen), next.jump() || other);
            }
            sidewaysTo(seen);
        }
        keptRow = HexScroller.THIRD;
        if (next.jump()) {
            flash.start();
        }
        paint();
        notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
    }

    private boolean selectsView() {
        return rows.items().stream()
                .anyMatch(
                        item ->
                                Long.compareUnsigned(
                                                item.first() - place.location().address(),
                                                place.length())
                                        < 0);
    }

    /// The next place that is shown keeps the caret's row on the screen.
    void keepRow() {
        int index = rows.indexOf(place.location().address());
        keptRow = index < 0 ? HexScroller.THIRD : index;
    }

    private void bring(Location where, boolean jump) {
        boolean under = Long.compareUnsigned(where.address(), rows.top()) > 0;
        if (jump) {
            rows.to(where, HexScroller.THIRD);
        } else {
            rows.to(where, under ? Math.max(0, rows.visible() - 2) : 0);
        }
    }

    private boolean inView(long address) {
        double room = rowsBottom() - geometry.header();
        for (HexItem item : rows.items()) {
            room -= height(item);
            if (room < 0) {
                return false;
            }
            if (item.covers(address)) {
                return true;
            }
        }
        return false;
    }

    private void sidewaysTo(long address) {
        if (!sideways.isVisible()) {
            return;
        }
        int cell = (int) Long.remainderUnsigned(address, geometry.bytes()) / format.group();
        double left = geometry.cellX(cell);
        if (cell == 0) {
            sideways.setValue(0);
        } else if (left < sideways.getValue()) {
            sideways.setValue(left - geometry.gap());
        } else if (left + geometry.cell() > sideways.getValue() + bytesWidth()) {
            double right = left + geometry.cell() + geometry.gap() - bytesWidth();
            sideways.setValue(Math.min(sideways.getMax(), right));
        }
    }

    /// Scrolls the columns.
    void scrollSideways(double pixels) {
        sideways.setValue(Math.clamp(sideways.getValue() + pixels, 0, sideways.getMax()));
    }

    /// Marks what answers to the selection: the header or note that owns the byte.
    void soft(long first, long length) {
        softFirst = first;
        softLength = length;
        paint();
    }

    private void found(Extents known) {
        bar.show(rows.space(), known);
        bar.at(rows.top());
    }

    private void goToShare(double share) {
        extents.extents()
                .address(share)
                .ifPresent(
                        address -> {
                            Location where = new Location(rows.space(), address);
                            rows.to(where, 0);
                            dragged.setText(where.toString());
                            dragged.setVisible(true);
                            placeDragged(share);
                        });
    }

    private void placeDragged(double share) {
        double width = dragged.prefWidth(-1);
        double height = dragged.prefHeight(-1);
        double y = Math.clamp(share * (getHeight() - height), 0, Math.max(0, getHeight() - height));
        dragged.resizeRelocate(Math.max(0, bytesWidth() - width - 6), y, width, height);
    }

    private void endDrag() {
        dragged.setVisible(false);
    }

    /// The rows have changed.
    private void scrolled() {
        if (geometry.digits() != rows.digits()) {
            measure();
        }
        if (!rows.waiting()) {
            bar.at(rows.top());
            tell();
        }
        pulse.run(rows.waiting());
        showNotes();
        paint();
    }

    private void showNotes() {
        int used = 0;
        for (HexItem item : rows.items()) {
            if (item instanceof HexItem.Band band) {
                if (used == notes.size()) {
                    BandNote note = new BandNote(workbench, this::nextReadable);
                    notes.add(note);
                    getChildren().add(getChildren().indexOf(canvas) + 1, note);
                }
                notes.get(used++).show(band);
            }
        }
        for (int i = used; i < notes.size(); i++) {
            notes.get(i).hide();
        }
        applyCss();
        placeNotes();
    }

    private void placeNotes() {
        int used = 0;
        double y = geometry.header();
        for (HexItem item : rows.items()) {
            if (item instanceof HexItem.Band && used < notes.size()) {
                notes.get(used++).place(y, bytesWidth() - 24, geometry.band());
            }
            y += height(item);
        }
    }

    private void nextReadable(long last) {
        journeys.nextExtent(new Location(rows.space(), last));
    }

    /// Whether the person sees these rows as those of the navigator's place.
    void inSight(boolean seen) {
        inSight = seen;
        tell();
        // colours are known only once the tab has been shown
        requestLayout();
    }

    private void tell() {
        List<HexItem> items = rows.items();
        if (inSight && !items.isEmpty()) {
            int whole = Math.max(1, rows.visible() - 1);
            HexItem last = items.get(Math.min(items.size(), whole) - 1);
            long end = last instanceof HexItem.Band band ? band.first() : last.last() + 1;
            workbench.navigator().sees(new Location(rows.space(), rows.top()), end - rows.top());
        }
    }

    /// {@return what is marked now}
    Marks marks() {
        boolean here = place.location().space().equals(rows.space());
        return new Marks(
                here,
                place.location().address(),
                place.length(),
                softFirst,
                softLength,
                cursor.block());
    }

    private void paint() {
        var out = canvas.getGraphicsContext2D();
        double width = canvas.getWidth();
        painter.clear(out, width, canvas.getHeight());
        out.save();
        out.translate(-sideways.getValue(), 0);
        double all = Math.max(width, geometry.width());
        Marks marks = marks();
        double y = geometry.header();
        for (HexItem item : rows.items()) {
            boolean at = marks.here() && item.covers(marks.caret());
            switch (item) {
                case HexItem.Row row -> {
                    if (at) {
                        painter.tint(out, geometry, y, all, flash.strength());
                    }
                    painter.row(out, geometry, row, y, rows.space(), marks);
                }
                case HexItem.Band band ->
                        hatch.band(out, HolePattern.of(band.reason()), y, all, geometry.band(), at);
                case HexItem.Pending row ->
                        painter.pending(out, geometry, row, y, rows.space(), pulse.share());
            }
            y += height(item);
        }
        painter.header(out, geometry, header(), all);
        painter.failure(out, geometry, rows.failure());
        out.restore();
    }

    private String header() {
        SpaceId space = rows.space();
        return switch (space.kind()) {
            case XEN, DOMAIN_VIRTUAL, TASK, ROOT -> space.text() + ", virtual";
            default -> space.text();
        };
    }

    private int itemAt(double y) {
        double bottom = geometry.header();
        List<HexItem> items = rows.items();
        for (int i = 0; i < items.size(); i++) {
            bottom += height(items.get(i));
            if (y < bottom) {
                return y >= geometry.header() ? i : -1;
            }
        }
        return -1;
    }

    /// {@return the address at a point, if there is one}
    OptionalLong addressAt(double x, double y) {
        int index = itemAt(y);
        if (index < 0 || x > bytesWidth()) {
            return OptionalLong.empty();
        }
        HexItem item = rows.items().get(index);
        if (item instanceof HexItem.Band) {
            return OptionalLong.of(item.first());
        }
        int at = geometry.byteAt(x + sideways.getValue());
        return at < 0 || at > item.last() - item.first()
                ? OptionalLong.empty()
                : OptionalLong.of(item.first() + at);
    }

    /// {@return the address nearest to a point that may lie outside of the rows}
    OptionalLong nearest(double x, double y) {
        List<HexItem> items = rows.items();
        if (items.isEmpty()) {
            return OptionalLong.empty();
        }
        double limit = Math.clamp(y, geometry.header(), Math.max(geometry.header(), rowsBottom()));
        int index = itemAt(limit);
        HexItem item = index < 0 ? items.getLast() : items.get(index);
        if (item instanceof HexItem.Band) {
            return OptionalLong.of(item.first());
        }
        long at = geometry.nearest(x + sideways.getValue());
        return OptionalLong.of(item.first() + Math.min(at, item.last() - item.first()));
    }

    /// {@return where the marked word at an address points}
    Optional<Location> pointerAt(long address) {
        int index = rows.indexOf(address);
        if (index < 0 || !(rows.items().get(index) instanceof HexItem.Row row)) {
            return Optional.empty();
        }
        long at = address - row.first();
        return row.pointers().stream()
                .filter(word -> at >= word.index() && at < word.index() + Long.BYTES)
                .map(HexItem.Pointer::target)
                .findFirst();
    }

    void follow(Location target) {
        workbench.navigator().go(target);
    }

    /// Enter: the trail of a hole, or the place that the word at the caret names.
    void enter(boolean newTab) {
        int index = rows.indexOf(place.location().address());
        if (index >= 0 && rows.items().get(index) instanceof HexItem.Band) {
            explain.run();
        } else {
            journeys.pointer(place.location(), newTab);
        }
    }

    /// Esc: one byte of the selection stays. {@return whether there was anything to clear}
    boolean escape() {
        if (menu.closeCard()) {
            return true;
        }
        if (place.length() == 1 && cursor.block().isEmpty()) {
            return false;
        }
        cursor.clear();
        return true;
    }

    void end(boolean last) {
        journeys.end(rows.space(), last);
    }

    /// Goes to the next readable extent, or to the one before.
    void extent(boolean next) {
        if (next) {
            journeys.nextExtent(place.location());
        } else {
            journeys.previousExtent(place.location());
        }
    }

    void selectExtent() {
        journeys.selectExtent(place.location());
    }

    void selectWord() {
        cursor.word(place.location().address(), Long.BYTES);
    }

    void selectRow() {
        cursor.row(place.location().address());
    }

    void explain() {
        explain.run();
    }

    void copy() {
        menu.copy();
    }

    void copyAs() {
        menu.copyAs();
    }

    /// Shows the context menu at the caret.
    void menu() {
        double y = geometry.header();
        double x = geometry.cellX(0);
        for (HexItem item : rows.items()) {
            if (item.covers(place.location().address())) {
                int index = (int) (place.location().address() - item.first());
                x = item instanceof HexItem.Band ? x : geometry.cellX(index / format.group());
                break;
            }
            y += height(item);
        }
        var point = localToScreen(x - sideways.getValue(), y + geometry.row());
        if (point != null) {
            menu(point.getX(), point.getY());
        }
    }

    void menu(double screenX, double screenY) {
        menu.show(screenX, screenY);
    }

    /// {@return the row of the caret in words, as a screen reader should say it}
    String rowWords() {
        int index = rows.indexOf(place.location().address());
        if (index < 0) {
            return "Memory, " + place.location();
        }
        return switch (rows.items().get(index)) {
            case HexItem.Row row ->
                    "%s: %s  %s"
                            .formatted(
                                    row.address(),
                                    String.join(" ", row.cells()),
                                    String.join("", row.text()));
            case HexItem.Band band ->
                    "%s, %s: %s"
                            .formatted(
                                    HolePattern.of(band.reason()).word(),
                                    band.length(),
                                    band.sentence());
            case HexItem.Pending row -> row.address() + ": being read";
        };
    }

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return attribute == AccessibleAttribute.TEXT
                ? rowWords()
                : super.queryAccessibleAttribute(attribute, parameters);
    }

    /// Tells a person something about what they did.
    void say(String sentence) {
        notice.accept(sentence);
    }

    /// Stops looking and moving.
    void close() {
        extents.stop();
        flash.stop();
        pulse.run(false);
    }
}
