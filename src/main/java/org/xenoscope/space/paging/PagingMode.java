package org.xenoscope.space.paging;

import java.util.List;

/// How page tables are read. Source: Intel SDM volume 3A, chapter 4.
public enum PagingMode {
    /// two levels of 4-byte entries, 32-bit addresses
    I386(32, new Level(2, 22, 10, 4, true), new Level(1, 12, 10, 4, true)),
    /// three levels of 8-byte entries, 32-bit addresses
    PAE(
            32,
            new Level(3, 30, 2, 8, false),
            new Level(2, 21, 9, 8, true),
            new Level(1, 12, 9, 8, true)),
    /// four levels of 8-byte entries, 48-bit addresses
    X86_64(
            48,
            new Level(4, 39, 9, 8, false),
            new Level(3, 30, 9, 8, true),
            new Level(2, 21, 9, 8, true),
            new Level(1, 12, 9, 8, true)),
    /// five levels of 8-byte entries, 57-bit addresses
    X86_64_LA57(
            57,
            new Level(5, 48, 9, 8, false),
            new Level(4, 39, 9, 8, false),
            new Level(3, 30, 9, 8, true),
            new Level(2, 21, 9, 8, true),
            new Level(1, 12, 9, 8, true));

    private final int addressBits;

    @SuppressWarnings("ImmutableEnumChecker") // never written after construction
    private final Level[] levels;

    PagingMode(int addressBits, Level... levels) {
        this.addressBits = addressBits;
        this.levels = levels;
    }

    /// {@return bits of a virtual address: 32, 48 or 57}
    public int addressBits() {
        return addressBits;
    }

    /// {@return the levels, top first}
    public List<Level> levels() {
        return List.of(levels);
    }

    /// {@return how many levels there are}
    int depth() {
        return levels.length;
    }

    /// {@return the level at a depth, 0 the top}
    Level level(int depth) {
        return levels[depth];
    }

    /// {@return the last address of the mode}
    public long lastAddress() {
        return addressBits == 32 ? 0xffff_ffffL : -1L;
    }

    /// {@return whether the bits above the address all equal its top bit; in 32-bit modes whether
    /// they are 0}
    public boolean canonical(long vaddr) {
        if (addressBits == 32) {
            return vaddr >>> 32 == 0;
        }
        int unused = 64 - addressBits;
        return vaddr << unused >> unused == vaddr;
    }

    /// {@return the table that a CR3 names, as the hardware reads it}
    public long rootOfCr3(long cr3) {
        return switch (this) {
            case I386 -> cr3 & 0xffff_f000L;
            case PAE -> cr3 & 0xffff_ffe0L;
            case X86_64, X86_64_LA57 -> cr3 & PageEntry.FRAME;
        };
    }
}
