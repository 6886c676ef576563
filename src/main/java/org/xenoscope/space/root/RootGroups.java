package org.xenoscope.space.root;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.space.paging.PageEntry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Top tables by domain: those of one domain share the table of Xen's per-domain memory
/// (PERDOMAIN_VIRT_START in xen/include/asm-x86/config.h), and the frame table names the owner.
final class RootGroups {
    /// Entries of the per-domain memory in a top table; with PAE in its uppermost L2.
    private static final int X86_64 = 260;

    private static final int PAE = 500;
    private static final int I386 = 1018;

    /// No table was found.
    static final RootGroups NONE = new RootGroups(List.of());

    private final List<Group> groups;

    /// Tables of one domain.
    ///
    /// @param tables those in use, if that is known, else all
    /// @param owner the domain, if the frame table names it
    record Group(List<Long> tables, Optional<FrameTable.Domain> owner) {}

    private RootGroups(List<Group> groups) {
        this.groups = groups;
    }

    /// Groups the tables that a scan found.
    ///
    /// @param xen a root that maps the hypervisor
    static RootGroups of(Image image, Root xen, List<Long> tables) {
        Map<Long, List<Long>> byDomain = new LinkedHashMap<>();
        for (long table : tables) {
            long key = perDomain(image, xen, table);
            if (key >= 0) {
                byDomain.computeIfAbsent(key, _ -> new ArrayList<>()).add(table);
            }
        }
        List<List<Long>> lists = List.copyOf(byDomain.values());
        Optional<FrameTable> frames = FrameTable.proved(image, xen, lists);
        return new RootGroups(
                lists.stream()
                        .map(
                                list ->
                                        new Group(
                                                frames.map(found -> found.live(list)).orElse(list),
                                                frames.flatMap(found -> found.owner(list))))
                        .toList());
    }

    /// {@return what the tables of a domain share, or -1 for the idle table of a 64-bit Xen}
    private static long perDomain(Image image, Root xen, long table) {
        long page = table & -4096L;
        try {
            long entry =
                    switch (xen.mode()) {
                        case X86_64, X86_64_LA57 -> image.u64(page + 8L * X86_64);
                        case PAE -> image.u64(page + 8L * PAE);
                        case I386 -> image.u32(page + 4L * I386);
                    };
            boolean wide = xen.mode().addressBits() > 32;
            return PageEntry.present(entry) ? entry & PageEntry.FRAME : wide ? -1 : 0;
        } catch (UnreadableException _) {
            return -1;
        }
    }

    /// {@return the tables of dom0: those that domain 0 owns, else the largest group without an
    /// owner}
    Optional<Group> dom0() {
        return groups.stream()
                .filter(group -> group.owner().filter(owner -> owner.number() == 0).isPresent())
                .findFirst()
                .or(
                        () ->
                                groups.stream()
                                        .filter(group -> group.owner().isEmpty())
                                        .max(
                                                Comparator.comparingInt(
                                                        group -> group.tables().size())));
    }
}
