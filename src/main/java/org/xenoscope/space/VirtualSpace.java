package org.xenoscope.space;

import org.xenoscope.image.Extent;
import org.xenoscope.image.Image;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Mark;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.paging.WalkExtent;
import org.xenoscope.space.paging.Walker;
import org.xenoscope.space.root.Root;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Virtual memory: a walk of page tables from a root (routes R3 to R5, and R7 for the hypervisor).
final class VirtualSpace extends MemorySpace {
    private static final long PAGE_INSIDE = 0xfff;

    private final String route;
    private final Supplier<Fact<Root>> root;
    private final MachineToPhysical m2p;
    private final Layout layout;
    private final TranslationCache cache = new TranslationCache();

    /// Where a page lies that cannot be walked to because a table is lost.
    interface Layout {
        /// No arithmetic is known.
        Layout NONE = _ -> -1;

        /// {@return the machine address by the known layout, or a negative number}
        long machine(long vaddr);
    }

    VirtualSpace(
            SpaceId id,
            Image image,
            String route,
            Supplier<Fact<Root>> root,
            Layout layout,
            MachineToPhysical m2p) {
        super(id, image);
        this.route = route;
        this.root = root;
        this.layout = layout;
        this.m2p = m2p;
    }

    @Override
    public long lastAddress() {
        return root.get() instanceof Known<Root> known ? known.fact().mode().lastAddress() : -1L;
    }

    @Override
    public long locate(long address) {
        long page = cache.get(address);
        if (page == TranslationCache.ABSENT) {
            page = translate(address & ~PAGE_INSIDE);
            cache.put(address, page);
        }
        return page < 0 ? page : page | (address & PAGE_INSIDE);
    }

    private long translate(long vaddr) {
        if (!(root.get() instanceof Known<Root> known)) {
            return HoleReason.NO_ROOT.code();
        }
        Root from = known.fact();
        if (userHalf(from, vaddr)) {
            return HoleReason.NOT_PRESENT.code();
        }
        long maddr = Walker.walk(image(), from.mode(), from.maddr(), vaddr, null);
        if (maddr < 0 && tableLost(maddr)) {
            long computed = layout.machine(vaddr);
            return computed >= 0 ? computed : maddr;
        }
        return maddr;
    }

    private static boolean userHalf(Root root, long vaddr) {
        return root.kernelHalfOnly() && vaddr >= 0 && root.mode().canonical(vaddr);
    }

    private static boolean tableLost(long code) {
        return switch (HoleReason.ofCode(code)) {
            case TABLE_NOT_IN_DUMP, TABLE_TRUNCATED, TABLE_ZERO_FILL -> true;
            default -> false;
        };
    }

    @Override
    public Trail explain(long address) {
        TrailBuilder trail = new TrailBuilder(image(), new Location(id(), address));
        switch (root.get()) {
            case Known<Root>(Root from, String _, Optional<Location> _) ->
                    walk(address, from, trail);
            case Unknown<Root>(String why) ->
                    fail(
                            trail,
                            "root of " + id().text(),
                            new Hole(HoleReason.NO_ROOT, sentence(why)));
        }
        return trail.build();
    }

    private static String sentence(String why) {
        return Character.toUpperCase(why.charAt(0)) + why.substring(1) + ".";
    }

    private void walk(long address, Root from, TrailBuilder trail) {
        trail.step(WalkSteps.root(id().text(), from));
        if (!from.mode().canonical(address)) {
            fail(trail, "address", Holes.nonCanonical(from.mode(), address));
            return;
        }
        if (userHalf(from, address)) {
            fail(trail, "address", Holes.kernelHalf(address));
            return;
        }
        TrailBuilder walked = new TrailBuilder(image(), new Location(id(), address));
        long maddr =
                Walker.walk(
                        image(),
                        from.mode(),
                        from.maddr(),
                        address,
                        new WalkSteps(walked, from, route));
        long computed = maddr < 0 && tableLost(maddr) ? layout.machine(address) : -1;
        if (computed >= 0) {
            byLayout(trail, computed);
        } else {
            trail.adopt(walked);
        }
        long end = computed >= 0 ? computed : maddr;
        if (end >= 0) {
            trail.machine(end);
            m2p.tell(end, trail);
            if (id().kind() == SpaceId.Kind.DOMAIN_VIRTUAL) {
                m2p.check(end, trail);
            }
        }
    }

    private void byLayout(TrailBuilder trail, long maddr) {
        trail.mark(Mark.BY_LAYOUT);
        Location where = new Location(SpaceId.MACHINE, maddr);
        trail.step(
                new Step(
                        route,
                        "known layout",
                        Optional.empty(),
                        OptionalLong.empty(),
                        java.util.List.of(),
                        "a page table is lost; by the layout of Xen's memory it is " + where,
                        Optional.of(where),
                        false));
    }

    private void fail(TrailBuilder trail, String what, Hole hole) {
        trail.fail(route, what, Optional.empty(), OptionalLong.empty(), hole);
    }

    @Override
    Extent routeExtent(long address) {
        if (!(root.get() instanceof Known<Root> known)) {
            return new Extent(0, -1L, Optional.of(HoleReason.NO_ROOT));
        }
        Root from = known.fact();
        if (userHalf(from, address)) {
            long last = (1L << (from.mode().addressBits() - 1)) - 1;
            return new Extent(0, last, Optional.of(HoleReason.NOT_PRESENT));
        }
        Extent extent = WalkExtent.of(image(), from.mode(), from.maddr(), address);
        boolean lost = !extent.readable() && locate(address) >= 0;
        return lost
                ? new Extent(address & ~PAGE_INSIDE, address | PAGE_INSIDE, Optional.empty())
                : extent;
    }
}
