package org.xenoscope.space.root;

import org.xenoscope.image.Image;
import org.xenoscope.note.CrashRegs;
import org.xenoscope.note.Dom0Cr3;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Known;
import org.xenoscope.space.paging.PagingMode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Lists the top tables of a dump with what is known of each.
final class RootList {
    private static final int DOMAIN_LAST = Integer.MAX_VALUE;

    private final Image image;
    private final Notes notes;
    private final Roots roots;

    RootList(Image image, Notes notes, Roots roots) {
        this.image = image;
        this.notes = notes;
        this.roots = roots;
    }

    /// {@return all top tables, in order of domain and address; Xen's own first}
    List<FoundRoot> write() {
        RootGroups groups = roots.groups();
        List<FoundRoot> list = new ArrayList<>();
        for (long table : groups.idle()) {
            list.add(root(table, OptionalInt.empty(), FoundRoot.Kind.IDLE, OptionalLong.empty()));
        }
        for (RootGroups.Group group : groups.all()) {
            OptionalInt domain =
                    group.owner()
                            .map(owner -> OptionalInt.of(owner.number()))
                            .orElse(OptionalInt.empty());
            // a PV guest that asked for it has no m2p in the tables of its programs
            boolean guests =
                    group.tables().stream()
                            .anyMatch(table -> TableSlots.readOnlyM2p(image, roots.mode(), table));
            Map<Long, Long> pairs = guests ? pairs(group.tables()) : Map.of();
            for (long table : group.tables()) {
                Long other = pairs.get(table);
                list.add(
                        root(
                                table,
                                domain,
                                guests ? kind(table) : FoundRoot.Kind.MONITOR,
                                other == null ? OptionalLong.empty() : OptionalLong.of(other)));
            }
            for (long table : group.stale()) {
                list.add(root(table, domain, FoundRoot.Kind.STALE, OptionalLong.empty()));
            }
        }
        list.sort(
                Comparator.comparingInt(
                                (FoundRoot root) ->
                                        root.kind() == FoundRoot.Kind.IDLE
                                                ? -1
                                                : root.domain().orElse(DOMAIN_LAST))
                        .thenComparing(FoundRoot::kind)
                        .thenComparingLong(FoundRoot::maddr));
        return List.copyOf(list);
    }

    private FoundRoot root(
            long table, OptionalInt domain, FoundRoot.Kind kind, OptionalLong other) {
        boolean wide = roots.mode() == PagingMode.X86_64;
        return new FoundRoot(
                table,
                domain,
                kind,
                wide ? user(table) : 0,
                wide ? kernel(table) : 0,
                roots.frames().flatMap(frames -> frames.use(table >>> 12)),
                named(table),
                other);
    }

    private int user(long table) {
        return TableSlots.present(image, table, 0, TableSlots.FIRST_XEN);
    }

    private int kernel(long table) {
        return TableSlots.present(image, table, TableSlots.FIRST_KERNEL, TableSlots.SLOTS);
    }

    /// The kernel half of a PV domain is in the tables of its kernel's side; the user side has one
    /// entry there, for the page of vsyscall, or none.
    private FoundRoot.Kind kind(long table) {
        if (roots.mode() != PagingMode.X86_64) {
            return FoundRoot.Kind.TABLE;
        }
        if (kernel(table) > 1) {
            return user(table) > 0 ? FoundRoot.Kind.PROCESS : FoundRoot.Kind.KERNEL;
        }
        return FoundRoot.Kind.USER;
    }

    /// The two tables of a process have equal lower halves.
    private Map<Long, Long> pairs(List<Long> tables) {
        Map<Long, Long> pairs = new HashMap<>();
        if (roots.mode() != PagingMode.X86_64) {
            return pairs;
        }
        Map<List<Long>, Long> kernelSides = new HashMap<>();
        for (long table : tables) {
            if (kind(table) == FoundRoot.Kind.PROCESS) {
                kernelSides.put(lowerHalf(table), table);
            }
        }
        for (long table : tables) {
            Long other = kernelSides.get(lowerHalf(table));
            if (other != null && kind(table) == FoundRoot.Kind.USER && user(table) > 0) {
                pairs.put(table, other);
                pairs.put(other, table);
            }
        }
        return pairs;
    }

    private List<Long> lowerHalf(long table) {
        List<Long> entries = new ArrayList<>();
        for (int slot = 0; slot < TableSlots.FIRST_XEN; slot++) {
            // Xen and the processor set accessed and dirty on either side
            entries.add(TableSlots.entry(image, table, slot) & ~0x60L);
        }
        return entries;
    }

    private List<String> named(long table) {
        List<String> names = new ArrayList<>();
        List<CrashRegs> registers = notes.all(CrashRegs.class);
        for (int cpu = 0; cpu < registers.size(); cpu++) {
            if (roots.mode().rootOfCr3(registers.get(cpu).cr3()) == table) {
                names.add("cr3 of pCPU " + cpu);
            }
        }
        for (Dom0Cr3 note : notes.all(Dom0Cr3.class)) {
            if (XenRoot.readings(roots.mode(), note).stream()
                    .anyMatch(root -> root.maddr() == table)) {
                names.add("note Xen Domain-0 CR3 (2006)");
                break;
            }
        }
        if (roots.xen() instanceof Known<Root> known && known.fact().maddr() == table) {
            names.add("stands for Xen: " + known.evidence());
        }
        for (int domain : roots.domains()) {
            if (roots.guest(domain).root() instanceof Known<Root> known
                    && known.fact().maddr() == table) {
                names.add("stands for dom%d: %s".formatted(domain, known.evidence()));
            }
        }
        return names;
    }
}
