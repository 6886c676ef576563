package org.xenoscope.space.root;

import org.xenoscope.image.Image;
import org.xenoscope.note.CrashRegs;
import org.xenoscope.note.Dom0Cr3;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.p2m.P2m;
import org.xenoscope.space.paging.PagingMode;
import org.xenoscope.space.paging.Walker;

import java.util.List;
import java.util.Optional;

/// Finds the root of a domain's kernel. The CR3 of a note is whatever ran: a domU's, the idle
/// table, a process of dom0; so that each candidate must map the domain's kernel to the frames that
/// its p2m names.
final class GuestRoot {
    private static final long TEXT = 0xffff_ffff_8000_0000L;

    /// Starts of the direct map: Linux 4.20 and later, Linux 2.6.27 to 4.19 and XenLinux.
    private static final long[] DIRECT_64 = {0xffff_8880_0000_0000L, 0xffff_8800_0000_0000L};

    private static final long DIRECT_32 = 0xc000_0000L;

    /// Frames that a kernel's text or its early memory has in every version.
    private static final long[] PROBES = {
        0x1000, 0x1001, 0x1100, 0x200, 0x201, 0x100, 0x101, 1, 16
    };

    private final String name;
    private final Image image;
    private final Notes notes;
    private final PagingMode mode;
    private final Optional<P2m> p2m;

    GuestRoot(String name, Image image, Notes notes, PagingMode mode, Optional<P2m> p2m) {
        this.name = name;
        this.image = image;
        this.notes = notes;
        this.mode = mode;
        this.p2m = p2m;
    }

    /// {@return the root that the domain published for its linear p2m, proved: its kernel's own}
    Optional<Root> fromSharedInfo(SharedInfo page) {
        long root = page.p2mRoot();
        return page.p2mCr3() != 0 && proved(root)
                ? Optional.of(
                        new Root(
                                root,
                                mode,
                                "p2m_cr3 in %s's shared info".formatted(name),
                                Optional.of(new Location(SpaceId.MACHINE, page.p2mCr3Address())),
                                Root.Role.TABLE))
                : Optional.empty();
    }

    /// {@return a root among the notes' CR3, proved; a process's shows its kernel half only}
    Optional<Root> fromNotes() {
        List<CrashRegs> all = notes.all(CrashRegs.class);
        for (int cpu = 0; cpu < all.size(); cpu++) {
            long root = mode.rootOfCr3(all.get(cpu).cr3());
            if (proved(root)) {
                Location where =
                        new Location(SpaceId.FILE, all.get(cpu).fields().get(2).fileOffset());
                return Optional.of(
                        new Root(
                                root,
                                mode,
                                "cr3 in CRASH_REGS of pCPU %d; it maps %s's kernel as the p2m says"
                                        .formatted(cpu, name),
                                Optional.of(where),
                                role(root)));
            }
        }
        return notes.all(Dom0Cr3.class).stream()
                .flatMap(note -> XenRoot.readings(mode, note).stream())
                .filter(root -> SelfMap.isRoot(image, mode, root.maddr()))
                .findFirst();
    }

    /// {@return a root among self-mapped tables that maps the kernel as the p2m says; the kernel's
    /// own if it is there}
    Optional<Root> provedByScan(List<Long> tables) {
        String evidence =
                "found by the scan for roots; it maps %s's kernel as the p2m says".formatted(name);
        return best(tables.stream().filter(this::proved).toList(), evidence);
    }

    /// {@return a root among the tables of the domain's group; the kernel's own if it is there}
    Optional<Root> fromGroup(RootGroups.Group group) {
        return best(
                group.tables(),
                group.owner().isPresent()
                        ? "found by the scan for roots; the frame table names %s as its owner"
                                .formatted(name)
                        : "found by the scan for roots, in the largest group of tables of one"
                                + " domain; the owner is not known");
    }

    private Optional<Root> best(List<Long> tables, String evidence) {
        if (mode.addressBits() == 32) {
            return tables.stream().findFirst().map(table -> XenRoot.scanned(mode, table, evidence));
        }
        return tables.stream()
                .filter(table -> !hasUserHalf(table) && kernelSlots(table) > 1)
                .findFirst()
                .or(() -> tables.stream().filter(table -> kernelSlots(table) > 1).findFirst())
                .or(() -> tables.stream().findFirst())
                .map(table -> new Root(table, mode, evidence, Optional.empty(), role(table)));
    }

    /// {@return whether a root maps the kernel's text or direct map to the frames of the p2m}
    private boolean proved(long root) {
        if (p2m.isEmpty()) {
            return false;
        }
        int agree = 0;
        int differ = 0;
        for (long pfn : PROBES) {
            long mfn = p2m.get().mfn(pfn, null);
            if (mfn < 0) {
                continue;
            }
            for (long vaddr : addresses(pfn)) {
                long maddr = Walker.walk(image, mode, root, vaddr, null);
                if (maddr >= 0) {
                    agree += maddr >>> 12 == mfn ? 1 : 0;
                    differ += maddr >>> 12 == mfn ? 0 : 1;
                }
            }
        }
        return agree > differ;
    }

    private long[] addresses(long pfn) {
        long offset = pfn << 12;
        if (mode.addressBits() == 32) {
            return new long[] {DIRECT_32 + offset};
        }
        return new long[] {TEXT + offset, DIRECT_64[0] + offset, DIRECT_64[1] + offset};
    }

    private Root.Role role(long root) {
        return hasUserHalf(root) ? Root.Role.PROCESS : Root.Role.TABLE;
    }

    private boolean hasUserHalf(long root) {
        return mode == PagingMode.X86_64
                && TableSlots.present(image, root, 0, TableSlots.FIRST_XEN) > 0;
    }

    private int kernelSlots(long root) {
        return TableSlots.present(image, root, TableSlots.PER_DOMAIN, TableSlots.PER_DOMAIN + 1)
                        == 1
                ? TableSlots.present(image, root, TableSlots.FIRST_KERNEL, TableSlots.SLOTS)
                : 0;
    }
}
