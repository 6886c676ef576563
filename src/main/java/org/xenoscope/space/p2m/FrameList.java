package org.xenoscope.space.p2m;

import org.jspecify.annotations.Nullable;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.space.paging.TranslationCache;

/// A PV domain's p2m as it publishes it: pfn_to_mfn_frame_list_list, three levels of frames that
/// hold frame numbers (xen/include/public/arch-x86/xen.h). Entries have the guest's word, 8 or 4
/// bytes.
public final class FrameList implements EntryList {
    /// What the three levels are called, top first.
    private static final String[] LEVELS = {"frame list list", "frame list", "p2m"};

    /// A machine frame number has at most 40 bits: addresses have 52.
    private static final long MOST_FRAMES = 1L << 40;

    /// Tables that are remembered: 2 GiB of a domain's memory.
    private static final int TABLES = 1 << 10;

    private final Image image;
    private final long rootMfn;
    private final int wordBytes;
    private final int entriesShift;

    /// The tables of the lowest level by the pfns that they tell of; only those that are there.
    private final TranslationCache tables;

    /// The last tables that were found to name no frame. Any thread sets them; a stale one costs a
    /// look.
    private volatile long emptyTable = -1;

    private volatile long emptyMiddle = -1;

    /// Makes the list. Nothing is read.
    ///
    /// @param rootMfn machine frame of the top level
    /// @param wordBytes bytes of an entry: 8 or 4
    public FrameList(Image image, long rootMfn, int wordBytes) {
        this.image = image;
        this.rootMfn = rootMfn;
        this.wordBytes = wordBytes;
        this.entriesShift = wordBytes == 8 ? 9 : 10;
        this.tables = new TranslationCache(entriesShift, TABLES);
    }

    @Override
    public int wordBytes() {
        return wordBytes;
    }

    @Override
    public long rootMfn() {
        return rootMfn;
    }

    /// {@return one more than the last pfn that three levels can name}
    long reach() {
        return 1L << (3 * entriesShift);
    }

    /// {@return whether the first entries of the two upper levels lead to frames that the dump
    /// holds: they do not when read with the wrong word}
    public boolean plausible() {
        try {
            long list = word(rootMfn << 12);
            if (absent(list) || list >= MOST_FRAMES || !image.holds(list << 12)) {
                return false;
            }
            long leaf = word(list << 12);
            return !absent(leaf) && leaf < MOST_FRAMES && image.holds(leaf << 12);
        } catch (UnreadableException _) {
            return false;
        }
    }

    @Override
    public long entryAddress(long pfn, P2m.@Nullable Listener listener) {
        if (Long.compareUnsigned(pfn, reach()) >= 0) {
            return HoleReason.BEYOND_MAX_PFN.code();
        }
        if (listener == null) {
            long known = tables.get(pfn);
            if (known != TranslationCache.ABSENT) {
                return known + (pfn & ((1L << entriesShift) - 1)) * wordBytes;
            }
        }
        long at = descend(pfn, listener);
        if (at >= 0) {
            tables.put(pfn, at & ~0xfffL);
        }
        return at;
    }

    private long descend(long pfn, P2m.@Nullable Listener listener) {
        long table = rootMfn << 12;
        for (int level = 0; ; level++) {
            int index = (int) (pfn >>> ((2 - level) * entriesShift)) & ((1 << entriesShift) - 1);
            long at = table + (long) index * wordBytes;
            if (level == 2) {
                return at;
            }
            long entry;
            try {
                entry = word(at);
            } catch (UnreadableException exception) {
                return missing(LEVELS[level], index, at, exception.hole(), listener);
            }
            if (listener != null) {
                listener.entry(LEVELS[level], index, table, at, entry);
            }
            if (absent(entry) || entry >= MOST_FRAMES || entry < 0) {
                return HoleReason.INVALID_P2M.code();
            }
            table = entry << 12;
        }
    }

    @Override
    public long lastWithoutTable(long pfn) {
        if (Long.compareUnsigned(pfn, reach()) >= 0) {
            return -1L >>> 12;
        }
        long table = rootMfn << 12;
        long above = table;
        for (int level = 0; level < 2; level++) {
            int shift = (2 - level) * entriesShift;
            int index = (int) (pfn >>> shift) & ((1 << entriesShift) - 1);
            long entry;
            try {
                entry = word(table + (long) index * wordBytes);
            } catch (UnreadableException _) {
                return pfn | ((1L << shift) - 1);
            }
            if (absent(entry) || entry >= MOST_FRAMES || entry < 0) {
                return pfn | ((1L << shift) - 1);
            }
            above = table;
            table = entry << 12;
        }
        if (!empty(table)) {
            return pfn;
        }
        int covered = leadsTo(above, table) ? 2 * entriesShift : entriesShift;
        return pfn | ((1L << covered) - 1);
    }

    /// {@return whether a table of the lowest level names no frame at all}. Linux lets all ranges
    /// without memory share one such table (p2m_missing, arch/x86/xen/p2m.c), so that the last one
    /// is remembered.
    private boolean empty(long table) {
        if (table == emptyTable) {
            return true;
        }
        boolean empty = all(table, wordBytes == 8 ? -1L : 0xffff_ffffL);
        if (empty) {
            emptyTable = table;
        }
        return empty;
    }

    /// {@return whether all entries of a table of the middle level lead to one table}
    private boolean leadsTo(long middle, long table) {
        if (middle == emptyMiddle) {
            return true;
        }
        boolean same = all(middle, table >>> 12);
        if (same) {
            emptyMiddle = middle;
        }
        return same;
    }

    private boolean all(long table, long word) {
        try {
            for (int i = 0; i < 1 << entriesShift; i++) {
                if (word(table + (long) i * wordBytes) != word) {
                    return false;
                }
            }
            return true;
        } catch (UnreadableException _) {
            return false;
        }
    }

    @Override
    public long word(long at) {
        return wordBytes == 8 ? image.u64(at) : image.u32(at);
    }

    private boolean absent(long entry) {
        return entry == 0 || entry == (wordBytes == 8 ? -1L : 0xffff_ffffL);
    }

    private static long missing(
            String table, int index, long at, Hole hole, P2m.@Nullable Listener listener) {
        if (listener != null) {
            listener.unreadable(table, index, at, hole);
        }
        return hole.reason().inTable().code();
    }
}
