package org.xenoscope.window.code;

import org.xenoscope.place.Location;
import org.xenoscope.window.text.TextView;

/// One function, decoded.
///
/// @param title what it is: `panic in dom0, 708 bytes`
/// @param start its first address
/// @param end the address behind its last byte
/// @param line the line of the place that was asked for, from 0; -1 if it is not among them
/// @param document its lines
record CodePage(String title, Location start, long end, int line, TextView.Document document) {

    /// {@return whether a place lies on this page}
    boolean holds(Location place) {
        return place.space().equals(start.space())
                && Long.compareUnsigned(place.address() - start.address(), end - start.address())
                        < 0;
    }
}
