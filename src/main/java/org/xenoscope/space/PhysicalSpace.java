package org.xenoscope.space;

import org.xenoscope.image.Extent;
import org.xenoscope.image.Image;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Mark;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.p2m.DirectMap;
import org.xenoscope.space.p2m.P2m;
import org.xenoscope.space.p2m.P2mEntry;
import org.xenoscope.space.root.Roots;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// dom0's pseudo-physical memory, through its p2m (route R8).
final class PhysicalSpace extends MemorySpace {
    private static final String ROUTE = "R8";
    private static final long PAGE_INSIDE = 0xfff;

    private final Roots roots;
    private final MachineToPhysical m2p;
    private final TranslationCache cache = new TranslationCache();

    PhysicalSpace(Image image, Roots roots, MachineToPhysical m2p) {
        super(SpaceId.DOM0_PHYSICAL, image);
        this.roots = roots;
        this.m2p = m2p;
    }

    @Override
    public long lastAddress() {
        return -1L;
    }

    @Override
    public Optional<Long> memoryBytes() {
        Optional<P2m> table = roots.p2m().value();
        return table.isPresent() && table.get().maxPfn().isPresent()
                ? Optional.of(table.get().maxPfn().getAsLong() << 12)
                : Optional.empty();
    }

    @Override
    public long locate(long address) {
        long page = cache.get(address);
        if (page == TranslationCache.ABSENT) {
            page = translate(address >>> 12);
            cache.put(address, page);
        }
        return page < 0 ? page : page | (address & PAGE_INSIDE);
    }

    private long translate(long pfn) {
        long mfn =
                roots.p2m() instanceof Known<P2m> known
                        ? known.fact().mfn(pfn, null)
                        : HoleReason.NO_P2M.code();
        if (instead(mfn)) {
            Optional<DirectMap> map = roots.directMap();
            long found = map.isPresent() ? map.get().mfn(pfn, null) : mfn;
            // a list that is lost says less than the direct map, but says why
            mfn = found >= 0 || mfn == HoleReason.NO_P2M.code() ? found : mfn;
        }
        return mfn < 0 ? mfn : mfn << 12;
    }

    /// {@return whether the direct map is asked: the list is not known, or its pages are lost}
    private static boolean instead(long code) {
        return code < 0
                && switch (HoleReason.ofCode(code)) {
                    case NO_P2M, TABLE_NOT_IN_DUMP, TABLE_TRUNCATED, TABLE_ZERO_FILL -> true;
                    default -> false;
                };
    }

    @Override
    public Trail explain(long address) {
        TrailBuilder trail = new TrailBuilder(image(), new Location(id(), address));
        switch (roots.p2m()) {
            case Unknown<P2m>(String why) -> {
                Optional<DirectMap> map = roots.directMap();
                if (map.isPresent()) {
                    DirectSteps.tell(roots, map.get(), address, why, trail);
                } else {
                    trail.fail(
                            ROUTE,
                            "p2m of dom0",
                            Optional.empty(),
                            OptionalLong.empty(),
                            Holes.noP2m(why));
                }
            }
            case Known<P2m>(P2m table, String evidence, Optional<Location> where) -> {
                trail.step(
                        new Step(
                                ROUTE,
                                "p2m of dom0",
                                where,
                                OptionalLong.empty(),
                                List.of(),
                                evidence,
                                where,
                                false));
                lookUp(address, table, trail);
            }
        }
        return trail.build();
    }

    private void lookUp(long address, P2m table, TrailBuilder trail) {
        long pfn = address >>> 12;
        TrailBuilder listed = new TrailBuilder(image(), new Location(id(), address));
        Look look = new Look(listed, pfn);
        long mfn = table.mfn(pfn, look);
        if (instead(mfn) && roots.directMap().isPresent()) {
            DirectMap map = roots.directMap().get();
            if (map.mfn(pfn, null) >= 0) {
                DirectSteps.tell(roots, map, address, "the list's page is lost", trail);
                return;
            }
        }
        trail.adopt(listed);
        if (mfn < 0) {
            if (!look.failed) {
                Hole hole = hole(table, pfn, HoleReason.ofCode(mfn));
                trail.fail(ROUTE, "PFN 0x%x".formatted(pfn), look.last, OptionalLong.empty(), hole);
            }
            return;
        }
        if (table.beyond(pfn)) {
            trail.mark(Mark.BEYOND_MAX_PFN);
        }
        long maddr = mfn << 12 | (address & PAGE_INSIDE);
        trail.machine(maddr);
        trail.physical(address);
        if (look.kind == P2mEntry.RAM) {
            checkBack(maddr, address, trail);
        }
    }

    private void checkBack(long maddr, long address, TrailBuilder trail) {
        long back = m2p.physical(maddr);
        if (back >= 0) {
            boolean same = back == address;
            trail.check(
                    new CrossCheck(
                            same,
                            "M2P: PFN 0x%x%s"
                                    .formatted(back >>> 12, same ? "; says the same" : ": differs"),
                            Optional.empty()));
        }
    }

    private static Hole hole(P2m table, long pfn, HoleReason reason) {
        return switch (reason) {
            case INVALID_P2M -> Holes.gaveBack(pfn);
            case BEYOND_MAX_PFN ->
                    table.maxPfn().isPresent()
                            ? Holes.beyond(pfn, table.maxPfn().getAsLong())
                            : Holes.outOfReach(pfn);
            default ->
                    new Hole(
                            reason,
                            "The p2m entry of PFN 0x%x names a frame that no machine has."
                                    .formatted(pfn));
        };
    }

    /// A leaf of the table covers 512 or 1024 frames; an empty one is skipped as a whole.
    @Override
    Extent routeExtent(long address) {
        if (!(roots.p2m() instanceof Known<P2m> known)) {
            return roots.directMap()
                    .map(map -> directExtent(map, address))
                    .orElseGet(() -> new Extent(0, -1L, Optional.of(HoleReason.NO_P2M)));
        }
        long maddr = locate(address);
        Optional<HoleReason> hole =
                maddr >= 0 ? Optional.empty() : Optional.of(HoleReason.ofCode(maddr));
        long first = address & ~PAGE_INSIDE;
        if (maddr >= 0) {
            return new Extent(first, first | PAGE_INSIDE, hole);
        }
        long last = known.fact().lastAlike(address >>> 12, maddr);
        return new Extent(first, last << 12 | PAGE_INSIDE, hole);
    }

    /// A table that is not there leaves out many frames at once.
    private Extent directExtent(DirectMap map, long address) {
        if (Long.compareUnsigned(address, map.end()) >= 0) {
            return new Extent(map.end(), -1L, Optional.of(HoleReason.NO_P2M));
        }
        long maddr = locate(address);
        long page = address & ~PAGE_INSIDE;
        if (maddr >= 0) {
            return new Extent(page, page | PAGE_INSIDE, Optional.empty());
        }
        Extent mapped = map.extentAt(address);
        return mapped.readable()
                ? new Extent(page, page | PAGE_INSIDE, Optional.of(HoleReason.ofCode(maddr)))
                : new Extent(mapped.first(), mapped.last(), Optional.of(HoleReason.ofCode(maddr)));
    }

    /// Writes a look-up down while it is made.
    private static final class Look implements P2m.Listener {
        private final TrailBuilder trail;
        private final long pfn;
        private Optional<Location> last = Optional.empty();
        private P2mEntry kind = P2mEntry.INVALID;
        private boolean failed;

        Look(TrailBuilder trail, long pfn) {
            this.trail = trail;
            this.pfn = pfn;
        }

        @Override
        public void entry(String table, int index, long tableMaddr, long at, long entry) {
            last = Optional.of(new Location(SpaceId.MACHINE, at));
            trail.read(
                    ROUTE,
                    "%s[%d]".formatted(table, index),
                    last.get(),
                    entry,
                    List.of(),
                    "next at MFN 0x%x; %s".formatted(entry, sum(tableMaddr, index, at)),
                    Optional.of(new Location(SpaceId.MACHINE, entry << 12)));
        }

        @Override
        public void frame(
                int index, long tableMaddr, long at, long word, P2mEntry found, long mfn) {
            kind = found;
            last = Optional.of(new Location(SpaceId.MACHINE, at));
            String says =
                    switch (found) {
                        case RAM -> "MFN 0x%x".formatted(mfn);
                        case IDENTITY -> "MFN 0x%x; IDENTITY: not RAM of dom0".formatted(mfn);
                        case FOREIGN -> "MFN 0x%x; FOREIGN: of another domain".formatted(mfn);
                        case INVALID -> "no frame";
                    };
            if (found == P2mEntry.IDENTITY) {
                trail.mark(Mark.IDENTITY);
            } else if (found == P2mEntry.FOREIGN) {
                trail.mark(Mark.FOREIGN);
            }
            trail.read(
                    ROUTE,
                    "p2m[%d]".formatted(index),
                    last.get(),
                    word,
                    found == P2mEntry.RAM ? List.of() : List.of(found.name()),
                    "PFN 0x%x is %s; %s".formatted(pfn, says, sum(tableMaddr, index, at)),
                    found == P2mEntry.INVALID
                            ? Optional.empty()
                            : Optional.of(new Location(SpaceId.MACHINE, mfn << 12)));
        }

        @Override
        public void unreadable(String table, int index, long at, Hole hole) {
            failed = true;
            trail.fail(
                    ROUTE,
                    "%s[%d]".formatted(table, index),
                    Optional.of(new Location(SpaceId.MACHINE, at)),
                    OptionalLong.empty(),
                    Holes.table(table + " entry", at, hole));
        }

        private static String sum(long table, int index, long at) {
            long bytes = index == 0 ? 0 : (at - table) / index;
            return bytes == 0
                    ? "first entry of 0x%x".formatted(table)
                    : "0x%x + %d·%d = 0x%x".formatted(table, index, bytes, at);
        }
    }
}
