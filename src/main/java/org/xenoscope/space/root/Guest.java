package org.xenoscope.space.root;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Lazy;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.p2m.DirectMap;
import org.xenoscope.space.p2m.InvertedFrames;
import org.xenoscope.space.p2m.P2m;

import java.util.Optional;
import java.util.function.Supplier;

/// What leads into the memory of one domain: its kernel's page tables, and its table of frames.
/// Each is looked for when first asked for, once, and remembered.
public final class Guest {
    private final int number;
    private final Lazy<Fact<Root>> root;
    private final Lazy<Fact<P2m>> p2m;
    private final Lazy<Optional<P2m>> linear;
    private final Lazy<Optional<DirectMap>> directMap;
    private final Lazy<Optional<InvertedFrames>> inverted;
    private final Supplier<Fact<Long>> maxPfn;

    /// Makes it; looks for nothing yet.
    ///
    /// @param number the domain's number
    Guest(
            int number,
            Supplier<Fact<Root>> root,
            Supplier<Fact<P2m>> p2m,
            Supplier<Optional<P2m>> linear,
            Supplier<Optional<DirectMap>> directMap,
            Supplier<Optional<InvertedFrames>> inverted,
            Supplier<Fact<Long>> maxPfn) {
        this.number = number;
        this.root = new Lazy<>(root);
        this.p2m = new Lazy<>(p2m);
        this.linear = new Lazy<>(linear);
        this.directMap = new Lazy<>(directMap);
        this.inverted = new Lazy<>(inverted);
        this.maxPfn = maxPfn;
    }

    /// {@return a domain of which nothing is to be looked for}
    ///
    /// @param reason why not, for every fact
    static Guest unknown(int number, String reason) {
        return new Guest(
                number,
                () -> new Unknown<>(reason),
                () -> new Unknown<>(reason),
                Optional::empty,
                Optional::empty,
                Optional::empty,
                () -> new Unknown<>(reason));
    }

    /// {@return the domain's number}
    public int number() {
        return number;
    }

    /// {@return its name: `dom1`}
    public String name() {
        return "dom" + number;
    }

    /// {@return the name of its kernel's virtual memory}
    public SpaceId virtual() {
        return new SpaceId(SpaceId.Kind.DOMAIN_VIRTUAL, number, 0);
    }

    /// {@return the name of its pseudo-physical memory}
    public SpaceId physical() {
        return new SpaceId(SpaceId.Kind.DOMAIN_PHYSICAL, number, 0);
    }

    /// {@return its kernel's root}
    public Fact<Root> root() {
        return root.get();
    }

    /// {@return its table of frames}
    public Fact<P2m> p2m() {
        return p2m.get();
    }

    /// {@return its table of frames as its kernel has it in virtual memory, if it says where}
    public Optional<P2m> linear() {
        return linear.get();
    }

    /// {@return its kernel's direct map, which stands for its table of frames where that is not
    /// known or lost}
    public Optional<DirectMap> directMap() {
        return directMap.get();
    }

    /// {@return its frames as Xen's own tables tell them, where nothing else does: of HVM and PVH
    /// domains, and of 32-bit ones that publish nothing}. Looks for them in the whole dump.
    public Optional<InvertedFrames> inverted() {
        return inverted.get();
    }

    /// {@return one more than its last frame}
    public Fact<Long> maxPfn() {
        return maxPfn.get();
    }
}
