package org.xenoscope.space.root;

import org.xenoscope.image.Image;
import org.xenoscope.note.CrashInfo;
import org.xenoscope.note.CrashRegs;
import org.xenoscope.note.Dom0Cr3;
import org.xenoscope.note.Notes;
import org.xenoscope.note.Vmcoreinfo;
import org.xenoscope.place.Field;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.paging.PageEntry;
import org.xenoscope.space.paging.PagingMode;
import org.xenoscope.space.paging.Walker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Finds a root that maps the hypervisor.
final class XenRoot {
    /// Xen's image starts at a multiple of 1 GiB of virtual memory in every 64-bit version.
    private static final long IMAGE = 0x3fff_ffffL;

    /// Start of Xen's direct map on 32-bit machines, whose image lies in it.
    private static final long DIRECT_32 = 0xff00_0000L;

    /// Slot of the per-domain L3: the idle table alone has none.
    private static final int PER_DOMAIN = 260;

    private static final int TEXT = 261;

    private final Image image;
    private final Notes notes;

    XenRoot(Image image, Notes notes) {
        this.image = image;
        this.notes = notes;
    }

    /// {@return the root that the notes give, proved}
    Optional<Root> fromNotes(PagingMode mode) {
        return idleTable(mode).or(() -> fromControls(mode)).or(() -> from2006(mode));
    }

    /// `pgd_l4` is the idle page table itself; it must map its own virtual address to itself.
    private Optional<Root> idleTable(PagingMode mode) {
        Optional<Vmcoreinfo> note = notes.vmcoreinfoXen();
        String symbol =
                switch (mode) {
                    case X86_64, X86_64_LA57 -> "pgd_l4";
                    case PAE -> "pgd_l3";
                    case I386 -> "pgd_l2";
                };
        OptionalLong vaddr = note.map(info -> info.symbol(symbol)).orElse(OptionalLong.empty());
        if (vaddr.isEmpty()) {
            return Optional.empty();
        }
        long symbolAt = vaddr.getAsLong();
        OptionalLong start =
                notes.first(CrashInfo.class)
                        .map(CrashInfo::xenPhysStart)
                        .orElse(OptionalLong.empty());
        long maddr;
        if (mode.addressBits() == 32) {
            maddr = symbolAt - DIRECT_32;
        } else if (start.isPresent()) {
            maddr = start.getAsLong() + (symbolAt & IMAGE);
        } else {
            // every table that was in use maps Xen, and the idle table in it
            maddr =
                    fromControls(mode)
                            .map(root -> Walker.walk(image, mode, root.maddr(), symbolAt, null))
                            .orElse(-1L);
        }
        if (maddr < 0) {
            return Optional.empty();
        }
        boolean proved = Walker.walk(image, mode, maddr, symbolAt, null) == maddr;
        Optional<Location> where =
                note.flatMap(
                        info ->
                                info.fields().stream()
                                        .filter(
                                                field ->
                                                        field.name()
                                                                .equals("SYMBOL(" + symbol + ")"))
                                        .map(Field::fileOffset)
                                        .map(offset -> new Location(SpaceId.FILE, offset))
                                        .findFirst());
        return proved
                ? Optional.of(
                        new Root(
                                maddr,
                                mode,
                                "%s in VMCOREINFO_XEN; it maps itself".formatted(symbol),
                                where,
                                Root.Role.IDLE_TABLE))
                : Optional.empty();
    }

    private Optional<Root> fromControls(PagingMode mode) {
        List<CrashRegs> all = notes.all(CrashRegs.class);
        for (int cpu = 0; cpu < all.size(); cpu++) {
            long root = mode.rootOfCr3(all.get(cpu).cr3());
            if (SelfMap.isRoot(image, mode, root)) {
                return Optional.of(
                        new Root(
                                root,
                                mode,
                                "cr3 in CRASH_REGS of pCPU %d; it maps itself".formatted(cpu),
                                Optional.of(
                                        new Location(
                                                SpaceId.FILE,
                                                all.get(cpu).fields().get(2).fileOffset())),
                                Root.Role.TABLE));
            }
        }
        return Optional.empty();
    }

    /// dom0's root of 2006 maps Xen as well.
    private Optional<Root> from2006(PagingMode mode) {
        return notes.all(Dom0Cr3.class).stream()
                .flatMap(note -> readings(mode, note).stream())
                .filter(root -> SelfMap.isRoot(image, mode, root.maddr()))
                .findFirst();
    }

    /// {@return the readings of a note of 2006: a CR3, one whose frame number has its upper bits
    /// folded into the lower ones (`xen_cr3_to_pfn` of 32-bit guests), or a frame number}
    static List<Root> readings(PagingMode mode, Dom0Cr3 note) {
        Optional<Location> where =
                Optional.of(new Location(SpaceId.FILE, note.header().descOffset()));
        long value = note.value();
        List<Root> readings = new ArrayList<>();
        String evidence = "note Xen Domain-0 CR3 (2006)";
        readings.add(new Root(mode.rootOfCr3(value), mode, evidence, where, Root.Role.TABLE));
        if (mode.addressBits() == 32) {
            long folded = ((value >>> 12 | value << 20) & 0xffff_ffffL) << 12;
            readings.add(new Root(folded, mode, evidence + ", unfolded", where, Root.Role.TABLE));
        }
        long frame = (value & 0xff_ffff_ffffL) << 12;
        readings.add(
                new Root(
                        frame,
                        mode,
                        evidence + ", read as a frame number",
                        where,
                        Root.Role.TABLE));
        return readings;
    }

    /// {@return the idle table among self-mapped tables, or one of the hypervisor that most name}
    Optional<Root> fromScan(PagingMode mode, List<Long> tables) {
        if (tables.isEmpty()) {
            return Optional.empty();
        }
        if (mode.addressBits() == 32) {
            return Optional.of(
                    scanned(
                            mode,
                            tables.getFirst(),
                            "found by the scan for roots: it maps itself"));
        }
        Map<Long, Integer> votes = new HashMap<>();
        tables.forEach(table -> votes.merge(slot(table, TEXT), 1, Integer::sum));
        long living =
                votes.entrySet().stream()
                        .max(Comparator.comparing(Map.Entry::getValue))
                        .orElseThrow()
                        .getKey();
        List<Long> candidates =
                tables.stream().filter(table -> slot(table, TEXT) == living).toList();
        Optional<Long> idle =
                candidates.stream()
                        .filter(table -> (image.u64(table + 8L * PER_DOMAIN) & 1) == 0)
                        .findFirst();
        return Optional.of(
                new Root(
                        idle.orElse(candidates.getFirst()),
                        mode,
                        idle.isPresent()
                                ? "idle table, found by the scan for roots (%d tables map themselves)"
                                        .formatted(tables.size())
                                : "one of %d tables that map themselves, found by the scan for roots"
                                        .formatted(tables.size()),
                        Optional.empty(),
                        idle.isPresent() ? Root.Role.IDLE_TABLE : Root.Role.TABLE));
    }

    /// {@return a 32-bit root of the scan}
    static Root scanned(PagingMode mode, long table, String evidence) {
        boolean pae = mode == PagingMode.PAE;
        return new Root(
                table,
                mode,
                pae
                        ? evidence + "; the linear page table in an L2 table stands for the L3"
                        : evidence,
                Optional.empty(),
                pae ? Root.Role.LINEAR_MAP : Root.Role.TABLE);
    }

    private long slot(long table, int index) {
        return image.u64(table + 8L * index) & PageEntry.FRAME;
    }
}
