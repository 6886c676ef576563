package org.xenoscope.image;

import org.xenoscope.place.HoleReason;

import java.util.Optional;

/// A range of addresses of one space that are alike: all readable, or all missing for one reason.
///
/// @param first first address, unsigned
/// @param last last address, inclusive, so that a range may end at 2^64-1
/// @param hole why the bytes are missing; empty if they are readable
public record Extent(long first, long last, Optional<HoleReason> hole) {
    /// {@return whether the bytes can be read}
    public boolean readable() {
        return hole.isEmpty();
    }

    /// {@return whether `address` lies in the range}
    public boolean covers(long address) {
        return Long.compareUnsigned(address - first, last - first) <= 0;
    }
}
