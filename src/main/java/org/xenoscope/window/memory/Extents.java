package org.xenoscope.window.memory;

import org.xenoscope.image.Extent;
import org.xenoscope.place.Progress;
import org.xenoscope.space.Space;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The readable ranges of a space, for a scroll bar that visits memory and not the void, and for
/// the map beside it. Positions are counted in readable bytes.
///
/// @param ranges disjoint, sorted by address
/// @param complete whether these are all; else the space has more than were looked at
record Extents(List<Range> ranges, boolean complete) {
    /// Ranges looked at: each costs a walk, and a space may have millions.
    private static final int MOST_STEPS = 1 << 18;

    /// Ranges kept: finer ones could not be seen on a bar.
    private static final int MOST_RANGES = 4096;

    /// A readable range.
    ///
    /// @param first first address
    /// @param last last address, inclusive
    /// @param before readable bytes before it
    record Range(long first, long last, long before) {
        long bytes() {
            return last - first + 1;
        }
    }

    /// {@return no ranges}
    static Extents none() {
        return new Extents(List.of(), false);
    }

    /// Finds the ranges of a space.
    static Extents of(Space space, Progress progress) {
        List<Range> ranges = new ArrayList<>();
        long at = 0;
        long before = 0;
        for (int step = 0; step < MOST_STEPS && ranges.size() < MOST_RANGES; step++) {
            if (progress.cancelled()) {
                return new Extents(List.copyOf(ranges), false);
            }
            OptionalLong next = space.nextReadable(at);
            if (next.isEmpty()) {
                return new Extents(List.copyOf(ranges), true);
            }
            Extent extent = space.extentAt(next.getAsLong());
            long first = next.getAsLong();
            boolean joins = !ranges.isEmpty() && ranges.getLast().last() + 1 == first;
            Range last = joins ? ranges.removeLast() : new Range(first, first, before);
            Range range = new Range(last.first(), extent.last(), last.before());
            ranges.add(range);
            before = range.before() + range.bytes();
            if (extent.last() == -1L
                    || Long.compareUnsigned(extent.last(), space.lastAddress()) >= 0) {
                return new Extents(List.copyOf(ranges), true);
            }
            at = extent.last() + 1;
        }
        return new Extents(List.copyOf(ranges), false);
    }

    /// {@return readable bytes in all}
    long bytes() {
        return ranges.isEmpty() ? 0 : ranges.getLast().before() + ranges.getLast().bytes();
    }

    /// {@return the address at a share of the readable bytes, 0 to 1}
    OptionalLong address(double share) {
        if (ranges.isEmpty()) {
            return OptionalLong.empty();
        }
        long position = Math.min(bytes() - 1, (long) (Math.clamp(share, 0, 1) * bytes()));
        Range range = ranges.get(index(position));
        return OptionalLong.of(range.first() + (position - range.before()));
    }

    private int index(long position) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (ranges.get(middle).before() <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /// {@return the share of the readable bytes that lie before an address, 0 to 1}
    double share(long address) {
        long all = bytes();
        if (all == 0) {
            return 0;
        }
        int low = 0;
        int high = ranges.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(ranges.get(middle).first(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) {
            return 0;
        }
        Range range = ranges.get(low - 1);
        long inside = address - range.first();
        long length = range.bytes();
        boolean behind = Long.compareUnsigned(inside, length) > 0;
        return (double) (range.before() + (behind ? length : inside)) / all;
    }
}
