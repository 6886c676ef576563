package org.xenoscope.space.root;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.image.MachineRun;
import org.xenoscope.place.Progress;
import org.xenoscope.space.paging.PageEntry;
import org.xenoscope.space.paging.PagingMode;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// One pass over the pages of a dump, a few words each: tables that map themselves (route R6), and
/// pages that hold the frame list's number where shared info does.
///
/// @param roots machine addresses of top tables of the mode asked for
/// @param sharedInfo machine addresses of pages that look like dom0's shared info
record MemoryScan(List<Long> roots, List<SharedInfo> sharedInfo) {
    /// Hits that are kept: a host has at most some thousands of processes.
    private static final int MOST = 1 << 16;

    private static final long PAGE = 4096;

    /// Bytes between two questions: for progress, whether to stop, and where a sparse file goes on.
    private static final long STRIDE = 16L << 20;

    /// Passes over the dump.
    ///
    /// @param frameList machine frame of dom0's frame list list, if it is known
    static MemoryScan of(Image image, PagingMode mode, OptionalLong frameList, Progress progress) {
        MemoryScan scan = new MemoryScan(new ArrayList<>(), new ArrayList<>());
        long total = image.runs().stream().mapToLong(MachineRun::bytes).sum();
        long done = 0;
        for (MachineRun run : image.runs()) {
            if (run.fileOffset() < 0) {
                continue;
            }
            long first = (run.start() + PAGE - 1) & -PAGE;
            for (long page = first; page - run.start() <= run.bytes() - PAGE; page += PAGE) {
                if ((page & (STRIDE - 1)) == 0) {
                    long offset = run.fileOffset() + (page - run.start());
                    long empty = Math.min(image.file().nextData(offset) - offset, run.bytes());
                    if (empty >= STRIDE) {
                        // zeros are neither a table nor shared info; the loop adds a page
                        page += (empty & -STRIDE) - PAGE;
                        continue;
                    }
                    progress.report(done + (page - run.start()), total);
                    if (progress.cancelled()) {
                        return scan;
                    }
                }
                scan.page(image, run.fileOffset() + (page - run.start()), page, mode, frameList);
            }
            done += run.bytes();
        }
        return scan;
    }

    private void page(
            Image image, long offset, long maddr, PagingMode mode, OptionalLong frameList) {
        ByteSource file = image.file();
        try {
            if (roots.size() < MOST && mapsItself(file, offset, maddr, mode)) {
                long root = mode == PagingMode.PAE ? -1 : maddr;
                if (root >= 0 && SelfMap.isRoot(image, mode, root)) {
                    roots.add(root);
                }
            }
            if (frameList.isPresent() && sharedInfo.size() < MOST) {
                SharedInfo.at(file, offset, maddr, frameList.getAsLong())
                        .ifPresent(sharedInfo::add);
            }
        } catch (UnreadableException _) {
            // the file ends or failed here: what was found so far stays
        }
    }

    private static boolean mapsItself(ByteSource file, long offset, long maddr, PagingMode mode) {
        long entry =
                switch (mode) {
                    case X86_64, X86_64_LA57 -> file.u64(offset + 8L * SelfMap.X86_64);
                    case PAE -> file.u64(offset + 8L * SelfMap.PAE);
                    case I386 -> file.u32(offset + 4L * SelfMap.I386);
                };
        return (entry & 1) != 0 && (entry & PageEntry.FRAME) == maddr;
    }
}
