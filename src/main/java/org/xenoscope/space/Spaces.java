package org.xenoscope.space;

import org.xenoscope.image.Image;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.root.Root;
import org.xenoscope.space.root.Roots;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The spaces of one dump.
///
/// Roots are looked for when first asked for, once, and remembered; that may pass over the whole
/// dump, so that the JavaFX thread must not be the first to ask.
public final class Spaces {
    private final Image image;
    private final Roots roots;
    private final MachineToPhysical m2p;
    private final List<Space> all;

    private Spaces(Image image, Notes notes) {
        this.image = image;
        roots = new Roots(image, notes);
        m2p = new MachineToPhysical(roots);
        all =
                List.of(
                        new FileSpace(image, m2p),
                        new MachineSpace(image, m2p),
                        new VirtualSpace(
                                SpaceId.XEN,
                                image,
                                "R7",
                                roots::xen,
                                vaddr -> new XenLayout(roots.mode(), notes).machine(vaddr),
                                m2p),
                        new PhysicalSpace(image, roots, m2p),
                        virtual(SpaceId.DOM0, roots::dom0));
    }

    private VirtualSpace virtual(SpaceId id, java.util.function.Supplier<Fact<Root>> root) {
        return new VirtualSpace(id, image, "R4", root, VirtualSpace.Layout.NONE, m2p);
    }

    /// Makes the spaces of a dump. Reads nothing yet.
    public static Spaces of(Image image, Notes notes) {
        return new Spaces(image, notes);
    }

    /// {@return the spaces that every dump has a row for, in the order people read them: file,
    /// machine, xen, dom0-physical, dom0. One whose root was not found answers with `NO_ROOT`
    /// holes.}
    public List<Space> all() {
        return all;
    }

    /// {@return the space of that name; for one that the dump lacks a space that answers every
    /// question with the hole `NO_ROOT` and says why}
    public Space get(SpaceId id) {
        for (Space space : all) {
            if (space.id().equals(id)) {
                return space;
            }
        }
        if (id.kind() == SpaceId.Kind.ROOT) {
            Root typed =
                    new Root(
                            roots.mode().rootOfCr3(id.detail()),
                            roots.mode(),
                            "as typed",
                            Optional.empty(),
                            Root.Role.TABLE);
            return virtual(id, () -> Known.of(typed, "as typed"));
        }
        Fact<Root> unknown =
                new Unknown<>(
                        "the dump's notes do not say where the page table of %s is"
                                .formatted(id.text()));
        return virtual(id, () -> unknown);
    }

    /// {@return the hypervisor's root, with its evidence}
    public Fact<Root> xenRoot() {
        return roots.xen();
    }

    /// {@return dom0's kernel root, with its evidence}
    public Fact<Root> dom0Root() {
        return roots.dom0();
    }

    /// {@return machine frame of the top of dom0's p2m, with its evidence}
    public Fact<Long> p2mRoot() {
        return switch (roots.p2m()) {
            case Known<org.xenoscope.space.p2m.P2m> known ->
                    new Known<>(known.fact().list().rootMfn(), known.evidence(), known.where());
            case Unknown<org.xenoscope.space.p2m.P2m> unknown -> new Unknown<>(unknown.reason());
        };
    }

    /// {@return one more than the last frame that dom0 may have (max_pfn), with its evidence}
    public Fact<Long> maxPfn() {
        return roots.maxPfn();
    }

    /// Finds the same byte in the other spaces, as far as its translation tells: its machine
    /// address, its place in the file, and dom0's pseudo-physical address if dom0 owns it.
    ///
    /// @return its places, `where` itself first, each space at most once
    public List<Location> sameByte(Location where) {
        List<Location> places = new ArrayList<>(List.of(where));
        long maddr = get(where.space()).locate(where.address());
        if (maddr < 0) {
            return places;
        }
        add(places, new Location(SpaceId.MACHINE, maddr));
        long offset = image.fileOffset(maddr);
        if (offset >= 0) {
            add(places, new Location(SpaceId.FILE, offset));
        }
        long paddr = m2p.physical(maddr);
        if (m2p.belongsToDom0(paddr, maddr)) {
            add(places, new Location(SpaceId.DOM0_PHYSICAL, paddr));
        }
        return places;
    }

    private static void add(List<Location> places, Location place) {
        if (places.stream().noneMatch(known -> known.space().equals(place.space()))) {
            places.add(place);
        }
    }

    /// {@return what was found while roots were looked for, so far}
    public List<Finding> findings() {
        return roots.findings();
    }

    /// {@return the translation of a location, in whatever space it is}
    public Trail explain(Location where) {
        return get(where.space()).explain(where.address());
    }
}
