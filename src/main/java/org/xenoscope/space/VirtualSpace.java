package org.xenoscope.space;

import org.jspecify.annotations.Nullable;
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
import org.xenoscope.space.paging.CachedWalk;
import org.xenoscope.space.paging.WalkExtent;
import org.xenoscope.space.paging.Walker;
import org.xenoscope.space.root.Guest;
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
    private final Optional<Guest> guest;
    private volatile @Nullable Walks walks;

    /// Walks from the root once it is known.
    private record Walks(Root root, CachedWalk walk) {}

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
            Optional<Guest> guest,
            Layout layout,
            MachineToPhysical m2p) {
        super(id, image);
        this.route = route;
        this.root = root;
        this.guest = guest;
        this.layout = layout;
        this.m2p = m2p;
    }

    @Override
    public long lastAddress() {
        return root.get() instanceof Known<Root> known ? known.fact().mode().lastAddress() : -1L;
    }

    @Override
    public long locate(long address) {
        Walks from = walks;
        if (from == null) {
            if (!(root.get() instanceof Known<Root> known)) {
                return HoleReason.NO_ROOT.code();
            }
            Root top = known.fact();
            boolean kernel = id().kind() == SpaceId.Kind.DOMAIN_VIRTUAL;
            from =
                    new Walks(
                            top,
                            kernel
                                    ? CachedWalk.wide(image(), top.mode(), top.maddr())
                                    : new CachedWalk(image(), top.mode(), top.maddr()));
            walks = from;
        }
        if (userHalf(from.root(), address)) {
            return HoleReason.NOT_PRESENT.code();
        }
        long maddr = from.walk().applyAsLong(address);
        if (maddr < 0 && tableLost(maddr)) {
            long computed = layout.machine(address);
            return computed >= 0 ? computed : maddr;
        }
        return maddr;
    }

    /// {@return its root}
    Fact<Root> root() {
        return root.get();
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
        if (from.role() == Root.Role.STALE) {
            trail.mark(Mark.STALE_ROOT);
        }
        if (!from.mode().canonical(address)) {
            fail(trail, "address", Holes.nonCanonical(from.mode(), address));
            return;
        }
        if (userHalf(from, address)) {
            fail(trail, "address", Holes.kernelHalf(owner(), address));
            return;
        }
        TrailBuilder walked = new TrailBuilder(image(), new Location(id(), address));
        long maddr =
                Walker.walk(
                        image(),
                        from.mode(),
                        from.maddr(),
                        address,
                        new WalkSteps(walked, from, route, maxPfn()));
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
            guest.ifPresent(domain -> m2p.check(domain, end, trail));
        }
    }

    private String owner() {
        return guest.map(Guest::name).orElse("the domain");
    }

    private Fact<Long> maxPfn() {
        return guest.map(Guest::maxPfn)
                .orElseGet(() -> new Unknown<>("the tables of no known domain"));
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
