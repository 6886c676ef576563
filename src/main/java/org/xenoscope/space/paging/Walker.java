package org.xenoscope.space.paging;

import org.jspecify.annotations.Nullable;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;

/// Walks page tables. The depth is fixed, so that a walk cannot loop; it may read one table twice,
/// which is what a self map is for.
public final class Walker {
    private Walker() {}

    /// Told what a walk does while it does it.
    public interface Listener {
        /// An entry was read.
        ///
        /// @param level the level of its table
        /// @param index its index there
        /// @param table machine address of the table
        /// @param at machine address of the entry
        /// @param entry its value
        void entry(Level level, int index, long table, long at, long entry);

        /// An entry could not be read; the walk ends.
        void unreadable(Level level, int index, long table, long at, Hole hole);
    }

    /// Translates a virtual address.
    ///
    /// @param root machine address of the top table
    /// @param listener told each step; null if nobody listens, and then nothing is allocated
    /// @return the machine address, or a negative {@link HoleReason#code}
    public static long walk(
            Image image, PagingMode mode, long root, long vaddr, @Nullable Listener listener) {
        if (!mode.canonical(vaddr)) {
            return HoleReason.NON_CANONICAL.code();
        }
        long table = root;
        for (int depth = 0; depth < mode.depth(); depth++) {
            Level level = mode.level(depth);
            int index = level.index(vaddr);
            long at = table + (long) index * level.entryBytes();
            long entry;
            try {
                entry = level.entryBytes() == 8 ? image.u64(at) : image.u32(at);
            } catch (UnreadableException exception) {
                return missing(level, index, table, at, exception.hole(), listener);
            }
            if (listener != null) {
                listener.entry(level, index, table, at, entry);
            }
            if (!PageEntry.present(entry)) {
                return PageEntry.absent(level, entry).code();
            }
            if (level.maps(entry)) {
                return PageEntry.page(level, entry) | (vaddr & ((1L << level.shift()) - 1));
            }
            table = PageEntry.table(level, entry);
        }
        throw new IllegalStateException("the last level of " + mode + " maps nothing");
    }

    /// Finds the table of the last level that a virtual address is looked up in.
    ///
    /// @return its machine address, or a negative number if the walk ends before it: in a large
    ///   page or in a hole
    static long lastTable(Image image, PagingMode mode, long root, long vaddr) {
        if (!mode.canonical(vaddr)) {
            return HoleReason.NON_CANONICAL.code();
        }
        long table = root;
        for (int depth = 0; depth < mode.depth() - 1; depth++) {
            Level level = mode.level(depth);
            long entry;
            try {
                entry = read(image, level, table + (long) level.index(vaddr) * level.entryBytes());
            } catch (UnreadableException exception) {
                return exception.hole().reason().inTable().code();
            }
            if (!PageEntry.present(entry) || level.maps(entry)) {
                return HoleReason.NOT_PRESENT.code();
            }
            table = PageEntry.table(level, entry);
        }
        return table;
    }

    /// Translates a virtual address by its entry in a table of the last level, as the last step of
    /// {@link #walk} does.
    static long lastStep(Image image, PagingMode mode, long table, long vaddr) {
        Level level = mode.level(mode.depth() - 1);
        long entry;
        try {
            entry = read(image, level, table + (long) level.index(vaddr) * level.entryBytes());
        } catch (UnreadableException exception) {
            return exception.hole().reason().inTable().code();
        }
        return PageEntry.present(entry)
                ? PageEntry.page(level, entry) | (vaddr & ((1L << level.shift()) - 1))
                : PageEntry.absent(level, entry).code();
    }

    private static long read(Image image, Level level, long at) {
        return level.entryBytes() == 8 ? image.u64(at) : image.u32(at);
    }

    private static long missing(
            Level level, int index, long table, long at, Hole hole, @Nullable Listener listener) {
        if (listener != null) {
            listener.unreadable(level, index, table, at, hole);
        }
        return hole.reason().inTable().code();
    }
}
