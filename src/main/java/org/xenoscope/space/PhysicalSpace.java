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
import org.xenoscope.space.p2m.InvertedFrames;
import org.xenoscope.space.p2m.LinearList;
import org.xenoscope.space.p2m.P2m;
import org.xenoscope.space.p2m.P2mEntry;
import org.xenoscope.space.paging.TranslationCache;
import org.xenoscope.space.root.Guest;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A PV domain's pseudo-physical memory, through its p2m (route R8): the list it publishes, else
/// the array in its kernel's memory, else its kernel's direct map.
final class PhysicalSpace extends MemorySpace {
    private static final String ROUTE = "R8";
    private static final long PAGE_INSIDE = 0xfff;

    private final Guest guest;
    private final MachineToPhysical m2p;
    private final TranslationCache cache = new TranslationCache();

    PhysicalSpace(Image image, Guest guest, MachineToPhysical m2p) {
        super(guest.physical(), image);
        this.guest = guest;
        this.m2p = m2p;
    }

    @Override
    public long lastAddress() {
        return -1L;
    }

    @Override
    public Optional<Long> memoryBytes() {
        Optional<P2m> table = guest.p2m().value();
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
                guest.p2m() instanceof Known<P2m> known
                        ? known.fact().mfn(pfn, null)
                        : HoleReason.NO_P2M.code();
        Optional<P2m> linear = lost(mfn) ? guest.linear() : Optional.empty();
        if (linear.isPresent()) {
            long found = linear.get().mfn(pfn, null);
            mfn = found >= 0 || !lost(found) ? found : mfn;
        }
        if (instead(mfn)) {
            Optional<DirectMap> map = guest.directMap();
            long found = map.isPresent() ? map.get().mfn(pfn, null) : mfn;
            // a list that is lost says less than the direct map, but says why
            mfn = found >= 0 || mfn == HoleReason.NO_P2M.code() ? found : mfn;
        }
        if (mfn == HoleReason.NO_P2M.code()) {
            Optional<InvertedFrames> inverted = guest.inverted();
            mfn = inverted.isPresent() ? inverted.get().mfn(pfn) : none().code();
        }
        return mfn < 0 ? mfn : mfn << 12;
    }

    /// {@return whether the direct map is asked: the list is not known, or its pages are lost}
    private static boolean instead(long code) {
        return lost(code) || code == HoleReason.NO_P2M.code();
    }

    /// {@return why there is no table: the dump lacks the whole domain, or only its p2m}
    private HoleReason none() {
        return guest.root().value().isEmpty() ? HoleReason.NO_ROOT : HoleReason.NO_P2M;
    }

    private static boolean lost(long code) {
        return code < 0
                && switch (HoleReason.ofCode(code)) {
                    case TABLE_NOT_IN_DUMP, TABLE_TRUNCATED, TABLE_ZERO_FILL -> true;
                    default -> false;
                };
    }

    @Override
    public Trail explain(long address) {
        TrailBuilder trail = new TrailBuilder(image(), new Location(id(), address));
        switch (guest.p2m()) {
            case Unknown<P2m>(String why) -> {
                Optional<DirectMap> map = guest.directMap();
                boolean mapped =
                        map.isPresent()
                                && map.get().mfn(address >>> 12, null) != HoleReason.NO_P2M.code();
                if (!mapped && guest.inverted().isPresent()) {
                    invert(address, guest.inverted().get(), why, trail);
                } else if (map.isPresent()) {
                    DirectSteps.tell(image(), guest, map.get(), address, why, trail);
                } else {
                    trail.fail(
                            ROUTE,
                            "p2m of " + guest.name(),
                            Optional.empty(),
                            OptionalLong.empty(),
                            Holes.noP2m(none(), guest.name(), why));
                }
            }
            case Known<P2m>(P2m table, String evidence, Optional<Location> where) -> {
                trail.step(
                        new Step(
                                ROUTE,
                                "p2m of " + guest.name(),
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

    private void lookUp(long address, P2m first, TrailBuilder trail) {
        long pfn = address >>> 12;
        P2m table = first;
        TrailBuilder listed = new TrailBuilder(image(), new Location(id(), address));
        P2mSteps look = new P2mSteps(listed, guest, pfn);
        long mfn = table.mfn(pfn, look);
        Optional<P2m> linear = lost(mfn) ? guest.linear() : Optional.empty();
        if (linear.isPresent() && !lost(linear.get().mfn(pfn, null))) {
            table = linear.get();
            listed = new TrailBuilder(image(), new Location(id(), address));
            look = new P2mSteps(listed, guest, pfn);
            look.start("the list's page is lost; the linear p2m in the kernel's memory is asked");
            mfn = table.mfn(pfn, look);
        }
        if (instead(mfn) && guest.directMap().isPresent()) {
            DirectMap map = guest.directMap().get();
            if (map.mfn(pfn, null) >= 0) {
                DirectSteps.tell(image(), guest, map, address, "the list's page is lost", trail);
                return;
            }
        }
        trail.adopt(listed);
        if (mfn < 0) {
            if (!look.failed()) {
                Hole hole = hole(table, pfn, HoleReason.ofCode(mfn));
                trail.fail(
                        ROUTE, "PFN 0x%x".formatted(pfn), look.last(), OptionalLong.empty(), hole);
            }
            return;
        }
        if (table.list() instanceof LinearList list && list.changing()) {
            trail.mark(Mark.GENERATION_ODD);
        }
        if (table.beyond(pfn)) {
            trail.mark(Mark.BEYOND_MAX_PFN);
        }
        long maddr = mfn << 12 | (address & PAGE_INSIDE);
        trail.machine(maddr);
        trail.physical(address);
        checkLinear(pfn, table, mfn, trail);
        if (look.kind() == P2mEntry.RAM) {
            checkBack(maddr, address, trail);
        }
    }

    /// Xen's own tables tell whose a frame is and which number its owner knows it by.
    private void invert(long address, InvertedFrames frames, String why, TrailBuilder trail) {
        long pfn = address >>> 12;
        long mfn = frames.mfn(pfn);
        trail.mark(Mark.BY_M2P);
        trail.step(
                new Step(
                        ROUTE,
                        "p2m of " + guest.name(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        List.of(),
                        "%s; the %d frames that Xen's frame table gives %s stand for it"
                                .formatted(why, frames.count(), guest.name()),
                        Optional.empty(),
                        false));
        if (mfn < 0) {
            Hole hole = Holes.notInverted(guest.name(), pfn, frames.complete());
            trail.fail(
                    ROUTE, "PFN 0x%x".formatted(pfn), Optional.empty(), OptionalLong.empty(), hole);
            return;
        }
        Location where = new Location(SpaceId.MACHINE, mfn << 12);
        trail.step(
                new Step(
                        "R10",
                        "m2p backwards",
                        Optional.empty(),
                        OptionalLong.empty(),
                        List.of(),
                        "MFN 0x%x is %s's, and the m2p calls it PFN 0x%x"
                                .formatted(mfn, guest.name(), pfn),
                        Optional.of(where),
                        false));
        trail.machine(mfn << 12 | (address & PAGE_INSIDE));
        trail.physical(address);
    }

    /// The list and the array are two truths of one thing.
    private void checkLinear(long pfn, P2m asked, long mfn, TrailBuilder trail) {
        Optional<P2m> linear = guest.linear();
        if (linear.isEmpty() || asked.list() instanceof LinearList) {
            return;
        }
        long other = linear.get().mfn(pfn, null);
        String says =
                other == mfn
                        ? "linear p2m says the same"
                        : other >= 0
                                ? "linear p2m says MFN 0x%x: differs".formatted(other)
                                : "linear p2m has no entry: differs";
        trail.check(new CrossCheck(other == mfn, says, Optional.empty()));
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

    private Hole hole(P2m table, long pfn, HoleReason reason) {
        return switch (reason) {
            case INVALID_P2M -> Holes.gaveBack(guest.name(), pfn);
            case BEYOND_MAX_PFN ->
                    table.maxPfn().isPresent()
                            ? Holes.beyond(guest.name(), pfn, table.maxPfn().getAsLong())
                            : Holes.outOfReach(guest.name(), pfn);
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
        if (!(guest.p2m() instanceof Known<P2m> known)) {
            Optional<InvertedFrames> inverted = guest.inverted();
            if (inverted.isPresent()) {
                return invertedExtent(inverted.get(), address);
            }
            return guest.directMap()
                    .map(map -> directExtent(map, address))
                    .orElseGet(() -> new Extent(0, -1L, Optional.of(none())));
        }
        long maddr = locate(address);
        Optional<HoleReason> hole =
                maddr >= 0 ? Optional.empty() : Optional.of(HoleReason.ofCode(maddr));
        long first = address & ~PAGE_INSIDE;
        if (maddr >= 0) {
            return new Extent(first, first | PAGE_INSIDE, hole);
        }
        long from = known.fact().firstAlike(address >>> 12, maddr);
        long last = known.fact().lastAlike(address >>> 12, maddr);
        return new Extent(from << 12, last << 12 | PAGE_INSIDE, hole);
    }

    private Extent invertedExtent(InvertedFrames frames, long address) {
        long first = address & ~PAGE_INSIDE;
        long maddr = locate(address);
        if (maddr >= 0) {
            return new Extent(first, first | PAGE_INSIDE, Optional.empty());
        }
        // a direct map may tell of frames that the inversion does not
        long last =
                guest.directMap().isPresent() ? first : frames.lastWithout(address >>> 12) << 12;
        return new Extent(first, last | PAGE_INSIDE, Optional.of(HoleReason.ofCode(maddr)));
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
}
