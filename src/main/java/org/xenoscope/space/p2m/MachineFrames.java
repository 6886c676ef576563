package org.xenoscope.space.p2m;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.space.paging.PagingMode;

import java.util.function.LongUnaryOperator;

/// Xen's machine-to-physical table (m2p): for each machine frame the pseudo-physical frame that its
/// owner knows it by. It does not say who the owner is.
///
/// Source: RDWR_MPT_VIRT_START in xen/include/asm-x86/config.h, Xen 3.0 to 4.22; indexed by mfn.
public final class MachineFrames {
    /// What {@link #pfn} returns for a frame that the table does not name.
    public static final long NONE = -1;

    private static final long MOST_FRAMES = 1L << 40;

    /// PAE reaches 64 GiB. Xen fills entries that it has not set with 0x55 bytes.
    private static final long MOST_FRAMES_32 = 1L << 24;

    private final Image image;
    private final LongUnaryOperator xen;
    private final long base;
    private final int wordBytes;

    /// Makes the table. Nothing is read.
    ///
    /// @param xen translates hypervisor virtual addresses to machine ones, or to a negative number
    /// @param mode the hypervisor's paging mode
    public MachineFrames(Image image, LongUnaryOperator xen, PagingMode mode) {
        this.image = image;
        this.xen = xen;
        this.wordBytes = mode.addressBits() == 32 ? 4 : 8;
        this.base =
                switch (mode) {
                    case I386 -> 0xfdc0_0000L;
                    case PAE -> 0xfc80_0000L;
                    case X86_64, X86_64_LA57 -> 0xffff_8280_0000_0000L;
                };
    }

    /// {@return the hypervisor virtual address of a frame's entry}
    public long entryAddress(long mfn) {
        return base + mfn * wordBytes;
    }

    /// {@return the pseudo-physical frame of a machine frame, or {@link #NONE}}
    public long pfn(long mfn) {
        if (mfn < 0 || mfn >= MOST_FRAMES || (wordBytes == 4 && mfn >= 1 << 22)) {
            return NONE;
        }
        long maddr = xen.applyAsLong(entryAddress(mfn));
        if (maddr < 0) {
            return NONE;
        }
        try {
            long word = wordBytes == 8 ? image.u64(maddr) : (int) image.u32(maddr);
            return word < 0 || word >= (wordBytes == 8 ? MOST_FRAMES : MOST_FRAMES_32)
                    ? NONE
                    : word;
        } catch (UnreadableException _) {
            return NONE;
        }
    }
}
