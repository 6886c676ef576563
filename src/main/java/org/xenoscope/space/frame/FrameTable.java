package org.xenoscope.space.frame;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.space.paging.PagingMode;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongUnaryOperator;

/// Xen's frame table: for each machine frame whose it is and what it is used for (route R11). Which
/// of the known layouts it has is proved on top tables, whose use is known.
///
/// The bits of its words are counted from the top, as Xen does: their place moved with versions, so
/// that each is read where the proved tables show it.
public final class FrameTable {
    private static final int PAGE_SHIFT = 12;
    private static final long DIRECT_32 = 0xff00_0000L;

    /// Different owners that are looked at: a host has some thousands of domains at most.
    private static final int MOST_OWNERS = 1 << 16;

    private final Image image;
    private final LongUnaryOperator xen;
    private final PagingMode mode;
    private final Layout layout;
    private final boolean fourTypeBits;
    private final Set<Long> structs = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<Long, Optional<DomainStruct>> owners =
            new ConcurrentHashMap<>();

    private FrameTable(
            Image image,
            LongUnaryOperator xen,
            PagingMode mode,
            Layout layout,
            boolean fourTypeBits) {
        this.image = image;
        this.xen = xen;
        this.mode = mode;
        this.layout = layout;
        this.fourTypeBits = fourTypeBits;
    }

    /// Finds the table in the layout under which most groups of top tables have one owner each.
    ///
    /// @param xen hypervisor virtual address to machine address, or to a negative number
    /// @param mode the hypervisor's paging mode
    /// @param groups top tables by domain
    public static Optional<FrameTable> proved(
            Image image, LongUnaryOperator xen, PagingMode mode, List<List<Long>> groups) {
        FrameTable best = null;
        long most = 0;
        for (Layout layout : Layout.of(mode)) {
            // the type has four bits in Xen 4.0 to 4.9, else three
            for (boolean four : new boolean[] {false, true}) {
                FrameTable table = new FrameTable(image, xen, mode, layout, four);
                long proof = 0;
                for (List<Long> group : groups) {
                    proof += table.owner(group).isPresent() ? 2 : 0;
                    proof += group.stream().anyMatch(table::isTopTable) ? 1 : 0;
                }
                boolean owned = groups.stream().anyMatch(group -> table.owner(group).isPresent());
                if (owned && proof > most) {
                    most = proof;
                    best = table;
                }
            }
        }
        if (best != null) {
            for (List<Long> group : groups) {
                best.owner(group).ifPresent(best::trust);
            }
        }
        return Optional.ofNullable(best);
    }

    /// Takes a `struct domain` as proved: a frame that names it as its owner is that domain's.
    public void trust(DomainStruct domain) {
        structs.add(domain.struct());
        owners.clear();
    }

    /// {@return the domain that owns all tables of a group that are in use}
    public Optional<DomainStruct> owner(List<Long> tables) {
        Set<DomainStruct> found = new HashSet<>();
        for (long table : live(tables)) {
            field(table, layout.ownerAt(), layout.ownerBytes()).stream()
                    .mapToObj(this::struct)
                    .flatMap(Optional::stream)
                    .filter(domain -> domain.number() < DomainStruct.FIRST_RESERVED)
                    .forEach(found::add);
        }
        return found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.empty();
    }

    /// {@return the tables of a group that are in use; all of them if none is known to be}
    public List<Long> live(List<Long> tables) {
        List<Long> live = tables.stream().filter(this::isTopTable).toList();
        return live.isEmpty() ? tables : live;
    }

    /// {@return whether a frame is in use as a top table now: a domain may have freed one that
    /// nobody has overwritten yet}
    public boolean isTopTable(long maddr) {
        FrameUse.Type wanted =
                switch (mode) {
                    // the scan finds PAE domains by a table of the second level
                    case I386, PAE -> FrameUse.Type.L2;
                    case X86_64, X86_64_LA57 -> FrameUse.Type.L4;
                };
        OptionalLong type = field(maddr, layout.typeAt(), layout.words());
        return type.isPresent() && type(type.getAsLong()) == wanted;
    }

    /// {@return what the table says of a frame; empty if it has no entry that can be read}
    public Optional<FrameUse> use(long mfn) {
        long maddr = mfn << PAGE_SHIFT;
        OptionalLong count = field(maddr, layout.countAt(), layout.words());
        OptionalLong type = field(maddr, layout.typeAt(), layout.words());
        OptionalLong named = field(maddr, layout.ownerAt(), layout.ownerBytes());
        if (count.isEmpty() || type.isEmpty() || named.isEmpty()) {
            return Optional.empty();
        }
        long countInfo = count.getAsLong();
        long typeInfo = type.getAsLong();
        Optional<DomainStruct> owner =
                free(countInfo) ? Optional.empty() : owner(named.getAsLong());
        FrameUse.Kind kind =
                owner.map(FrameTable::kind)
                        .orElse(free(countInfo) ? FrameUse.Kind.FREE : FrameUse.Kind.XEN);
        // since Xen 4.0 a bit (locked, or the type's fourth) stands between type and pinned
        int pinned = layout.states() ? 5 : 4;
        int countBits = layout.words() == 8 ? 55 : 16;
        return Optional.of(
                new FrameUse(
                        mfn,
                        entry(maddr),
                        owner,
                        kind,
                        countInfo,
                        typeInfo,
                        kind == FrameUse.Kind.FREE ? FrameUse.Type.NONE : type(typeInfo),
                        bit(typeInfo, pinned),
                        bit(typeInfo, pinned + 1),
                        typeInfo & ((1L << countBits) - 1)));
    }

    private static FrameUse.Kind kind(DomainStruct owner) {
        return switch (owner.number()) {
            case DomainStruct.XEN -> FrameUse.Kind.SHARED_BY_XEN;
            case DomainStruct.IO -> FrameUse.Kind.DEVICE;
            default -> FrameUse.Kind.DOMAIN;
        };
    }

    /// A bit counted from the top of a word, 1 the highest.
    private boolean bit(long word, int fromTop) {
        return (word >>> (layout.wordBits() - fromTop) & 1) != 0;
    }

    /// Free frames are in state 3, whose two bits moved in Xen 4.17, and are not allocated; before
    /// Xen 4.0 the frame is free if it is not allocated.
    private boolean free(long countInfo) {
        if (!layout.states()) {
            return !bit(countInfo, 1);
        }
        int top = (int) (countInfo >>> (layout.wordBits() - 9));
        return !bit(countInfo, 1) && ((top & 0b11) == 0b11 || (top >>> 3 & 0b11) == 0b11);
    }

    private FrameUse.Type type(long typeInfo) {
        int number = (int) (typeInfo >>> (layout.wordBits() - (fourTypeBits ? 4 : 3)));
        return switch (number) {
            case 0 -> FrameUse.Type.NONE;
            case 1 -> FrameUse.Type.L1;
            case 2 -> FrameUse.Type.L2;
            case 3 -> FrameUse.Type.L3;
            case 4 -> FrameUse.Type.L4;
            case 5 -> FrameUse.Type.SEGMENT;
            case 6 -> layout.words() == 4 ? FrameUse.Type.SEGMENT : FrameUse.Type.SHARED;
            case 7 -> FrameUse.Type.WRITABLE;
            case 8 -> FrameUse.Type.SHARED;
            default -> FrameUse.Type.UNKNOWN;
        };
    }

    /// The field has other uses in frames that nobody owns: it counts only if it leads to a domain
    /// that is proved or one of Xen's own.
    private Optional<DomainStruct> owner(long named) {
        Optional<DomainStruct> known = owners.get(named);
        if (known == null) {
            known =
                    struct(named)
                            .filter(
                                    domain ->
                                            structs.contains(domain.struct())
                                                    || domain.number()
                                                            >= DomainStruct.FIRST_RESERVED);
            if (owners.size() < MOST_OWNERS) {
                owners.put(named, known);
            }
        }
        return known;
    }

    /// `struct domain` begins with its 16-bit domid in all versions.
    private Optional<DomainStruct> struct(long named) {
        if (named == 0) {
            return Optional.empty();
        }
        long struct =
                switch (layout.owner()) {
                    case MADDR -> named;
                    case FRAME -> named << PAGE_SHIFT;
                    case VADDR_32 -> named - DIRECT_32;
                };
        if (struct < 0) {
            return Optional.empty();
        }
        try {
            int number = (int) image.u32(struct) & 0xffff;
            return DomainStruct.plausible(number)
                    ? Optional.of(new DomainStruct(number, struct))
                    : Optional.empty();
        } catch (UnreadableException _) {
            return Optional.empty();
        }
    }

    private long entry(long maddr) {
        return layout.start() + (maddr >>> PAGE_SHIFT) * layout.bytes();
    }

    private OptionalLong field(long maddr, int offset, int bytes) {
        long vaddr = entry(maddr) + offset;
        if (!mode.canonical(vaddr)) {
            return OptionalLong.empty();
        }
        long at = xen.applyAsLong(vaddr);
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
