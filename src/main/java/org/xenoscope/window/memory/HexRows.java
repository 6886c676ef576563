package org.xenoscope.window.memory;

import org.xenoscope.image.Extent;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.space.Space;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a hex view of one space shows: rows of bytes, and bands where long holes are. Knows nothing
/// of JavaFX; all arithmetic is unsigned and ends at the space's last address.
final class HexRows {
    /// A hole of more rows than this becomes a band.
    private static final int SHORT_HOLE = 3;

    /// Extents of one hole that are joined on either side before it is shown as it is: a table may
    /// split it at every entry, and a person waits.
    private static final int MOST_JOINS = 1 << 15;

    private final Space space;
    private final int row;
    private final RowWriter writer;
    private final Map<Long, Extent> holes;

    /// @param row bytes in a row
    /// @param holes the holes of this space that were joined before, by the address asked for
    HexRows(Space space, int row, RowWriter writer, Map<Long, Extent> holes) {
        this.space = space;
        this.row = row;
        this.writer = writer;
        this.holes = holes;
    }

    /// {@return the first address of the row that holds `address`}
    ///
    /// @param row bytes in a row
    static long rowOf(long address, int row) {
        return address - Long.remainderUnsigned(address, row);
    }

    private long rowOf(long address) {
        return rowOf(address, row);
    }

    /// {@return what is shown from `top` down, at least `rows` rows if the space has them; a hole
    /// is shown whole, so that the first item may begin before `top`}
    List<HexItem> from(long top, int rows) {
        List<HexItem> items = new ArrayList<>();
        long at = clamp(top);
        int used = 0;
        while (used < rows) {
            HexItem item = items.isEmpty() ? item(at) : from(item(at), at);
            items.add(item);
            used += item.rows();
            long end = end(item);
            if (Long.compareUnsigned(end, space.lastAddress()) >= 0) {
                break;
            }
            at = end + 1;
        }
        return items;
    }

    /// {@return an item without what comes before an address: a hole of too many pieces is joined
    /// differently from different sides}
    private static HexItem from(HexItem item, long at) {
        return item instanceof HexItem.Band band && band.first() != at
                ? new HexItem.Band(at, band.last(), band.why(), band.pieces())
                : item;
    }

    /// {@return the last address of the rows that an item takes}
    private long end(HexItem item) {
        // the row in which a hole ends is shown, unless it ends with the space
        return item instanceof HexItem.Band band && band.last() != -1L
                ? rowOf(band.last() + 1) - 1
                : item.last();
    }

    private HexItem item(long at) {
        Optional<Extent> hole = longHole(at);
        return hole.isPresent() ? band(hole.get()) : writer.row(space.read(at, row));
    }

    private HexItem band(Extent extent) {
        HoleReason reason = extent.hole().orElseThrow();
        Hole why =
                space.explain(extent.first())
                        .hole()
                        .orElseGet(() -> new Hole(reason, HolePattern.of(reason).word() + "."));
        boolean pieces = space.extentAt(extent.first()).last() != extent.last();
        return new HexItem.Band(extent.first(), extent.last(), why, pieces);
    }

    /// {@return the hole around the row `at`, from the first row that is wholly in it on, if it has
    /// more than three rows}
    private Optional<Extent> longHole(long at) {
        Extent around = space.extentAt(at);
        if (around.readable()) {
            return Optional.empty();
        }
        Extent joined = joined(at, around);
        long last = joined.last();
        long first = joined.first();
        long begin = Long.remainderUnsigned(first, row) == 0 ? first : rowOf(first) + row;
        long end = last == -1L ? last : last + 1;
        return Long.compareUnsigned(end - begin, (long) SHORT_HOLE * row) > 0
                ? Optional.of(new Extent(begin, last, around.hole()))
                : Optional.empty();
    }

    private Extent joined(long at, Extent around) {
        for (Extent known : holes.values()) {
            if (known.covers(at) && known.hole().equals(around.hole())) {
                return known;
            }
        }
        Extent joined = new Extent(join(around, false), join(around, true), around.hole());
        holes.put(joined.first(), joined);
        return joined;
    }

    /// {@return the last address of a hole, or the first, joined over the extents that are missing
    /// for the same reason}
    private long join(Extent around, boolean forwards) {
        long limit = forwards ? space.lastAddress() : 0;
        long edge = forwards ? around.last() : around.first();
        for (int i = 0; i < MOST_JOINS && edge != limit && edge != (forwards ? -1L : 0); i++) {
            Extent next = space.extentAt(forwards ? edge + 1 : edge - 1);
            if (!next.hole().equals(around.hole())) {
                break;
            }
            edge = forwards ? next.last() : next.first();
        }
        return edge;
    }

    /// {@return the top row after scrolling by so many rows; a band is passed in three}
    long scroll(long top, int rows) {
        long at = item(clamp(top)).first();
        int left = Math.abs(rows);
        while (left > 0) {
            long next = rows > 0 ? below(at) : above(at);
            if (next == at) {
                return at;
            }
            left -= rows > 0 ? item(at).rows() : item(next).rows();
            at = next;
        }
        return at;
    }

    private long below(long at) {
        long end = end(item(at));
        return Long.compareUnsigned(end, space.lastAddress()) >= 0 ? at : end + 1;
    }

    private long above(long at) {
        return at == 0 ? 0 : item(rowOf(at - 1)).first();
    }

    private long clamp(long address) {
        long last = space.lastAddress();
        return rowOf(Long.compareUnsigned(address, last) > 0 ? last : address);
    }
}
