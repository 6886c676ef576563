package org.xenoscope.forge;

import java.util.function.LongSupplier;

/// The page tables of a 32-bit machine: two levels of 32-bit entries, or with PAE three of 64-bit
/// ones. Each top table maps itself where Xen 3.0 has its linear page table.
final class PageTables32 {
    private static final int SELF_PAE = 492;
    private static final int SELF = 1016;

    private final MachineMemory memory;
    private final boolean pae;
    private final LongSupplier pages;
    private final long root;
    private final long[] second = new long[4];

    /// @param pages gives the machine address of a fresh page
    PageTables32(MachineMemory memory, boolean pae, LongSupplier pages) {
        this.memory = memory;
        this.pae = pae;
        this.pages = pages;
        if (!pae) {
            root = pages.getAsLong();
            put(root + 4L * SELF, root | 0x63);
            return;
        }
        root = pages.getAsLong() + 0x60; // CR3 of PAE is a multiple of 32, not of a page
        for (int i = 0; i < second.length; i++) {
            second[i] = pages.getAsLong();
            put(root + 8L * i, second[i] | 1);
        }
        for (int i = 0; i < second.length; i++) {
            put(second[3] + 8L * (SELF_PAE + i), second[i] | 0x63);
        }
    }

    long root() {
        return root;
    }

    /// {@return the bytes that one entry above the last level maps}
    long largeBytes() {
        return pae ? 2 << 20 : 4 << 20;
    }

    /// {@return the root if it starts a page, else a copy that does}
    long onWholePage() {
        if (!pae) {
            return root;
        }
        long copy = pages.getAsLong();
        for (int i = 0; i < second.length; i++) {
            put(copy + 8L * i, second[i] | 1);
        }
        return copy;
    }

    /// Maps one large page.
    void mapLarge(long vaddr, long maddr, long flags) {
        put(slot(vaddr), maddr | flags | 0x80);
    }

    /// Maps one page of 4 KiB.
    void map(long vaddr, long maddr, long flags) {
        long slot = slot(vaddr);
        if ((memory.u32(slot) & 1) == 0) {
            put(slot, pages.getAsLong() | 0x67);
        }
        long table = memory.u32(slot) & 0xffff_f000L;
        long index = vaddr >>> 12 & (pae ? 511 : 1023);
        put(table + index * (pae ? 8 : 4), maddr | flags);
    }

    private long slot(long vaddr) {
        return pae
                ? second[(int) (vaddr >>> 30)] + 8 * (vaddr >>> 21 & 511)
                : root + 4 * (vaddr >>> 22);
    }

    private void put(long maddr, long entry) {
        if (pae) {
            memory.u64(maddr, entry);
        } else {
            memory.u32(maddr, entry);
        }
    }
}
