package org.xenoscope.space.p2m;

import org.xenoscope.image.Image;
import org.xenoscope.image.MachineRun;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Progress;

import java.util.Arrays;
import java.util.function.LongPredicate;

/// A domain's frames found without any table of its own (route R8d): every machine frame of the
/// dump that the domain owns, under the pseudo-physical frame that Xen's m2p gives it. It serves
/// HVM and PVH domains, whose table is Xen's and not published, and 32-bit domains of 2006.
///
/// 16 bytes a frame. Immutable; any thread may ask.
public final class InvertedFrames {
    private static final long PAGE = 4096;

    /// Frames that are held: 64 GiB of a domain's memory.
    private static final int ORDINAL_BITS = 24;

    private static final int MOST_FRAMES = (1 << ORDINAL_BITS) - 1;

    /// Frame numbers that fit a key: 2 PiB.
    private static final long MOST_PFNS = 1L << 39;

    private static final int FIRST_ROOM = 1 << 16;

    /// Pages between two questions whether to stop.
    private static final int STRIDE = 1 << 12;

    private long[] keys = new long[FIRST_ROOM];
    private long[] mfns = new long[FIRST_ROOM];
    private int count;
    private boolean complete = true;

    /// Passes over the pages of the dump.
    ///
    /// @param owned whether the domain owns a machine frame
    /// @param m2p what Xen's table says of frames
    /// @throws java.util.concurrent.CancellationException if the job of this thread is cancelled
    public InvertedFrames(Image image, LongPredicate owned, MachineFrames m2p) {
        Progress progress = Progress.current();
        long total = image.runs().stream().mapToLong(MachineRun::bytes).sum();
        long done = 0;
        for (MachineRun run : image.runs()) {
            for (long page = run.start() & -PAGE; page < run.end(); page += PAGE) {
                if (page / PAGE % STRIDE == 0) {
                    progress.report(done + Math.max(0, page - run.start()), total);
                    progress.check();
                }
                boolean ours = image.holds(page) && owned.test(page / PAGE);
                long pfn = ours ? m2p.pfn(page / PAGE) : MachineFrames.NONE;
                if (pfn >= 0 && pfn < MOST_PFNS) {
                    add(pfn, page / PAGE);
                }
            }
            done += run.bytes();
        }
        keys = Arrays.copyOf(keys, count);
        Arrays.sort(keys);
    }

    private void add(long pfn, long mfn) {
        if (count == MOST_FRAMES) {
            complete = false;
            return;
        }
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, Math.min(MOST_FRAMES, 2 * count));
            mfns = Arrays.copyOf(mfns, keys.length);
        }
        keys[count] = pfn << ORDINAL_BITS | count;
        mfns[count] = mfn;
        count++;
    }

    /// {@return how many frames were found}
    public int count() {
        return count;
    }

    /// {@return one more than the last pseudo-physical frame found}
    public long end() {
        return count == 0 ? 0 : (keys[count - 1] >>> ORDINAL_BITS) + 1;
    }

    /// {@return the machine frame, or a negative {@link HoleReason#code}: `NO_P2M`, for that none
    /// was found does not say that there is none}
    public long mfn(long pfn) {
        int at = from(pfn);
        return at < count && keys[at] >>> ORDINAL_BITS == pfn
                ? mfns[(int) keys[at] & MOST_FRAMES]
                : HoleReason.NO_P2M.code();
    }

    /// {@return the last frame behind `pfn`, which has none, that has none either}
    public long lastWithout(long pfn) {
        int at = from(pfn);
        return at < count ? (keys[at] >>> ORDINAL_BITS) - 1 : -1L >>> 12;
    }

    /// {@return whether all frames of the domain are held}
    public boolean complete() {
        return complete;
    }

    private int from(long pfn) {
        if (pfn < 0 || pfn >= MOST_PFNS) {
            return count;
        }
        int found = Arrays.binarySearch(keys, pfn << ORDINAL_BITS);
        return found >= 0 ? found : -1 - found;
    }
}
