package org.xenoscope.space.paging;

import org.xenoscope.image.Extent;
import org.xenoscope.image.Image;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;

import java.util.Optional;

/// How far the answer to one walk reaches: to the end of the page, or of all that the entry at
/// which the walk ended would have mapped.
public final class WalkExtent implements Walker.Listener {
    private int shift;

    private WalkExtent(PagingMode mode) {
        shift = mode.level(0).shift();
    }

    /// {@return the range around `vaddr` that shares its answer, page tables alone considered: a
    /// page that is mapped counts as readable even if the dump lacks it}
    public static Extent of(Image image, PagingMode mode, long root, long vaddr) {
        if (!mode.canonical(vaddr)) {
            return notCanonical(mode);
        }
        WalkExtent seen = new WalkExtent(mode);
        long maddr = Walker.walk(image, mode, root, vaddr, seen);
        long size = 1L << seen.shift;
        long first = vaddr & -size;
        return new Extent(
                first,
                first + (size - 1),
                maddr >= 0 ? Optional.empty() : Optional.of(HoleReason.ofCode(maddr)));
    }

    private static Extent notCanonical(PagingMode mode) {
        Optional<HoleReason> reason = Optional.of(HoleReason.NON_CANONICAL);
        if (mode.addressBits() == 32) {
            return new Extent(1L << 32, -1L, reason);
        }
        long half = 1L << (mode.addressBits() - 1);
        return new Extent(half, -half - 1, reason);
    }

    @Override
    public void entry(Level level, int index, long table, long at, long entry) {
        shift = level.shift();
    }

    @Override
    public void unreadable(Level level, int index, long table, long at, Hole hole) {
        shift = level.shift();
    }
}
