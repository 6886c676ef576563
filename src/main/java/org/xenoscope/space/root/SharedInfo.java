package org.xenoscope.space.root;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.space.paging.PageEntry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The shared info page of a domain, dom0 unless said otherwise, as far as it tells where memory
/// is. Source: `struct arch_shared_info`, xen/include/public/arch-x86/xen.h (32 VCPUs); the p2m
/// fields since Xen 4.6.
///
/// @param maddr machine address of the page
/// @param wordBytes the guest's word: 8 or 4
/// @param frameList machine frame of the frame list list
/// @param maxPfn one more than the last frame that dom0 may have
/// @param p2mCr3 root that maps the linear p2m, in the form of the interface; 0 if not set
/// @param p2mVaddr address of the linear p2m under that root
/// @param generation odd while dom0 was changing the list's mappings
record SharedInfo(
        long maddr,
        int wordBytes,
        long frameList,
        long maxPfn,
        long p2mCr3,
        long p2mVaddr,
        long generation) {
    private static final int ARCH_64 = 0xc10;
    private static final int POINTERS = 8;
    private static final int ARCH_32 = 0x90c;

    /// A frame number beyond this is no max_pfn: 2^40 frames are all that 52 bits address.
    private static final long MOST_FRAMES = 1L << 40;

    /// {@return the page at a machine address as shared info, if it holds `frameList` where shared
    /// info does and a max_pfn before it}
    static Optional<SharedInfo> at(Image image, long maddr, long frameList) {
        long at = maddr + ARCH_64;
        if (image.u64(at + 8) == frameList && sane(image.u64(at))) {
            return Optional.of(wide(image, maddr));
        }
        at = maddr + ARCH_32;
        if (image.u32(at + 4) == frameList && sane(image.u32(at)) && frameList < 1L << 32) {
            return Optional.of(
                    new SharedInfo(
                            maddr,
                            4,
                            frameList,
                            image.u32(at),
                            image.u32(at + 12),
                            image.u32(at + 16),
                            image.u32(at + 20)));
        }
        return Optional.empty();
    }

    /// {@return the page at a machine address as shared info of any domain, if its fields could be:
    /// a 64-bit guest's, with a linear p2m. Only the root that it names proves it.}
    static Optional<SharedInfo> perhaps(Image image, long maddr) {
        long cr3 = image.u64(maddr + ARCH_64 + 24);
        if (cr3 == 0 || (cr3 & ~PageEntry.FRAME) != 0 || !sane(image.u64(maddr + ARCH_64))) {
            return Optional.empty();
        }
        SharedInfo found = wide(image, maddr);
        return sane(found.frameList()) && found.p2mVaddr() <= 0
                ? Optional.of(found)
                : Optional.empty();
    }

    /// {@return a page that is known to be shared info, as a 64-bit guest's and as a 32-bit one's;
    /// its fields may be unset}
    static List<SharedInfo> known(Image image, long maddr) {
        try {
            long at = maddr + ARCH_64;
            SharedInfo wide =
                    new SharedInfo(
                            maddr,
                            8,
                            image.u64(at + 8),
                            image.u64(at),
                            image.u64(at + 24),
                            image.u64(at + 32),
                            image.u64(at + 40));
            at = maddr + ARCH_32;
            SharedInfo narrow =
                    new SharedInfo(
                            maddr,
                            4,
                            image.u32(at + 4),
                            image.u32(at),
                            image.u32(at + 12),
                            image.u32(at + 16),
                            image.u32(at + 20));
            return List.of(wide, narrow);
        } catch (UnreadableException _) {
            return List.of();
        }
    }

    /// {@return the pointers to whole pages among the first words of a `struct domain`: shared info
    /// is one of them in all versions}
    static List<Long> pointers(Image image, long struct) {
        List<Long> pointers = new ArrayList<>();
        try {
            for (int word = 0; word < POINTERS; word++) {
                long value = image.u64(struct + 8L * word);
                if (value < 0 && (value & 0xfff) == 0) {
                    pointers.add(value);
                }
            }
        } catch (UnreadableException _) {
            // what could be read counts
        }
        return pointers;
    }

    private static SharedInfo wide(Image image, long maddr) {
        long at = maddr + ARCH_64;
        return new SharedInfo(
                maddr,
                8,
                image.u64(at + 8),
                image.u64(at),
                image.u64(at + 24),
                image.u64(at + 32),
                image.u64(at + 40));
    }

    /// {@return whether max_pfn and the frame list are set}
    boolean filled() {
        return sane(maxPfn) && sane(frameList);
    }

    private static boolean sane(long frames) {
        return frames > 0 && frames < MOST_FRAMES;
    }

    /// {@return the machine address of the field p2m_cr3}
    long p2mCr3Address() {
        return maddr + (wordBytes == 8 ? ARCH_64 + 24 : ARCH_32 + 12);
    }

    /// {@return whether the guest was changing the mappings of its linear p2m; its entries stay
    /// valid, but a page of it may be an old one (`p2m_generation` in public/arch-x86/xen.h)}
    boolean changing() {
        return p2mCr3 != 0 && (generation & 1) != 0;
    }

    /// {@return the machine address of the field p2m_generation}
    long generationAddress() {
        return maddr + (wordBytes == 8 ? ARCH_64 + 40 : ARCH_32 + 20);
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
