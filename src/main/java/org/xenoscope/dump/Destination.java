package org.xenoscope.dump;

import org.xenoscope.place.Location;

/// Where a text that a person typed leads.
public sealed interface Destination {
    /// It leads to a place.
    ///
    /// @param location where
    /// @param length bytes to select, at least 1
    /// @param says what is there, in words: "note 3, CRASH_INFO"; may be empty
    record Goes(Location location, long length, String says) implements Destination {}

    /// It leads nowhere.
    ///
    /// @param sentence why, for people
    record Refused(String sentence) implements Destination {}
}
