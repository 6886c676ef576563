package org.xenoscope.space;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Hole;
import org.xenoscope.place.Location;
import org.xenoscope.place.Mark;
import org.xenoscope.place.Size;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.paging.Level;
import org.xenoscope.space.paging.PageEntry;
import org.xenoscope.space.paging.Walker;
import org.xenoscope.space.root.Root;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Writes a page-table walk down while it is made.
final class WalkSteps implements Walker.Listener {
    private final TrailBuilder trail;
    private final Root root;
    private final String route;
    private final Fact<Long> maxPfn;

    /// @param maxPfn one more than the last frame of the domain whose tables these are
    WalkSteps(TrailBuilder trail, Root root, String route, Fact<Long> maxPfn) {
        this.maxPfn = maxPfn;
        this.trail = trail;
        this.root = root;
        this.route = route;
    }

    @Override
    public void entry(Level level, int index, long table, long at, long entry) {
        String what = "%s[%d]".formatted(level.name(), index);
        Location readAt = new Location(SpaceId.MACHINE, at);
        if (!PageEntry.present(entry)) {
            trail.fail(
                    route,
                    what,
                    Optional.of(readAt),
                    OptionalLong.of(entry),
                    absent(level, index, at, entry));
            return;
        }
        // the entries of an L2 table stand for those of an L3 there, and have an L2's flags
        boolean standsFor = root.role() == Root.Role.LINEAR_MAP && table == root.maddr();
        long reserved = standsFor ? 0 : PageEntry.reserved(root.mode(), level, entry);
        if (reserved != 0) {
            trail.mark(Mark.RESERVED_BIT);
        }
        boolean maps = level.maps(entry);
        StringBuilder says = new StringBuilder();
        if (maps) {
            says.append(pageWords(level, entry));
        } else {
            says.append("table at MFN 0x%x".formatted(frame(level, entry) >>> 12));
        }
        if (reserved != 0) {
            says.append("; reserved bit %d set".formatted(Long.numberOfTrailingZeros(reserved)));
        }
        says.append("; ").append(sum(level, index, table, at));
        trail.read(
                route,
                what,
                readAt,
                entry,
                PageEntry.flags(level, entry),
                says.toString(),
                Optional.of(new Location(SpaceId.MACHINE, frame(level, entry))));
    }

    @Override
    public void unreadable(Level level, int index, long table, long at, Hole hole) {
        String what = "%s[%d]".formatted(level.name(), index);
        trail.fail(
                route,
                what,
                Optional.of(new Location(SpaceId.MACHINE, at)),
                OptionalLong.empty(),
                Holes.table(level.name() + " entry", at, hole));
    }

    private Hole absent(Level level, int index, long at, long entry) {
        return switch (PageEntry.absent(level, entry)) {
            case PROTNONE -> Holes.protNone(entry, maxPfn);
            case SWAPPED -> Holes.swapped(entry);
            default -> Holes.notPresent(level, index, at, entry);
        };
    }

    private static long frame(Level level, long entry) {
        return level.maps(entry) ? PageEntry.page(level, entry) : PageEntry.table(level, entry);
    }

    private static String pageWords(Level level, long entry) {
        StringBuilder words = new StringBuilder();
        words.append(PageEntry.writable(entry) ? "" : "read-only, ");
        words.append("MFN 0x%x".formatted(frame(level, entry) >>> 12));
        if (level.number() > 1) {
            words.append(
                    "; %s page: low %d bits kept"
                            .formatted(Size.text(1L << level.shift()), level.shift()));
        }
        if (PageEntry.guestKernel(level, entry)) {
            words.append("; bit 52: Xen's guest-kernel mark");
        }
        return words.toString();
    }

    private static String sum(Level level, int index, long table, long at) {
        return "0x%x + %d·%d = 0x%x".formatted(table, index, level.entryBytes(), at);
    }

    /// {@return the step that says why this root}
    static Step root(String space, Root root) {
        return new Step(
                "R2",
                "root of " + space,
                root.where(),
                OptionalLong.of(root.maddr()),
                List.of(),
                root.evidence(),
                Optional.of(new Location(SpaceId.MACHINE, root.maddr())),
                false);
    }
}
