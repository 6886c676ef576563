package org.xenoscope.space.root;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.image.MachineRun;
import org.xenoscope.place.Progress;
import org.xenoscope.space.paging.PagingMode;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// One pass over the pages of a dump, a few words each: tables that map themselves (route R6), and
/// pages that may be the shared info of a domain.
///
/// A pass that was stopped goes on where it was when it is asked for again. One thread at a time.
final class MemoryScan {
    /// Hits of a kind that are kept: a host has at most some thousands of processes.
    private static final int MOST = 1 << 16;

    private static final long PAGE = 4096;

    /// Bytes between two questions: for progress, whether to stop, and where a sparse file goes on.
    private static final long STRIDE = 16L << 20;

    private final Image image;
    private final OptionalLong frameList;
    private final List<MachineRun> runs;
    private final List<Long> fourLevels = new ArrayList<>();
    private final List<Long> pae = new ArrayList<>();
    private final List<Long> twoLevels = new ArrayList<>();
    private final List<SharedInfo> sharedInfo = new ArrayList<>();
    private int run;
    private long inRun;
    private long done;

    /// Makes the scan; reads nothing yet.
    ///
    /// @param frameList machine frame of dom0's frame list list, if a note names it: shared info is
    ///   then a page that holds it, else any page whose fields could be shared info's
    MemoryScan(Image image, OptionalLong frameList) {
        this.image = image;
        this.frameList = frameList;
        this.runs = image.runs();
    }

    /// Passes over what is left.
    ///
    /// @throws java.util.concurrent.CancellationException if `progress` says stop
    void finish(Progress progress) {
        long total = runs.stream().mapToLong(MachineRun::bytes).sum();
        for (; run < runs.size(); run++, inRun = 0) {
            MachineRun now = runs.get(run);
            pass(now, progress, total);
            done += now.bytes();
        }
    }

    private void pass(MachineRun now, Progress progress, long total) {
        inRun = Math.max(inRun, ((now.start() + PAGE - 1) & -PAGE) - now.start());
        while (inRun <= now.bytes() - PAGE) {
            long maddr = now.start() + inRun;
            if ((maddr & (STRIDE - 1)) == 0) {
                progress.report(done + inRun, total);
                progress.check();
                long empty = image.emptyBytes(now, inRun);
                if (empty >= STRIDE) {
                    // zeros are neither a table nor shared info
                    inRun += empty & -STRIDE;
                    continue;
                }
            }
            page(maddr);
            inRun += PAGE;
        }
    }

    private void page(long maddr) {
        try {
            if (SelfMap.maps(image.u64(maddr + 8L * SelfMap.X86_64), maddr)
                    && SelfMap.isRoot(image, PagingMode.X86_64, maddr)) {
                add(fourLevels, maddr);
            }
            if (SelfMap.maps(image.u64(maddr + 8L * SelfMap.PAE), maddr)) {
                add(pae, maddr + SelfMap.LINEAR_QUAD);
            }
            if (SelfMap.maps(image.u32(maddr + 4L * SelfMap.I386), maddr)) {
                add(twoLevels, maddr);
            }
            if (sharedInfo.size() < MOST) {
                (frameList.isPresent()
                                ? SharedInfo.at(image, maddr, frameList.getAsLong())
                                : SharedInfo.perhaps(image, maddr))
                        .ifPresent(sharedInfo::add);
            }
        } catch (UnreadableException _) {
            // the page is left out or damaged, or the file ends here: what was found so far stays
        }
    }

    private static void add(List<Long> tables, long maddr) {
        if (tables.size() < MOST) {
            tables.add(maddr);
        }
    }

    /// {@return machine addresses of top tables; with PAE of the four entries in a table of the
    /// second level that stand for one}
    List<Long> roots(PagingMode mode) {
        return switch (mode) {
            case X86_64, X86_64_LA57 -> fourLevels;
            case PAE -> pae;
            case I386 -> twoLevels;
        };
    }

    /// {@return pages that look like shared info}
    List<SharedInfo> sharedInfo() {
        return sharedInfo;
    }
}
