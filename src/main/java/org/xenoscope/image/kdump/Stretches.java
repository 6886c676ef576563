package org.xenoscope.image.kdump;

import org.jspecify.annotations.Nullable;
import org.xenoscope.image.Extent;
import org.xenoscope.image.MachineRun;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Progress;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the bitmaps say of machine memory: which frames are in the dump, which were left out.
final class Stretches {
    /// Runs that are kept apart. A dump without user pages may have a run for every other page.
    private static final int MOST_RUNS = 1 << 16;

    /// Frames around one that are looked at page by page where the file was cut short.
    private static final long WINDOW = 1 << 10;

    private final KdumpParts parts;
    private final KdumpFile main;
    private final StoredPages pages;
    private final int shift;
    // The last answer. Read and written without order: a stale one costs a search.
    private @Nullable Extent recent;

    Stretches(KdumpParts parts, StoredPages pages) {
        this.parts = parts;
        this.pages = pages;
        main = parts.main();
        shift = Integer.numberOfTrailingZeros(main.header().blockBytes());
    }

    /// {@return 0 if the dump says that it holds a frame, else the code of the hole}
    long missing(long frame) {
        return missing(parts, frame);
    }

    static long missing(KdumpParts parts, long frame) {
        KdumpFile main = parts.main();
        if (frame >= main.frames()) {
            return HoleReason.NOT_IN_DUMP.code();
        }
        if (frame >= main.stored().end() || frame >= main.exists().end()) {
            return HoleReason.TRUNCATED.code();
        }
        if (main.stored().get(frame)) {
            return parts.index(frame) < 0 ? HoleReason.NOT_IN_DUMP.code() : 0;
        }
        return main.exists().get(frame)
                ? HoleReason.FILTERED.code()
                : HoleReason.NOT_IN_DUMP.code();
    }

    /// {@return the hole at a machine address that the dump does not hold}
    Hole hole(long maddr) {
        long frame = maddr >>> shift;
        if (missing(frame) == 0) {
            Hole fault = pages.fault(frame);
            if (fault != null) {
                return fault;
            }
        }
        return hole(parts, frame, maddr);
    }

    /// {@return the hole that the bitmaps, or a part that is not open, leave at a frame}
    static Hole hole(KdumpParts parts, long frame, long maddr) {
        KdumpFile main = parts.main();
        long code = missing(parts, frame);
        if (code == 0) {
            throw new IllegalArgumentException("machine:0x%x is in the dump".formatted(maddr));
        }
        HoleReason reason = HoleReason.ofCode(code);
        if (reason == HoleReason.FILTERED) {
            return new Hole(
                    reason,
                    "makedumpfile left this page out when the dump was made (level %d)."
                            .formatted(main.sub().dumpLevel()));
        }
        if (reason == HoleReason.TRUNCATED) {
            return new Hole(
                    reason,
                    "The file ends within its bitmaps, before the bit of machine frame 0x%x."
                            .formatted(frame));
        }
        if (frame >= main.frames()) {
            return new Hole(
                    reason,
                    "Machine address 0x%x is beyond the last frame that the dump tells of, 0x%x."
                            .formatted(maddr, main.frames() - 1));
        }
        return new Hole(
                reason,
                main.stored().get(frame)
                        ? "Machine frame 0x%x is in a part of the split dump that is not open."
                                .formatted(frame)
                        : "Bitmap 1 of the dump has no memory at machine address 0x%x."
                                .formatted(maddr));
    }

    /// {@return the largest range around `maddr` that is alike; within a file that was cut short,
    /// at least that within the next frames}
    Extent extentAt(long maddr) {
        Extent known = recent;
        if (known != null && known.covers(maddr)) {
            return known;
        }
        Extent found = find(maddr >>> shift);
        recent = found;
        return found;
    }

    private Extent find(long frame) {
        long frames = main.frames();
        long readable = Math.min(main.stored().end(), main.exists().end());
        if (frame >= frames) {
            return new Extent(frames << shift, -1L, Optional.of(HoleReason.NOT_IN_DUMP));
        }
        if (frame >= readable) {
            return extent(readable, frames, HoleReason.TRUNCATED.code());
        }
        long code = missing(frame);
        long first = Math.max(main.stored().startOfRun(frame), parts.startOfPart(frame));
        long end = Math.min(main.stored().endOfRun(frame), parts.endOfPart(frame));
        if (code != 0) {
            first = Math.max(main.exists().startOfRun(frame), first);
            end = Math.min(main.exists().endOfRun(frame), end);
            if (end == frames && code == HoleReason.NOT_IN_DUMP.code()) {
                return new Extent(first << shift, -1L, Optional.of(HoleReason.NOT_IN_DUMP));
            }
            return extent(first, Math.min(end, readable), code);
        }
        if (parts.get(parts.index(frame)).whole()) {
            return extent(first, end, 0);
        }
        return pageByPage(frame, first, end);
    }

    private Extent extent(long first, long end, long code) {
        return new Extent(
                first << shift,
                (end << shift) - 1,
                code == 0 ? Optional.empty() : Optional.of(HoleReason.ofCode(code)));
    }

    /// Looks at descriptors, up to the borders of the window that the frame is in.
    private Extent pageByPage(long frame, long first, long end) {
        long code = fault(frame);
        long low = Math.max(first, frame & -WINDOW);
        long high = Math.min(end, (frame & -WINDOW) + WINDOW);
        long from = frame;
        while (from > low && fault(from - 1) == code) {
            from--;
        }
        long to = frame + 1;
        while (to < high && fault(to) == code) {
            to++;
        }
        return extent(from, to, code);
    }

    private long fault(long frame) {
        Hole fault = pages.fault(frame);
        return fault == null ? 0 : fault.reason().code();
    }

    /// {@return what the dump holds, sorted; neighbours are joined where there are very many}
    List<MachineRun> runs() {
        List<MachineRun> runs = new ArrayList<>();
        Bitmap stored = main.stored();
        long gap = 1;
        long frame = 0;
        while (frame < stored.end()) {
            Progress.current().check();
            if (!stored.get(frame)) {
                frame = stored.endOfRun(frame);
                continue;
            }
            long end = Math.min(stored.endOfRun(frame), parts.endOfPart(frame));
            if (parts.index(frame) >= 0) {
                runs.add(new MachineRun(frame << shift, (end - frame) << shift, -1, 0));
            }
            frame = end;
            while (runs.size() > MOST_RUNS) {
                gap *= 2;
                runs = joined(runs, gap << shift);
            }
        }
        return List.copyOf(runs);
    }

    /// {@return the runs, those with less than `gap` bytes between them made one}
    private static List<MachineRun> joined(List<MachineRun> runs, long gap) {
        List<MachineRun> joined = new ArrayList<>();
        for (MachineRun run : runs) {
            if (!joined.isEmpty() && run.start() - joined.getLast().end() < gap) {
                MachineRun before = joined.removeLast();
                joined.add(new MachineRun(before.start(), run.end() - before.start(), -1, 0));
            } else {
                joined.add(run);
            }
        }
        return joined;
    }
}
