package org.xenoscope.space.root;

import org.xenoscope.bytes.ByteSource;

import java.util.Optional;

/// dom0's shared info page, as far as it tells where memory is. Source: `struct arch_shared_info`,
/// xen/include/public/arch-x86/xen.h (32 VCPUs); the p2m fields since Xen 4.6.
///
/// @param maddr machine address of the page
/// @param wordBytes the guest's word: 8 or 4
/// @param maxPfn one more than the last frame that dom0 may have
/// @param p2mCr3 root that maps the linear p2m, in the form of the interface; 0 if not set
/// @param p2mVaddr address of the linear p2m under that root
/// @param generation odd while dom0 was changing the list's mappings
record SharedInfo(
        long maddr, int wordBytes, long maxPfn, long p2mCr3, long p2mVaddr, long generation) {
    private static final int ARCH_64 = 0xc10;
    private static final int ARCH_32 = 0x90c;

    /// A frame number beyond this is no max_pfn: 2^40 frames are all that 52 bits address.
    private static final long MOST_FRAMES = 1L << 40;

    /// {@return the page at a file offset as shared info, if it holds `frameList` where shared info
    /// does and a max_pfn before it}
    static Optional<SharedInfo> at(ByteSource file, long offset, long maddr, long frameList) {
        long at = offset + ARCH_64;
        if (file.u64(at + 8) == frameList && sane(file.u64(at))) {
            return Optional.of(
                    new SharedInfo(
                            maddr,
                            8,
                            file.u64(at),
                            file.u64(at + 24),
                            file.u64(at + 32),
                            file.u64(at + 40)));
        }
        at = offset + ARCH_32;
        if (file.u32(at + 4) == frameList && sane(file.u32(at)) && frameList < 1L << 32) {
            return Optional.of(
                    new SharedInfo(
                            maddr,
                            4,
                            file.u32(at),
                            file.u32(at + 12),
                            file.u32(at + 16),
                            file.u32(at + 20)));
        }
        return Optional.empty();
    }

    private static boolean sane(long maxPfn) {
        return maxPfn > 0 && maxPfn < MOST_FRAMES;
    }

    /// {@return the machine address of the field p2m_cr3}
    long p2mCr3Address() {
        return maddr + (wordBytes == 8 ? ARCH_64 + 24 : ARCH_32 + 12);
    }

    /// {@return the machine address of the field max_pfn}
    long maxPfnAddress() {
        return maddr + (wordBytes == 8 ? ARCH_64 : ARCH_32);
    }

    /// {@return the machine address of the table that p2m_cr3 names: 32-bit guests fold the frame
    /// number (`xen_cr3_to_pfn`, asm/xen/interface_32.h of Linux 6.1)}
    long p2mRoot() {
        return wordBytes == 8
                ? p2mCr3 & 0x000f_ffff_ffff_f000L
                : ((p2mCr3 >>> 12 | p2mCr3 << 20) & 0xffff_ffffL) << 12;
    }
}
