package org.xenoscope.window.log;

import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;

import java.util.List;
import java.util.Optional;

/// One kernel's log.
///
/// @param name "dom0 log"
/// @param space the space that its addresses are of, when nothing else is known
/// @param says where it was read, how much of it there is; or the sentence why there is none
/// @param where the place it was read at
/// @param lines its lines, oldest first; empty if it was not found
/// @param found whether it was found
record LogSource(
        String name,
        SpaceId space,
        String says,
        Optional<Location> where,
        List<LogLine> lines,
        boolean found) {

    /// {@return a log that was not found}
    static LogSource missing(String name, SpaceId space, String sentence) {
        return new LogSource(name, space, sentence, Optional.empty(), List.of(), false);
    }
}
