package org.xenoscope.space;

import org.xenoscope.note.CrashInfo;
import org.xenoscope.note.Notes;
import org.xenoscope.note.Vmcoreinfo;
import org.xenoscope.space.paging.PagingMode;

import java.util.OptionalLong;

/// Where Xen keeps what by the layout of its memory: used only where a page table is lost. Source:
/// xen/include/asm-x86/config.h, Xen 3.0 to 4.22.
final class XenLayout implements VirtualSpace.Layout {
    private static final long DIRECT_64 = 0xffff_8300_0000_0000L;
    private static final long DIRECT_64_BYTES = 1L << 40;
    private static final long DIRECT_32 = 0xff00_0000L;
    private static final long DIRECT_32_BYTES = 12L << 20;
    private static final long IMAGE_BYTES = 1L << 30;

    private final PagingMode mode;
    private final OptionalLong physStart;
    private final OptionalLong virtStart;

    XenLayout(PagingMode mode, Notes notes) {
        this.mode = mode;
        this.physStart =
                notes.first(CrashInfo.class)
                        .map(CrashInfo::xenPhysStart)
                        .orElse(OptionalLong.empty());
        OptionalLong symbol =
                notes.vmcoreinfoXen()
                        .map((Vmcoreinfo note) -> note.symbol("pgd_l4"))
                        .orElse(OptionalLong.empty());
        this.virtStart =
                symbol.isPresent()
                        ? OptionalLong.of(symbol.getAsLong() & -IMAGE_BYTES)
                        : OptionalLong.empty();
    }

    /// The direct map of the BIGMEM build lies elsewhere; its frame table lies here, which a walk
    /// of any table that is left would show; that a table is lost makes this arithmetic an
    /// assumption, and the mark says so.
    @Override
    public long machine(long vaddr) {
        if (mode.addressBits() == 32) {
            return inside(vaddr, DIRECT_32, DIRECT_32_BYTES) ? vaddr - DIRECT_32 : -1;
        }
        if (inside(vaddr, DIRECT_64, DIRECT_64_BYTES)) {
            return vaddr - DIRECT_64;
        }
        boolean image =
                virtStart.isPresent()
                        && physStart.isPresent()
                        && inside(vaddr, virtStart.getAsLong(), IMAGE_BYTES);
        return image ? vaddr - virtStart.getAsLong() + physStart.getAsLong() : -1;
    }

    private static boolean inside(long vaddr, long start, long bytes) {
        return Long.compareUnsigned(vaddr - start, bytes) < 0;
    }
}
