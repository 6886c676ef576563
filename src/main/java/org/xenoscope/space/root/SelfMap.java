package org.xenoscope.space.root;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.space.paging.PageEntry;
import org.xenoscope.space.paging.PagingMode;

/// The mark of every top table under Xen: one of its entries maps the table itself (Xen's linear
/// page table, LINEAR_PT_VIRT_START in xen/include/asm-x86/config.h).
final class SelfMap {
    /// Entry of an x86_64 top table that maps it.
    static final int X86_64 = 258;

    /// Entry of a PAE domain's uppermost L2 that maps it.
    static final int PAE = 495;

    /// Entry of an i386 top table that maps it.
    static final int I386 = 1016;

    /// Where in a PAE domain's uppermost L2 its linear page table begins: these four entries map
    /// the four L2 tables, as the domain's L3 does.
    static final int LINEAR_QUAD = 8 * (PAE - 3);

    /// Slots of Xen that are in every x86_64 top table but the trimmed ones of XPTI.
    private static final int[] XEN_SLOTS = {261, 262};

    private SelfMap() {}

    /// {@return whether a table looks like a root}
    ///
    /// Bit 0 matters: an entry of a page of zeros at machine 0 "maps" that page.
    static boolean isRoot(Image image, PagingMode mode, long maddr) {
        try {
            return switch (mode) {
                case X86_64, X86_64_LA57 ->
                        maps(image.u64(maddr + 8L * X86_64), maddr) && slots(image, maddr);
                case PAE -> {
                    long top = image.u64(maddr + 24);
                    long table = top & PageEntry.FRAME;
                    yield (top & 1) != 0 && maps(image.u64(table + 8L * PAE), table);
                }
                case I386 -> maps(image.u32(maddr + 4L * I386), maddr);
            };
        } catch (UnreadableException _) {
            return false;
        }
    }

    /// {@return whether a present entry leads to a page}
    static boolean maps(long entry, long page) {
        return (entry & 1) != 0 && (entry & PageEntry.FRAME) == page;
    }

    private static boolean slots(Image image, long maddr) {
        for (int slot : XEN_SLOTS) {
            if ((image.u64(maddr + 8L * slot) & 1) == 0) {
                return false;
            }
        }
        return true;
    }
}
