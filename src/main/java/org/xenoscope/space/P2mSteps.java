package org.xenoscope.space;

import org.xenoscope.place.Hole;
import org.xenoscope.place.Location;
import org.xenoscope.place.Mark;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.p2m.P2m;
import org.xenoscope.space.p2m.P2mEntry;
import org.xenoscope.space.paging.Level;
import org.xenoscope.space.paging.PageEntry;
import org.xenoscope.space.root.Guest;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Writes the look-up of a frame in a p2m down while it is made.
final class P2mSteps implements P2m.Listener {
    private static final String ROUTE = "R8";

    private final TrailBuilder trail;
    private final Guest guest;
    private final long pfn;
    private Optional<Location> last = Optional.empty();
    private P2mEntry kind = P2mEntry.INVALID;
    private boolean failed;

    P2mSteps(TrailBuilder trail, Guest guest, long pfn) {
        this.trail = trail;
        this.guest = guest;
        this.pfn = pfn;
    }

    /// {@return where the last entry was read}
    Optional<Location> last() {
        return last;
    }

    /// {@return what the frame's entry means}
    P2mEntry kind() {
        return kind;
    }

    /// {@return whether the steps end in a hole already}
    boolean failed() {
        return failed;
    }

    /// Says why this table is asked.
    void start(String why) {
        trail.step(
                new Step(
                        ROUTE,
                        "p2m of " + guest.name(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        List.of(),
                        why,
                        Optional.empty(),
                        false));
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

    /// The walk to the entry's own place, where the p2m is an array in virtual memory.
    @Override
    public void entry(Level level, int index, long table, long at, long entry) {
        last = Optional.of(new Location(SpaceId.MACHINE, at));
        boolean maps = level.maps(entry);
        long next = maps ? PageEntry.page(level, entry) : PageEntry.table(level, entry);
        trail.read(
                ROUTE,
                "%s[%d] of the linear p2m".formatted(level.name(), index),
                last.get(),
                entry,
                PageEntry.flags(level, entry),
                PageEntry.present(entry)
                        ? "MFN 0x%x; %s".formatted(next >>> 12, sum(table, index, at))
                        : "not present: no entries for this range",
                PageEntry.present(entry)
                        ? Optional.of(new Location(SpaceId.MACHINE, next))
                        : Optional.empty());
    }

    @Override
    public void unreadable(Level level, int index, long table, long at, Hole hole) {
        unreadable(level.name() + " of the linear p2m", index, at, hole);
    }

    @Override
    public void frame(int index, long tableMaddr, long at, long word, P2mEntry found, long mfn) {
        kind = found;
        last = Optional.of(new Location(SpaceId.MACHINE, at));
        String says =
                switch (found) {
                    case RAM -> "MFN 0x%x".formatted(mfn);
                    case IDENTITY ->
                            "MFN 0x%x; IDENTITY: not RAM of %s".formatted(mfn, guest.name());
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
