package org.xenoscope.space.root;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.space.frame.DomainStruct;
import org.xenoscope.space.frame.FrameTable;
import org.xenoscope.space.paging.CachedWalk;
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
    static final RootGroups NONE = new RootGroups(List.of(), List.of(), Optional.empty());

    private final List<Group> groups;
    private final List<Long> idle;
    private final Optional<FrameTable> frames;

    /// Tables of one domain.
    ///
    /// @param tables those in use, if that is known, else all
    /// @param stale those that the domain has freed and nobody has overwritten yet
    /// @param owner the domain, if the frame table names it
    record Group(List<Long> tables, List<Long> stale, Optional<DomainStruct> owner) {}

    private RootGroups(List<Group> groups, List<Long> idle, Optional<FrameTable> frames) {
        this.groups = groups;
        this.idle = idle;
        this.frames = frames;
    }

    /// Groups the tables that a scan found.
    ///
    /// @param xen a root that maps the hypervisor
    static RootGroups of(Image image, Root xen, List<Long> tables) {
        Map<Long, List<Long>> byDomain = new LinkedHashMap<>();
        List<Long> idle = new ArrayList<>();
        for (long table : tables) {
            long key = perDomain(image, xen, table);
            if (key >= 0) {
                byDomain.computeIfAbsent(key, _ -> new ArrayList<>()).add(table);
            } else {
                idle.add(table);
            }
        }
        List<List<Long>> lists = List.copyOf(byDomain.values());
        CachedWalk walk = new CachedWalk(image, xen.mode(), xen.maddr());
        Optional<FrameTable> frames = FrameTable.proved(image, walk, xen.mode(), lists);
        return new RootGroups(
                lists.stream().map(list -> group(list, frames)).toList(), idle, frames);
    }

    private static Group group(List<Long> tables, Optional<FrameTable> frames) {
        List<Long> live = frames.map(found -> found.live(tables)).orElse(tables);
        List<Long> stale = tables.stream().filter(table -> !live.contains(table)).toList();
        return new Group(live, stale, frames.flatMap(found -> found.owner(tables)));
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

    /// {@return all groups, in the order in which the scan met them}
    List<Group> all() {
        return groups;
    }

    /// {@return tables of no domain: the idle table of a 64-bit Xen}
    List<Long> idle() {
        return idle;
    }

    /// {@return the frame table, if its layout is proved}
    Optional<FrameTable> frames() {
        return frames;
    }

    /// {@return the tables of dom0: those that domain 0 owns, else the largest group without an
    /// owner}
    Optional<Group> dom0() {
        return domain(0)
                .or(
                        () ->
                                groups.stream()
                                        .filter(group -> group.owner().isEmpty())
                                        .max(
                                                Comparator.comparingInt(
                                                        group -> group.tables().size())));
    }

    /// {@return the tables of a domain}
    Optional<Group> domain(int number) {
        return groups.stream()
                .filter(
                        group ->
                                group.owner().filter(owner -> owner.number() == number).isPresent())
                .findFirst();
    }
}
