package org.xenoscope.space.root;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.space.paging.PagingMode;
import org.xenoscope.space.paging.Walker;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Xen's frame table: for each machine frame whose it is and what it is used for (route R11). Which
/// of the known layouts it has is proved on tables whose use is known.
///
/// Source: `struct page_info` in xen/include/asm-x86/mm.h and FRAMETABLE_VIRT_START in config.h,
/// Xen 3.0 to 4.22.
final class FrameTable {
    /// Domains have numbers below this; from here on they are Xen's own.
    private static final int FIRST_RESERVED = 0x7ff0;

    private static final int PAGE_SHIFT = 12;
    private static final long DIRECT_32 = 0xff00_0000L;

    /// How the field that names the owner leads to its `struct domain`.
    private enum Owner {
        MADDR,
        FRAME,
        VADDR_32
    }

    /// One layout of the table.
    ///
    /// @param start hypervisor virtual address of its first entry
    /// @param bytes of an entry
    /// @param ownerAt offset of the owner in an entry
    /// @param typeAt offset of type_info in an entry
    private record Layout(
            long start,
            int bytes,
            int ownerAt,
            int ownerBytes,
            Owner owner,
            int typeAt,
            int typeBytes) {
        static Layout wide(long start, int bytes, int ownerAt, int ownerBytes, int typeAt) {
            return new Layout(
                    start,
                    bytes,
                    ownerAt,
                    ownerBytes,
                    bytes == 40 ? Owner.MADDR : Owner.FRAME,
                    typeAt,
                    bytes == 40 ? 4 : 8);
        }

        static Layout narrow(long start, boolean old) {
            return old
                    ? new Layout(start, 24, 12, 4, Owner.VADDR_32, 16, 4)
                    : new Layout(start, 24, 16, 4, Owner.FRAME, 12, 4);
        }
    }

    private static final List<Layout> WIDE =
            List.of(
                    Layout.wide(0xffff_82e0_0000_0000L, 32, 24, 4, 16),
                    Layout.wide(0xffff_82f6_0000_0000L, 32, 24, 4, 16),
                    Layout.wide(0xffff_8284_0000_0000L, 32, 24, 4, 16),
                    Layout.wide(0xffff_8284_0000_0000L, 40, 20, 4, 24),
                    Layout.wide(0xffff_8300_0000_0000L, 48, 32, 8, 24));
    private static final List<Layout> PAE =
            List.of(Layout.narrow(0xf680_0000L, true), Layout.narrow(0xf680_0000L, false));
    private static final List<Layout> TWO_LEVELS =
            List.of(Layout.narrow(0xfc40_0000L, true), Layout.narrow(0xfc40_0000L, false));

    private final Image image;
    private final Root xen;
    private final Layout layout;

    /// A domain, as the frame table names it.
    ///
    /// @param number its domid
    /// @param struct machine address of its `struct domain`
    record Domain(int number, long struct) {}

    private FrameTable(Image image, Root xen, Layout layout) {
        this.image = image;
        this.xen = xen;
        this.layout = layout;
    }

    /// {@return the table in the layout under which most groups of top tables have one owner each,
    /// if there is such a layout}
    static Optional<FrameTable> proved(Image image, Root xen, List<List<Long>> groups) {
        FrameTable best = null;
        long most = 0;
        for (Layout layout : layouts(xen.mode())) {
            FrameTable table = new FrameTable(image, xen, layout);
            long owned = groups.stream().filter(group -> table.owner(group).isPresent()).count();
            if (owned > most) {
                most = owned;
                best = table;
            }
        }
        return Optional.ofNullable(best);
    }

    private static List<Layout> layouts(PagingMode mode) {
        return switch (mode) {
            case X86_64, X86_64_LA57 -> WIDE;
            case PAE -> PAE;
            case I386 -> TWO_LEVELS;
        };
    }

    /// {@return the domain that owns all tables of a group that are in use}
    Optional<Domain> owner(List<Long> tables) {
        Set<Domain> owners = new HashSet<>();
        for (long table : live(tables)) {
            domain(table).ifPresent(owners::add);
        }
        return owners.size() == 1 ? Optional.of(owners.iterator().next()) : Optional.empty();
    }

    /// {@return the tables of a group that are in use; all of them if none is known to be}
    List<Long> live(List<Long> tables) {
        List<Long> live = tables.stream().filter(this::isTopTable).toList();
        return live.isEmpty() ? tables : live;
    }

    /// `struct domain` begins with its 16-bit domid in all versions.
    private Optional<Domain> domain(long maddr) {
        OptionalLong owner = field(maddr, layout.ownerAt(), layout.ownerBytes());
        if (owner.isEmpty() || owner.getAsLong() == 0) {
            return Optional.empty();
        }
        long struct =
                switch (layout.owner()) {
                    case MADDR -> owner.getAsLong();
                    case FRAME -> owner.getAsLong() << PAGE_SHIFT;
                    case VADDR_32 -> owner.getAsLong() - DIRECT_32;
                };
        try {
            int number = (int) image.u32(struct) & 0xffff;
            return number < FIRST_RESERVED
                    ? Optional.of(new Domain(number, struct))
                    : Optional.empty();
        } catch (UnreadableException _) {
            return Optional.empty();
        }
    }

    /// {@return whether a frame is in use as a top table now: a domain may have freed one that
    /// nobody has overwritten yet}
    private boolean isTopTable(long maddr) {
        OptionalLong type = field(maddr, layout.typeAt(), layout.typeBytes());
        if (type.isEmpty()) {
            return false;
        }
        int wanted =
                switch (xen.mode()) {
                    case I386, PAE ->
                            2; // the scan finds PAE domains by a table of the second level
                    case X86_64, X86_64_LA57 -> 4;
                };
        // the type has four bits in Xen 4.0 to 4.9, else three
        int top = (int) (type.getAsLong() >>> (layout.typeBytes() * 8 - 4)) & 0xf;
        return top == wanted || top >>> 1 == wanted;
    }

    private OptionalLong field(long maddr, int offset, int bytes) {
        long vaddr = layout.start() + (maddr >>> PAGE_SHIFT) * layout.bytes() + offset;
        if (!xen.mode().canonical(vaddr)) {
            return OptionalLong.empty();
        }
        long at = Walker.walk(image, xen.mode(), xen.maddr(), vaddr, null);
        if (at < 0) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(bytes == 8 ? image.u64(at) : image.u32(at));
        } catch (UnreadableException _) {
            return OptionalLong.empty();
        }
    }
}
