package org.xenoscope.place;

/// Why a byte cannot be shown: a value, never an exception, and never turned into zeros.
///
/// @param reason the kind of hole
/// @param sentence one sentence for people, with the numbers of this case, ending in a full stop
public record Hole(HoleReason reason, String sentence) {
    @Override
    public String toString() {
        return reason + ": " + sentence;
    }
}
