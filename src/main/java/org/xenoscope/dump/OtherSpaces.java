package org.xenoscope.dump;

import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Space;

import java.util.ArrayList;
import java.util.List;

/// The spaces in which a number is an address though it is none in the space where it was typed.
final class OtherSpaces {
    private OtherSpaces() {}

    /// {@return the same number in each virtual space that maps it, with a sentence; empty if its
    /// own space has the byte}
    ///
    /// @param dump the dump
    /// @param typed the number in the space where the person is
    static List<Destination.Goes> of(Dump dump, Location typed) {
        if (dump.spaces().get(typed.space()).locate(typed.address()) >= 0) {
            return List.of();
        }
        List<Destination.Goes> found = new ArrayList<>();
        for (Space space : dump.spaces().all()) {
            SpaceId id = space.id();
            boolean offsets =
                    switch (id.kind()) {
                        case FILE, MACHINE, DOMAIN_PHYSICAL -> true;
                        case XEN, DOMAIN_VIRTUAL, TASK, ROOT -> false;
                    };
            if (id.equals(typed.space()) || offsets || space.locate(typed.address()) < 0) {
                continue;
            }
            Location there = new Location(id, typed.address());
            String says =
                    "not in %s; %s maps it: go to %s"
                            .formatted(typed.space().text(), id.text(), there);
            found.add(new Destination.Goes(there, 1, says));
        }
        return List.copyOf(found);
    }
}
