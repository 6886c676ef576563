package org.xenoscope.space;

import org.xenoscope.place.Location;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One step of a translation, written down by the code that made it.
///
/// @param route the route of the translation engine: `R1` … `R11`
/// @param what `root of dom0`, `L4[511]`, `frame list[0]`, `PT_LOAD #2`
/// @param readAt the place that the entry was read at; empty if nothing was read
/// @param value the raw entry, if one was read
/// @param flags names of the bits that are set: `P`, `RW`, `US`, `A`, `D`, `PS`, `NX`
/// @param says what it means, in words, with the sum: "0x12a10000 + 511·8 = 0x12a10ff8; table at
///   MFN 0x12a15"
/// @param result the place that the step leads to; empty if it ends in a hole
/// @param failing whether the translation ends here in a hole
public record Step(
        String route,
        String what,
        Optional<Location> readAt,
        OptionalLong value,
        List<String> flags,
        String says,
        Optional<Location> result,
        boolean failing) {}
