package org.xenoscope.space.p2m;

import org.jspecify.annotations.Nullable;
import org.xenoscope.image.Extent;
import org.xenoscope.image.Image;
import org.xenoscope.place.HoleReason;
import org.xenoscope.space.paging.PagingMode;
import org.xenoscope.space.paging.WalkExtent;
import org.xenoscope.space.paging.Walker;

import java.util.Optional;
import java.util.function.LongUnaryOperator;

/// A PV Linux domain's own map of its memory: virtual address `start + paddr` for each
/// pseudo-physical address. It stands for the p2m where no frame list is known or its pages are
/// lost (routes R8d and R8e), for the page tables hold machine frames and the m2p leads back.
///
/// Source of the starts: arch/x86/include/asm/page_64_types.h, Linux 2.6.27 to 6.1;
/// asm-x86_64/page.h of XenLinux; page_32_types.h for 3G/1G.
public final class DirectMap {
    private static final long TEXT = 0xffff_ffff_8000_0000L;

    private static final Range[] WIDE = {
        new Range(0xffff_8880_0000_0000L, 1L << 46),
        new Range(0xffff_8800_0000_0000L, 1L << 46),
        new Range(0xffff_ff80_0000_0000L, 510L << 30)
    };

    /// Ends where Xen's own memory begins.
    private static final Range[] NARROW = {new Range(0xc000_0000L, 0x3580_0000L)};

    private static final int PAGE_SHIFT = 12;

    /// Frames that are asked to prove a start: some of the first 64 MiB of memory.
    private static final int PROBES_END = 0x4000;

    private static final int PROBES_STEP = 0x31;

    /// Where a direct map may lie.
    private record Range(long start, long bytes) {}

    private final String name;
    private final Image image;
    private final PagingMode mode;
    private final long root;
    private final Range range;
    private final LongUnaryOperator m2p;
    private final int agree;

    private DirectMap(
            String name,
            Image image,
            PagingMode mode,
            long root,
            Range range,
            LongUnaryOperator m2p,
            int agree) {
        this.name = name;
        this.image = image;
        this.mode = mode;
        this.root = root;
        this.range = range;
        this.m2p = m2p;
        this.agree = agree;
    }

    /// Finds the direct map under a domain's kernel root: where its frames are those that the m2p
    /// names, or those of the kernel's text.
    ///
    /// @param name the domain's: `dom0`
    /// @param m2p machine frame to pseudo-physical frame, or {@link MachineFrames#NONE}
    public static Optional<DirectMap> find(
            String name, Image image, PagingMode mode, long root, LongUnaryOperator m2p) {
        DirectMap best = null;
        for (Range range : mode.addressBits() == 32 ? NARROW : WIDE) {
            int agree = 0;
            int differ = 0;
            for (long pfn = 1; pfn < PROBES_END; pfn += PROBES_STEP) {
                long maddr = Walker.walk(image, mode, root, range.start() + (pfn << 12), null);
                if (maddr < 0) {
                    continue;
                }
                long back = m2p.applyAsLong(maddr >>> PAGE_SHIFT);
                long text = text(image, mode, root, pfn);
                agree += back == pfn || text == maddr ? 1 : 0;
                differ += text >= 0 && text != maddr ? 1 : 0;
                differ += back >= 0 && back != pfn ? 1 : 0;
            }
            if (agree > differ && (best == null || agree > best.agree)) {
                best = new DirectMap(name, image, mode, root, range, m2p, agree);
            }
        }
        return Optional.ofNullable(best);
    }

    /// The kernel of a PV domain is not relocated: its text maps frame after frame from 0.
    private static long text(Image image, PagingMode mode, long root, long pfn) {
        return mode.addressBits() == 32
                ? -1
                : Walker.walk(image, mode, root, TEXT + (pfn << PAGE_SHIFT), null);
    }

    /// {@return the virtual address of a pseudo-physical one}
    public long vaddr(long paddr) {
        return range.start() + paddr;
    }

    /// {@return the first pseudo-physical address that the map has no room for}
    public long end() {
        return range.bytes();
    }

    /// {@return short words on how the map is known}
    public String evidence() {
        return "%1$s's direct map from %1$s:0x%2$x; %3$d frames tried are those of the m2p or the text"
                .formatted(name, range.start(), agree);
    }

    /// {@return whether all of a domain's memory is in its direct map: a 32-bit kernel has room for
    /// its low memory only}
    public boolean complete() {
        return mode.addressBits() > 32;
    }

    /// {@return what the m2p says of a machine frame, or {@link MachineFrames#NONE}}
    public long back(long mfn) {
        return m2p.applyAsLong(mfn);
    }

    /// {@return the range around a pseudo-physical address that page tables alone answer alike, cut
    /// to the map}
    public Extent extentAt(long paddr) {
        Extent virtual = WalkExtent.of(image, mode, root, vaddr(paddr));
        long before = vaddr(paddr) - virtual.first();
        long behind = virtual.last() - vaddr(paddr);
        return new Extent(
                paddr - Math.min(paddr, before),
                paddr + Math.min(range.bytes() - 1 - paddr, behind),
                virtual.hole());
    }

    /// Translates a frame.
    ///
    /// A 32-bit kernel has other things behind its low memory; there the m2p must lead back.
    ///
    /// @param listener told the walk; null if nobody listens
    /// @return the machine frame, or a negative {@link HoleReason#code}: `INVALID_P2M` if the
    ///   kernel maps nothing there, `NO_P2M` if that tells nothing
    public long mfn(long pfn, Walker.@Nullable Listener listener) {
        if (Long.compareUnsigned(pfn, range.bytes() >>> PAGE_SHIFT) >= 0) {
            return HoleReason.NO_P2M.code();
        }
        long maddr = Walker.walk(image, mode, root, vaddr(pfn << PAGE_SHIFT), listener);
        if (maddr < 0) {
            return switch (HoleReason.ofCode(maddr)) {
                case TABLE_NOT_IN_DUMP, TABLE_TRUNCATED, TABLE_ZERO_FILL, IO_ERROR -> maddr;
                default -> (complete() ? HoleReason.INVALID_P2M : HoleReason.NO_P2M).code();
            };
        }
        long mfn = maddr >>> PAGE_SHIFT;
        return complete() || back(mfn) == pfn ? mfn : HoleReason.NO_P2M.code();
    }
}
