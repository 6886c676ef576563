package org.xenoscope.window.memory;

import org.xenoscope.place.Location;
import org.xenoscope.window.Place;
import org.xenoscope.window.Workbench;

import java.util.List;
import java.util.Optional;

/// The caret and the selection of a hex view: two ends, of which one moves. A hole's band is one
/// item: the caret stands on it, and its next step is behind it.
final class HexCursor {
    private final Workbench workbench;
    private final HexScroller rows;
    private long anchor;
    private long active;
    private Optional<Marks.Block> block = Optional.empty();
    private boolean moving;

    HexCursor(Workbench workbench, HexScroller rows) {
        this.workbench = workbench;
        this.rows = rows;
    }

    /// The person's place has changed.
    void follow(Place place) {
        if (!moving) {
            anchor = place.location().address();
            active = anchor + place.length() - 1;
            block = Optional.empty();
        }
    }

    /// {@return the end of the selection that moves}
    long active() {
        return active;
    }

    /// {@return whether the person has moved the caret just now, so that its moving end should be
    /// seen}
    boolean moving() {
        return moving;
    }

    Optional<Marks.Block> block() {
        return block;
    }

    /// Puts the caret on a byte.
    void put(long address) {
        put(address, 1);
    }

    /// Selects bytes from an address on.
    void put(long address, long length) {
        anchor = address;
        active = address + length - 1;
        block = Optional.empty();
        move(address, length);
    }

    /// Selects from the anchor to an address, whichever is first.
    void extend(long address) {
        active = address;
        block = Optional.empty();
        boolean forward = Long.compareUnsigned(address, anchor) >= 0;
        long first = forward ? anchor : address;
        long length = (forward ? address - anchor : anchor - address) + 1;
        // all 2^64 bytes have no length in 64 bits; the last one is left out
        move(first, length == 0 ? -1L : length);
    }

    /// Selects the block of columns between the anchor and an address.
    void extendBlock(long address) {
        active = address;
        Marks.Block next = Marks.Block.between(anchor, address, rows.rowBytes());
        move(next.first(), next.width());
        block = Optional.of(next);
    }

    private void move(long address, long length) {
        moving = true;
        try {
            workbench.navigator().move(new Location(rows.space(), address), length);
        } finally {
            moving = false;
        }
    }

    /// Leaves one byte of the selection.
    void clear() {
        put(workbench.navigator().place().location().address());
    }

    /// Moves the caret by bytes.
    void step(long distance, boolean extend) {
        long from = origin(extend);
        Optional<HexItem.Band> band = band(from);
        long next = moved(from, distance);
        if (band.isPresent()) {
            next = distance > 0 ? after(band.get()) : moved(band.get().first(), -1);
        }
        arrive(next, extend);
    }

    /// Moves the caret by one row.
    void stepRow(boolean down, boolean extend) {
        long from = origin(extend);
        int row = rows.rowBytes();
        Optional<HexItem.Band> band = band(from);
        long next = moved(from, down ? row : -row);
        if (band.isPresent()) {
            next = down ? after(band.get()) : moved(band.get().first(), -row);
        }
        arrive(next, extend);
    }

    /// Moves the caret to an address, or on the band that holds it.
    void arrive(long address, boolean extend) {
        long next = band(address).map(HexItem.Band::first).orElse(address);
        if (extend) {
            extend(next);
        } else {
            put(next);
        }
    }

    private long origin(boolean extend) {
        return extend ? active : workbench.navigator().place().location().address();
    }

    private Optional<HexItem.Band> band(long address) {
        List<HexItem> items = rows.items();
        int index = rows.indexOf(address);
        return index >= 0 && items.get(index) instanceof HexItem.Band band
                ? Optional.of(band)
                : Optional.empty();
    }

    private long after(HexItem.Band band) {
        return Long.compareUnsigned(band.last(), rows.last()) >= 0 ? band.first() : band.last() + 1;
    }

    /// {@return an address so many bytes further, not past either end of the space}
    private long moved(long address, long distance) {
        long next = address + distance;
        if (distance < 0) {
            return Long.compareUnsigned(next, address) > 0 ? 0 : next;
        }
        boolean behind =
                Long.compareUnsigned(next, address) < 0
                        || Long.compareUnsigned(next, rows.last()) > 0;
        return behind ? rows.last() : next;
    }

    /// Moves to the first or the last byte of the row.
    void rowEnd(boolean end, boolean extend) {
        long from = origin(extend);
        long first = HexRows.rowOf(from, rows.rowBytes());
        arrive(end ? moved(first, rows.rowBytes() - 1) : first, extend);
    }

    /// Selects the aligned word around an address.
    void word(long address, int bytes) {
        put(address & -bytes, bytes);
    }

    /// Selects the row around an address.
    void row(long address) {
        long first = HexRows.rowOf(address, rows.rowBytes());
        long length = moved(first, rows.rowBytes() - 1) - first + 1;
        put(first, length);
    }
}
