package org.xenoscope.window.memory;

import org.xenoscope.image.Extent;
import org.xenoscope.place.Hole;
import org.xenoscope.space.Space;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a hex view of one space shows: rows of bytes, and bands where long holes are. Knows nothing
/// of JavaFX; all arithmetic is unsigned and ends at the space's last address.
final class HexRows {
    /// Bytes in a row.
    static final int ROW = 16;

    /// A hole of more rows than this becomes a band.
    private static final int SHORT_HOLE = 3;

    /// Extents of one hole that are joined before it is shown as it is: a table may split it at
    /// every entry, and a person waits.
    private static final int MOST_JOINS = 2048;

    private final Space space;

    HexRows(Space space) {
        this.space = space;
    }

    /// {@return the first address of the row that holds `address`}
    static long rowOf(long address) {
        return address & -ROW;
    }

    /// {@return what is shown from `top` down, at least `rows` rows if the space has them}
    List<HexItem> from(long top, int rows) {
        List<HexItem> items = new ArrayList<>();
        long last = space.lastAddress();
        long at = clamp(rowOf(top));
        int used = 0;
        while (used < rows) {
            HexItem item = item(at);
            items.add(item);
            used += item.rows();
            long end = end(item);
            if (end == -1L || Long.compareUnsigned(end, last) >= 0) {
                break;
            }
            at = end + 1;
        }
        return items;
    }

    /// {@return the last address that an item shows, at the end of its row}
    private static long end(HexItem item) {
        return switch (item) {
            case HexItem.Row row -> row.first() + ROW - 1;
            case HexItem.Band band ->
                    // the row in which the hole ends is shown, unless it ends with the space
                    band.last() == -1L ? -1L : rowOf(band.last() + 1) - 1;
        };
    }

    private HexItem item(long at) {
        Optional<Extent> hole = longHole(at, true);
        if (hole.isPresent()) {
            Extent extent = hole.get();
            Hole why =
                    space.explain(at)
                            .hole()
                            .orElseGet(
                                    () ->
                                            new Hole(
                                                    extent.hole().orElseThrow(),
                                                    extent.hole().orElseThrow().toString()));
            return new HexItem.Band(at, extent.last(), why);
        }
        return new HexItem.Row(space.read(at, ROW));
    }

    /// {@return the hole around `at`, joined forwards or backwards, if it has more than three rows
    /// from `at` in that direction}
    private Optional<Extent> longHole(long at, boolean forwards) {
        Extent extent = space.extentAt(at);
        if (extent.readable()) {
            return Optional.empty();
        }
        for (int i = 0; i < MOST_JOINS; i++) {
            long edge = forwards ? extent.last() : extent.first();
            if (forwards ? edge == -1L : edge == 0) {
                break;
            }
            Extent next = space.extentAt(forwards ? edge + 1 : edge - 1);
            if (!next.hole().equals(extent.hole())) {
                break;
            }
            extent =
                    forwards
                            ? new Extent(extent.first(), next.last(), extent.hole())
                            : new Extent(next.first(), extent.last(), extent.hole());
        }
        long length = forwards ? extent.last() - at : at - extent.first();
        return Long.compareUnsigned(length, (long) SHORT_HOLE * ROW) >= 0
                ? Optional.of(extent)
                : Optional.empty();
    }

    /// {@return the top row after scrolling by so many rows; a band is passed in three}
    long scroll(long top, int rows) {
        long at = clamp(rowOf(top));
        int left = Math.abs(rows);
        while (left > 0) {
            long next = rows > 0 ? below(at) : above(at);
            if (next == at) {
                return at;
            }
            long step = rows > 0 ? next - at : at - next;
            left -= step == ROW ? 1 : HexItem.Band.ROWS;
            at = next;
        }
        return at;
    }

    private long below(long at) {
        long end = end(item(at));
        return end == -1L || Long.compareUnsigned(end, space.lastAddress()) >= 0 ? at : end + 1;
    }

    private long above(long at) {
        if (Long.compareUnsigned(at, ROW) < 0) {
            return 0;
        }
        long previous = at - ROW;
        return longHole(previous + ROW - 1, false)
                .map(extent -> rowOf(extent.first() + (ROW - 1)))
                .filter(first -> Long.compareUnsigned(first, previous) <= 0)
                .orElse(previous);
    }

    private long clamp(long address) {
        long last = rowOf(space.lastAddress());
        return Long.compareUnsigned(address, last) > 0 ? last : address;
    }
}
