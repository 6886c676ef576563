package org.xenoscope.forge;

import java.util.function.LongSupplier;

/// Four-level page tables in a machine's memory, with 4 KiB pages unless a larger one is asked for.
final class PageTables {
    private static final long FRAME = 0x000f_ffff_ffff_f000L;
    private static final long TABLE = 0x67;
    private static final long LARGE = 0x80;

    private final MachineMemory memory;
    private final LongSupplier tables;
    private final long root;

    /// @param tables gives the machine address of a fresh page for a table
    PageTables(MachineMemory memory, long root, LongSupplier tables) {
        this.memory = memory;
        this.root = root;
        this.tables = tables;
    }

    long root() {
        return root;
    }

    /// {@return the entry of the top table}
    long slot(int index) {
        return memory.u64(root + 8L * index);
    }

    /// Sets an entry of the top table.
    void slot(int index, long entry) {
        memory.u64(root + 8L * index, entry);
    }

    /// Maps one page of 4 KiB.
    void map(long vaddr, long maddr, long flags) {
        memory.u64(entry(vaddr, 12), maddr | flags);
    }

    /// Maps one page of 2 MiB.
    void mapLarge(long vaddr, long maddr, long flags) {
        memory.u64(entry(vaddr, 21), maddr | flags | LARGE);
    }

    /// {@return the machine address of the entry that maps `vaddr` at a level, tables made as
    /// needed}
    private long entry(long vaddr, int shift) {
        long table = root;
        for (int level = 39; level > shift; level -= 9) {
            long at = table + 8 * (vaddr >>> level & 511);
            if ((memory.u64(at) & 1) == 0) {
                memory.u64(at, tables.getAsLong() | TABLE);
            }
            table = memory.u64(at) & FRAME;
        }
        return table + 8 * (vaddr >>> shift & 511);
    }
}
