package org.xenoscope.space.paging;

import org.xenoscope.place.HoleReason;

import java.util.ArrayList;
import java.util.List;

/// What the bits of a page-table entry mean: the one decoder that the fast walk and the talkative
/// one share. Source: Intel SDM volume 3A, chapter 4; Linux 6.1
/// arch/x86/include/asm/pgtable_types.h for entries that are not present.
public final class PageEntry {
    /// Bits 51:12: the frame. Bits 62:52 are the software's, and Xen uses them.
    public static final long FRAME = 0x000f_ffff_ffff_f000L;

    static final long PRESENT = 1;
    static final long LARGE = 1 << 7;

    /// Linux's PROT_NONE shares its bit with "global" in entries that are not present.
    private static final long PROTNONE = 1 << 8;

    private static final long GUEST_KERNEL = 1L << 52;
    private static final long NO_EXECUTE = 1L << 63;

    private PageEntry() {}

    /// {@return whether the processor follows the entry}
    public static boolean present(long entry) {
        return (entry & PRESENT) != 0;
    }

    /// {@return the machine address of the next table}
    public static long table(Level level, long entry) {
        return entry & (level.entryBytes() == 4 ? 0xffff_f000L : FRAME);
    }

    /// {@return the first machine address of the page that an entry of that level maps}
    public static long page(Level level, long entry) {
        long inside = (1L << level.shift()) - 1;
        if (level.entryBytes() == 8) {
            return entry & FRAME & ~inside;
        }
        // a 4 MiB page has bits 39:32 of its address in bits 20:13 (PSE-36)
        return level.number() == 1
                ? entry & 0xffff_f000L
                : (entry & 0xffc0_0000L) | ((entry >>> 13 & 0xff) << 32);
    }

    /// {@return why an entry that is not present leads nowhere}
    public static HoleReason absent(Level level, long entry) {
        if (entry == 0 || level.number() != 1) {
            return HoleReason.NOT_PRESENT;
        }
        if ((entry & PROTNONE) != 0) {
            return HoleReason.PROTNONE;
        }
        return level.entryBytes() == 8 ? HoleReason.SWAPPED : HoleReason.NOT_PRESENT;
    }

    /// {@return the reserved bits that are set in a present entry}
    public static long reserved(PagingMode mode, Level level, long entry) {
        if (level.entryBytes() == 4) {
            return 0;
        }
        if (mode == PagingMode.PAE && level.number() == 3) {
            return entry & 0xfff0_0000_0000_01e6L;
        }
        if (level.number() >= 4) {
            return entry & LARGE;
        }
        if (level.number() > 1 && (entry & LARGE) != 0) {
            return entry & ((1L << level.shift()) - 1) & ~0x1fffL;
        }
        return 0;
    }

    /// {@return names of the bits that are set, in the field's words}
    public static List<String> flags(Level level, long entry) {
        List<String> flags = new ArrayList<>();
        name(flags, entry, PRESENT, "P");
        name(flags, entry, 1 << 1, "RW");
        name(flags, entry, 1 << 2, "US");
        name(flags, entry, 1 << 3, "PWT");
        name(flags, entry, 1 << 4, "PCD");
        name(flags, entry, 1 << 5, "A");
        name(flags, entry, 1 << 6, "D");
        name(flags, entry, LARGE, level.number() == 1 ? "PAT" : "PS");
        name(flags, entry, 1 << 8, present(entry) ? "G" : "PROTNONE");
        if (level.entryBytes() == 8) {
            name(flags, entry, NO_EXECUTE, "NX");
        }
        return List.copyOf(flags);
    }

    private static void name(List<String> flags, long entry, long bit, String name) {
        if ((entry & bit) != 0) {
            flags.add(name);
        }
    }

    /// {@return whether Xen marked the entry of a PV guest as the kernel's (bit 52)}
    public static boolean guestKernel(Level level, long entry) {
        return level.number() == 1 && level.entryBytes() == 8 && (entry & GUEST_KERNEL) != 0;
    }

    /// {@return whether the page may be written}
    public static boolean writable(long entry) {
        return (entry & 2) != 0;
    }
}
