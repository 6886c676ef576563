package org.xenoscope.window.memory;

import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Spaces;

import java.util.List;
import java.util.Optional;

/// One byte in all spaces where it is, and the way round them: the order is that of the space in
/// which the round began, so that going on always comes to the next one.
///
/// @param places its places
record SameByte(List<Location> places) {
    private static final long PAGE = 4096;
    private static final int MOST_PAGES = 4096;

    /// {@return the places as the round shows them}
    ///
    /// @param before the round so far; it goes on if the byte is in it
    /// @param fresh the places as they follow from where the person is now
    static SameByte of(SameByte before, List<Location> fresh) {
        return before.places().containsAll(fresh) ? before : new SameByte(List.copyOf(fresh));
    }

    /// {@return the place after or before one, round the end; empty if there is no other}
    Optional<Location> next(Location here, boolean forward) {
        int index = places.indexOf(here);
        if (index < 0 || places.size() < 2) {
            return Optional.empty();
        }
        int step = forward ? 1 : -1;
        return Optional.of(places.get(Math.floorMod(index + step, places.size())));
    }

    /// {@return how many of the selected bytes follow each other in the other space too, at least
    /// one}
    static long contiguous(Spaces spaces, Location from, Location to, long length) {
        long done =
                Math.min(PAGE - (from.address() & (PAGE - 1)), PAGE - (to.address() & (PAGE - 1)));
        for (int i = 0; i < MOST_PAGES; i++) {
            if (Long.compareUnsigned(done, length) >= 0) {
                return length;
            }
            Location there = new Location(from.space(), from.address() + done);
            Location wanted = new Location(to.space(), to.address() + done);
            if (!spaces.sameByte(there).contains(wanted) && !back(spaces, wanted, there)) {
                return done;
            }
            long here = there.address() & (PAGE - 1);
            long away = wanted.address() & (PAGE - 1);
            done += Math.min(PAGE - here, PAGE - away);
        }
        return Long.compareUnsigned(done, length) < 0 ? done : length;
    }

    /// Virtual spaces are known only from their own side.
    private static boolean back(Spaces spaces, Location wanted, Location there) {
        SpaceId.Kind kind = wanted.space().kind();
        boolean virtual =
                kind == SpaceId.Kind.DOMAIN_VIRTUAL
                        || kind == SpaceId.Kind.XEN
                        || kind == SpaceId.Kind.TASK
                        || kind == SpaceId.Kind.ROOT;
        return virtual && spaces.sameByte(wanted).contains(there);
    }
}
