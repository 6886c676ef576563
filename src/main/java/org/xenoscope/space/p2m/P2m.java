package org.xenoscope.space.p2m;

import org.jspecify.annotations.Nullable;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.space.paging.Walker;

import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;

/// Pseudo-physical frames to machine frames, for one PV domain (route R8).
public final class P2m {
    private static final long MOST_FRAMES = 1L << 40;

    /// A table has at least 2^9 entries.
    private static final int SMALLEST_RANGE = 9;

    /// Bits of a frame's number in an address of 64 bits.
    private static final int PFN_BITS = 52;

    private final EntryList list;
    private final OptionalLong maxPfn;
    private final LongUnaryOperator m2p;

    /// Told what a look-up does while it does it; where the list lies in virtual memory the walk to
    /// the entry too.
    public interface Listener extends Walker.Listener {
        /// An entry of an upper level of the list was read.
        void entry(String table, int index, long tableMaddr, long at, long entry);

        /// An entry could not be read; the look-up ends.
        void unreadable(String table, int index, long at, Hole hole);

        /// The entry of the frame itself was read.
        ///
        /// @param mfn the machine frame it names, without the two top bits
        void frame(int index, long tableMaddr, long at, long word, P2mEntry kind, long mfn);
    }

    /// Makes the table. Nothing is read.
    ///
    /// @param maxPfn one more than the last frame the domain may have, if that is known
    /// @param m2p machine frame to pseudo-physical frame, or {@link MachineFrames#NONE}
    public P2m(EntryList list, OptionalLong maxPfn, LongUnaryOperator m2p) {
        this.list = list;
        this.maxPfn = maxPfn;
        this.m2p = m2p;
    }

    /// {@return one more than the last frame the domain may have, if that is known}
    public OptionalLong maxPfn() {
        return maxPfn;
    }

    /// {@return the list that is read}
    public EntryList list() {
        return list;
    }

    /// {@return whether a frame is not below max_pfn; false if that is not known}
    public boolean beyond(long pfn) {
        return maxPfn.isPresent() && Long.compareUnsigned(pfn, maxPfn.getAsLong()) >= 0;
    }

    /// Translates a frame.
    ///
    /// IDENTITY and FOREIGN entries are followed, also beyond max_pfn; a RAM entry beyond it only
    /// if the m2p confirms it, for classic kernels leave rubbish in the tail of the last page.
    ///
    /// @param listener told each step; null if nobody listens, and then nothing is allocated
    /// @return the machine frame, or a negative {@link HoleReason#code}
    public long mfn(long pfn, @Nullable Listener listener) {
        long at = list.entryAddress(pfn, listener);
        if (at < 0) {
            return at == HoleReason.INVALID_P2M.code() && beyond(pfn)
                    ? HoleReason.BEYOND_MAX_PFN.code()
                    : at;
        }
        int wordBytes = list.wordBytes();
        int index = (int) (at & 0xfff) / wordBytes;
        long word;
        try {
            word = list.word(at);
        } catch (UnreadableException exception) {
            Hole hole = exception.hole();
            if (listener != null) {
                listener.unreadable("p2m", index, at, hole);
            }
            return hole.reason().inTable().code();
        }
        P2mEntry kind = P2mEntry.of(word, wordBytes);
        if (listener != null) {
            listener.frame(index, at & ~0xfffL, at, word, kind, P2mEntry.mfn(word, wordBytes));
        }
        return accept(pfn, kind, P2mEntry.mfn(word, wordBytes));
    }

    private long accept(long pfn, P2mEntry kind, long mfn) {
        if (kind == P2mEntry.INVALID) {
            return (beyond(pfn) ? HoleReason.BEYOND_MAX_PFN : HoleReason.INVALID_P2M).code();
        }
        if (mfn >= MOST_FRAMES) {
            return HoleReason.NOT_IN_DUMP.code();
        }
        if (kind == P2mEntry.RAM && beyond(pfn) && m2p.applyAsLong(mfn) != pfn) {
            return HoleReason.BEYOND_MAX_PFN.code();
        }
        return mfn;
    }

    /// {@return what the entry of a frame says; `INVALID` if it has none that can be read}
    public P2mEntry kind(long pfn) {
        long at = list.entryAddress(pfn, null);
        if (at < 0) {
            return P2mEntry.INVALID;
        }
        try {
            return P2mEntry.of(list.word(at), list.wordBytes());
        } catch (UnreadableException _) {
            return P2mEntry.INVALID;
        }
    }

    /// {@return the last frame behind `pfn` that has no entry for the same reason as far as one
    /// table of the list tells; `pfn` itself if it has an entry of its own}
    ///
    /// @param code what {@link #mfn} gave for `pfn`
    public long lastAlike(long pfn, long code) {
        long last = list.lastWithoutTable(pfn);
        if (Long.compareUnsigned(last, pfn) <= 0) {
            return pfn;
        }
        // max_pfn divides a range without entries into given back and beyond
        if (maxPfn.isPresent() && !beyond(pfn) && beyond(last)) {
            last = maxPfn.getAsLong() - 1;
        }
        return mfn(last, null) == code ? last : pfn;
    }

    /// {@return the first frame before `pfn` of the range that {@link #lastAlike} tells the end of;
    /// it need not be the very first}
    ///
    /// @param code what {@link #mfn} gave for `pfn`
    public long firstAlike(long pfn, long code) {
        long last = list.lastWithoutTable(pfn);
        long first = pfn;
        // ranges without a table are aligned to their size
        for (int shift = SMALLEST_RANGE; shift < PFN_BITS; shift++) {
            long start = pfn & -(1L << shift);
            if (list.lastWithoutTable(start) != last) {
                break;
            }
            first = start;
        }
        if (maxPfn.isPresent() && beyond(pfn) && !beyond(first)) {
            first = maxPfn.getAsLong();
        }
        return mfn(first, null) == code ? first : pfn;
    }
}
