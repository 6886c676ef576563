package org.xenoscope.space;

import org.xenoscope.place.Hole;
import org.xenoscope.place.Location;
import org.xenoscope.place.Mark;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// How one address was translated: every step from the space down to the file, or to the hole.
///
/// @param start the address that was asked for
/// @param steps what was done, in order
/// @param physical pseudo-physical address of the byte in the domain that owns it, where the route
///   or the m2p gives one
/// @param machine machine address of the byte
/// @param file offset of the byte in the file
/// @param hole why there is no byte; the machine address may be known nevertheless
/// @param marks qualifications
/// @param checks other routes to the same byte
public record Trail(
        Location start,
        List<Step> steps,
        OptionalLong physical,
        OptionalLong machine,
        OptionalLong file,
        Optional<Hole> hole,
        Set<Mark> marks,
        List<CrossCheck> checks) {
    /// Keeps its own copies.
    public Trail {
        steps = List.copyOf(steps);
        marks = Set.copyOf(marks);
        checks = List.copyOf(checks);
    }
}
