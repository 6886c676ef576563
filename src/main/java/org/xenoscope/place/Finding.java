package org.xenoscope.place;

import java.util.Optional;

/// Damage, a contradiction or a missing piece of the dump.
///
/// @param severity how much it matters
/// @param sentence one sentence that says what is wrong and where, ending in a full stop
/// @param where the place it is about, if it has one
/// @param found short words on how it was found: "program headers", "notes"
public record Finding(Severity severity, String sentence, Optional<Location> where, String found) {

    /// {@return a finding about the byte at `fileOffset` of the dump file}
    public static Finding inFile(
            Severity severity, String sentence, long fileOffset, String found) {
        return new Finding(
                severity, sentence, Optional.of(new Location(SpaceId.FILE, fileOffset)), found);
    }

    /// {@return a finding that has no single place}
    public static Finding general(Severity severity, String sentence, String found) {
        return new Finding(severity, sentence, Optional.empty(), found);
    }
}
