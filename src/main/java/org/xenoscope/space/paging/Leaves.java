package org.xenoscope.space.paging;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.place.Progress;

/// Passes over all pages that a root maps, in order of address. The depth is that of the paging
/// mode; the number of tables that are read has a bound, for a table may name itself in every
/// entry.
public final class Leaves {
    /// Tables that one pass reads at most: they map 8 TiB by pages of 4 KiB.
    private static final long MOST_TABLES = 1L << 22;

    private final Image image;
    private final PagingMode mode;
    private final Visitor visitor;
    private long tables;
    private boolean stopped;

    /// Told each page.
    public interface Visitor {
        /// {@return whether to go on}
        ///
        /// @param vaddr its first virtual address
        /// @param maddr its first machine address
        /// @param shift it has 2^`shift` bytes
        boolean page(long vaddr, long maddr, int shift);
    }

    private Leaves(Image image, PagingMode mode, Visitor visitor) {
        this.image = image;
        this.mode = mode;
        this.visitor = visitor;
    }

    /// Passes over the pages under some entries of a top table.
    ///
    /// @param root machine address of the top table
    /// @param first first entry of it
    /// @param end behind the last entry; more than there are means all
    /// @return whether all were seen: neither the bound nor the visitor ended it
    /// @throws java.util.concurrent.CancellationException if the job of this thread is cancelled
    public static boolean pass(
            Image image, PagingMode mode, long root, int first, int end, Visitor visitor) {
        Leaves pass = new Leaves(image, mode, visitor);
        int entries = Math.min(end, 1 << mode.level(0).bits());
        pass.table(0, root, 0, first, entries);
        return !pass.stopped;
    }

    /// One table; the depth of the calls is that of the paging mode.
    private void table(int depth, long table, long base, int first, int end) {
        Level level = mode.level(depth);
        Progress progress = Progress.current();
        progress.check();
        for (int index = first; index < end && !stopped; index++) {
            if (depth == 0) {
                progress.report(index - (long) first, end - (long) first);
            }
            long entry;
            try {
                long at = table + (long) index * level.entryBytes();
                entry = level.entryBytes() == 8 ? image.u64(at) : image.u32(at);
            } catch (UnreadableException _) {
                continue; // what the dump lacks maps nothing that could be told
            }
            if (!PageEntry.present(entry)) {
                continue;
            }
            long vaddr = base | (long) index << level.shift();
            if (level.maps(entry)) {
                stopped =
                        !visitor.page(extended(vaddr), PageEntry.page(level, entry), level.shift());
            } else if (++tables > MOST_TABLES) {
                stopped = true;
            } else {
                long next = PageEntry.table(level, entry);
                table(depth + 1, next, vaddr, 0, 1 << mode.level(depth + 1).bits());
            }
        }
    }

    private long extended(long vaddr) {
        if (mode.addressBits() == 32) {
            return vaddr;
        }
        int unused = 64 - mode.addressBits();
        return vaddr << unused >> unused;
    }
}
