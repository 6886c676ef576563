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
/// @param next where to look further
/// @param looked ranges looked at so far
record Extents(List<Range> ranges, boolean complete, long next, int looked) {
    /// Ranges looked at before what was found is shown.
    static final int STEPS = 1 << 13;

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
        return new Extents(List.of(), false, 0, 0);
    }

    /// Finds further ranges of a space, behind those that are known.
    ///
    /// @param steps ranges to look at before what was found is shown
    Extents more(Space space, int steps, Progress progress) {
        List<Range> ranges = new ArrayList<>(ranges());
        if (!ranges.isEmpty() && ranges.getLast().last() == -1L) {
            return new Extents(ranges(), true, next, looked);
        }
        long at = next;
        long before = bytes();
        for (int step = 0; step < steps && ranges.size() < MOST_RANGES; step++) {
            if (progress.cancelled()) {
                return found(ranges, false, at, step);
            }
            OptionalLong readable = space.nextReadable(at);
            if (readable.isEmpty()) {
                return found(ranges, true, at, step);
            }
            Extent extent = space.extentAt(readable.getAsLong());
            long first = readable.getAsLong();
            boolean joins = !ranges.isEmpty() && ranges.getLast().last() + 1 == first;
            Range last = joins ? ranges.removeLast() : new Range(first, first, before);
            Range range = new Range(last.first(), extent.last(), last.before());
            ranges.add(range);
            before = range.before() + range.bytes();
            if (extent.last() == -1L
                    || Long.compareUnsigned(extent.last(), space.lastAddress()) >= 0) {
                return found(ranges, true, at, step);
            }
            at = extent.last() + 1;
        }
        return found(ranges, false, at, steps);
    }

    private Extents found(List<Range> ranges, boolean complete, long next, int steps) {
        return new Extents(List.copyOf(ranges), complete, next, looked + steps);
    }

    /// {@return whether looking further may find more}
    boolean goesOn() {
        return !complete && ranges.size() < MOST_RANGES && looked < MOST_STEPS;
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
