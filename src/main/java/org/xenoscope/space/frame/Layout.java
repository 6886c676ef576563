package org.xenoscope.space.frame;

import org.xenoscope.space.paging.PagingMode;

import java.util.List;

/// One layout of the frame table. Source: `struct page_info` in xen/include/asm-x86/mm.h and
/// FRAMETABLE_VIRT_START in config.h, Xen 3.0 to 4.22.
///
/// @param start hypervisor virtual address of its first entry
/// @param bytes bytes of an entry
/// @param countAt offset of count_info in an entry
/// @param ownerAt offset of the owner
/// @param ownerBytes bytes of the owner
/// @param owner how the owner leads to its `struct domain`
/// @param typeAt offset of type_info
/// @param words bytes of count_info and type_info: 8 or 4
/// @param states whether count_info holds the state of a frame (Xen 4.0 and later)
record Layout(
        long start,
        int bytes,
        int countAt,
        int ownerAt,
        int ownerBytes,
        Owner owner,
        int typeAt,
        int words,
        boolean states) {
    /// How the field that names the owner leads to its `struct domain`.
    enum Owner {
        /// its machine address
        MADDR,
        /// its machine frame
        FRAME,
        /// its address in the direct map of a 32-bit Xen
        VADDR_32
    }

    private static final List<Layout> WIDE =
            List.of(
                    new Layout(0xffff_82e0_0000_0000L, 32, 8, 24, 4, Owner.FRAME, 16, 8, true),
                    new Layout(0xffff_82f6_0000_0000L, 32, 8, 24, 4, Owner.FRAME, 16, 8, true),
                    new Layout(0xffff_8284_0000_0000L, 32, 8, 24, 4, Owner.FRAME, 16, 8, false),
                    new Layout(0xffff_8284_0000_0000L, 40, 16, 20, 4, Owner.MADDR, 24, 4, false),
                    new Layout(0xffff_8300_0000_0000L, 48, 16, 32, 8, Owner.FRAME, 24, 8, true));

    private static final List<Layout> PAE = narrow(0xf680_0000L);
    private static final List<Layout> TWO_LEVELS = narrow(0xfc40_0000L);

    private static List<Layout> narrow(long start) {
        return List.of(
                new Layout(start, 24, 8, 12, 4, Owner.VADDR_32, 16, 4, false),
                new Layout(start, 24, 8, 16, 4, Owner.FRAME, 12, 4, false));
    }

    /// {@return the layouts that a hypervisor of that paging mode may have}
    static List<Layout> of(PagingMode mode) {
        return switch (mode) {
            case X86_64, X86_64_LA57 -> WIDE;
            case PAE -> PAE;
            case I386 -> TWO_LEVELS;
        };
    }

    /// {@return bits of type_info and count_info}
    int wordBits() {
        return words * 8;
    }
}
