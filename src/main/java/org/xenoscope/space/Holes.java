package org.xenoscope.space;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.space.paging.Level;
import org.xenoscope.space.paging.PagingMode;

import java.util.Optional;

/// The sentences of holes that the translation meets; the one place that words them.
final class Holes {
    private static final long FRAME = 0x000f_ffff_ffff_f000L;

    private Holes() {}

    static Hole notPresent(Level level, int index, long at, long entry) {
        return new Hole(
                HoleReason.NOT_PRESENT,
                "%s entry %d at machine:0x%x is 0x%x: not present."
                        .formatted(level.name(), index, at, entry));
    }

    /// The frame is pseudo-physical; kernels with the L1TF fix store it inverted (Linux 4.19 and
    /// later, arch/x86/include/asm/pgtable-invert.h). Which of the readings is a frame that the
    /// domain has tells which kernel it is.
    ///
    /// @param maxPfn one more than the domain's last frame, if that is known
    static Hole protNone(long entry, Fact<Long> maxPfn) {
        long plain = (entry & FRAME) >>> 12;
        long inverted = (~entry & FRAME) >>> 12;
        String reading =
                switch (maxPfn) {
                    case Known<Long>(Long max, String _, Optional<Location> _)
                            when inverted < max && plain >= max ->
                            "The entry names pseudo-physical frame 0x%x (inverted)."
                                    .formatted(inverted);
                    case Known<Long>(Long max, String _, Optional<Location> _)
                            when plain < max && inverted >= max ->
                            "The entry names pseudo-physical frame 0x%x.".formatted(plain);
                    default ->
                            ("The entry names pseudo-physical frame 0x%x, or 0x%x in kernels"
                                            + " without the L1TF fix.")
                                    .formatted(inverted, plain);
                };
        return new Hole(
                HoleReason.PROTNONE,
                "The page exists but the process may not touch it (PROT_NONE). " + reading);
    }

    /// {@return the pseudo-physical frame that a PROT_NONE entry names, if only one reading of it
    /// is a frame of the domain; else -1}
    static long protNoneFrame(long entry, Fact<Long> maxPfn) {
        if (!(maxPfn instanceof Known<Long> known)) {
            return -1;
        }
        long plain = (entry & FRAME) >>> 12;
        long inverted = (~entry & FRAME) >>> 12;
        boolean isPlain = plain < known.fact();
        boolean isInverted = inverted < known.fact();
        return isPlain == isInverted ? -1 : isPlain ? plain : inverted;
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

    static Hole noP2m(HoleReason reason, String domain, String why) {
        return new Hole(
                reason, "The dump does not say where %s's p2m is: %s.".formatted(domain, why));
    }

    static Hole notInDirectMap(String domain, long pfn) {
        return new Hole(
                HoleReason.NO_P2M,
                ("The dump does not say where %1$s's p2m is, and %1$s's direct map does not"
                                + " tell where frame 0x%2$x is.")
                        .formatted(domain, pfn));
    }

    static Hole notInverted(String domain, long pfn, boolean complete) {
        return new Hole(
                HoleReason.NO_P2M,
                complete
                        ? "No frame that Xen's frame table gives %s is its frame 0x%x."
                                .formatted(domain, pfn)
                        : "%s has more frames than are looked through, and 0x%x is not among them."
                                .formatted(domain, pfn));
    }

    static Hole gaveBack(String domain, long pfn) {
        return new Hole(
                HoleReason.INVALID_P2M,
                "%s gave frame 0x%x back (balloon), or never had it.".formatted(domain, pfn));
    }

    static Hole beyond(String domain, long pfn, long maxPfn) {
        return new Hole(
                HoleReason.BEYOND_MAX_PFN,
                "%s has frames 0x0 to 0x%x; 0x%x is beyond.".formatted(domain, maxPfn - 1, pfn));
    }

    static Hole outOfReach(String domain, long pfn) {
        return new Hole(
                HoleReason.BEYOND_MAX_PFN,
                "Frame 0x%x is beyond the reach of %s's p2m.".formatted(pfn, domain));
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

    static Hole kernelHalf(String domain, long vaddr) {
        return new Hole(
                HoleReason.NOT_PRESENT,
                ("0x%x is in the user half of a process; the root that was found is a process's,"
                                + " and %s's kernel maps nothing there.")
                        .formatted(vaddr, domain));
    }
}
