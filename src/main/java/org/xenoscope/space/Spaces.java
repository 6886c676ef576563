package org.xenoscope.space;

import org.xenoscope.image.Image;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;

import java.util.List;
import java.util.Optional;

/// The spaces of one dump.
///
/// Roots are looked for when first asked for, once, and remembered.
public final class Spaces {
    private final Image image;
    private final Notes notes;

    private Spaces(Image image, Notes notes) {
        this.image = image;
        this.notes = notes;
    }

    /// Makes the spaces of a dump. Reads nothing yet.
    public static Spaces of(Image image, Notes notes) {
        return new Spaces(image, notes);
    }

    /// {@return the spaces that every dump has a row for, in the order people read them: file,
    /// machine, xen, dom0-physical, dom0. One whose root was not found answers with `NO_ROOT`
    /// holes.}
    public List<Space> all() {
        return List.of();
    }

    /// {@return the space of that name; for one that the dump lacks a space that answers every
    /// question with the hole `NO_ROOT` and says why}
    public Space get(SpaceId id) {
        return all().stream()
                .filter(space -> space.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no space " + id + image + notes));
    }

    /// {@return the hypervisor's root, with its evidence}
    public Fact<Root> xenRoot() {
        return new Unknown<>("not looked for");
    }

    /// {@return dom0's kernel root, with its evidence}
    public Fact<Root> dom0Root() {
        return new Unknown<>("not looked for");
    }

    /// {@return the number of frames dom0 may have (max_pfn), with its evidence}
    public Fact<Long> maxPfn() {
        return new Unknown<>("not looked for");
    }

    /// Finds the same byte in the other spaces.
    ///
    /// @return its places, `where` itself first, each space at most once, in the order of {@link
    ///   #all}
    public List<Location> sameByte(Location where) {
        return List.of(where);
    }

    /// {@return what was found while roots were looked for, so far}
    public List<Finding> findings() {
        return List.of();
    }

    /// {@return the translation of a location, in whatever space it is}
    public Optional<Trail> explain(Location where) {
        return Optional.of(get(where.space()).explain(where.address()));
    }
}
