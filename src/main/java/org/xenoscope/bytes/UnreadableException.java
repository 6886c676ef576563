package org.xenoscope.bytes;

import org.xenoscope.place.Hole;

/// Thrown when bytes that were asked for cannot be read. Rooms above turn it into the hole it
/// carries.
public final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Hole hole;

    /// Makes the exception.
    ///
    /// @param hole why the bytes cannot be read
    public UnreadableException(Hole hole) {
        super(hole.sentence(), null, false, false);
        this.hole = hole;
    }

    /// {@return why the bytes cannot be read}
    public Hole hole() {
        return hole;
    }
}
