package org.xenoscope.space;

import org.xenoscope.place.Location;

import java.util.Optional;

/// A second route to the same byte, compared with the first.
///
/// @param agrees whether both routes agree
/// @param says "p2m says the same", "p2m says 0x…: differs"
/// @param where the entry that was compared
public record CrossCheck(boolean agrees, String says, Optional<Location> where) {}
