package org.xenoscope.space;

import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.space.paging.Level;
import org.xenoscope.space.paging.PagingMode;

/// The sentences of holes that the translation meets; the one place that words them.
final class Holes {
    private Holes() {}

    static Hole notPresent(Level level, int index, long at, long entry) {
        return new Hole(
                HoleReason.NOT_PRESENT,
                "%s entry %d at machine:0x%x is 0x%x: not present."
                        .formatted(level.name(), index, at, entry));
    }

    /// The frame is pseudo-physical; kernels with the L1TF fix store it inverted (Linux 4.19 and
    /// later, arch/x86/include/asm/pgtable-invert.h).
    static Hole protNone(long entry) {
        long plain = (entry & 0x000f_ffff_ffff_f000L) >>> 12;
        long inverted = (~entry & 0x000f_ffff_ffff_f000L) >>> 12;
        return new Hole(
                HoleReason.PROTNONE,
                ("The page exists but the process may not touch it (PROT_NONE). The entry names"
                                + " pseudo-physical frame 0x%x, or 0x%x in kernels without the L1TF"
                                + " fix.")
                        .formatted(inverted, plain));
    }

    /// Linux since the L1TF fix: type in bits 63:59, offset inverted in 58:14 (6.1, pgtable_64.h).
    static Hole swapped(long entry) {
        return new Hole(
                HoleReason.SWAPPED,
                "The page is in swap: area %d, offset 0x%x. Swap is not in the dump."
                        .formatted(entry >>> 59, (~entry << 5) >>> 19));
    }

    static Hole nonCanonical(PagingMode mode, long vaddr) {
        return new Hole(
                HoleReason.NON_CANONICAL,
                mode.addressBits() == 32
                        ? "0x%x is not an address: it has more than 32 bits.".formatted(vaddr)
                        : "0x%x is not an address: bits 63 to %d differ."
                                .formatted(vaddr, mode.addressBits() - 1));
    }

    static Hole table(String what, long at, Hole cause) {
        return new Hole(
                cause.reason().inTable(),
                "The %s lies at machine:0x%x, which the dump does not hold: %s"
                        .formatted(what, at, cause.sentence()));
    }

    static Hole noRoot(String space, String tried) {
        return new Hole(
                HoleReason.NO_ROOT,
                "The dump does not say where %s is. Tried: %s.".formatted(space, tried));
    }

    static Hole noP2m(String why) {
        return new Hole(
                HoleReason.NO_P2M, "The dump does not say where dom0's p2m is: %s.".formatted(why));
    }

    static Hole notInDirectMap(long pfn) {
        return new Hole(
                HoleReason.NO_P2M,
                ("The dump does not say where dom0's p2m is, and dom0's direct map does not tell"
                                + " where frame 0x%x is.")
                        .formatted(pfn));
    }

    static Hole gaveBack(long pfn) {
        return new Hole(
                HoleReason.INVALID_P2M,
                "dom0 gave frame 0x%x back (balloon), or never had it.".formatted(pfn));
    }

    static Hole beyond(long pfn, long maxPfn) {
        return new Hole(
                HoleReason.BEYOND_MAX_PFN,
                "dom0 has frames 0x0 to 0x%x; 0x%x is beyond.".formatted(maxPfn - 1, pfn));
    }

    static Hole outOfReach(long pfn) {
        return new Hole(
                HoleReason.BEYOND_MAX_PFN,
                "Frame 0x%x is beyond the reach of dom0's p2m.".formatted(pfn));
    }

    static Hole notMemory(long fileOffset, String what) {
        return new Hole(
                HoleReason.NOT_MEMORY,
                "File offset 0x%x is not memory: it lies in %s.".formatted(fileOffset, what));
    }

    static Hole endOfFile(long fileOffset, long size) {
        return new Hole(
                HoleReason.TRUNCATED,
                "File offset 0x%x is past the end of the file (0x%x bytes)."
                        .formatted(fileOffset, size));
    }

    static Hole kernelHalf(long vaddr) {
        return new Hole(
                HoleReason.NOT_PRESENT,
                ("0x%x is in the user half of a process; the root that was found is a process's,"
                                + " and dom0's kernel maps nothing there.")
                        .formatted(vaddr));
    }
}
