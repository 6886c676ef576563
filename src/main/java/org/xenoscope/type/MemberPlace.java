package org.xenoscope.type;

/// Where a member is in a structure.
///
/// @param bitOffset from the start of the structure, in bits
/// @param bitWidth bits of a bit field; 0 if it is none
/// @param type number of its type
public record MemberPlace(long bitOffset, int bitWidth, int type) {

    /// {@return bytes from the start of the structure; of a bit field the byte with its first bit}
    public long offset() {
        return bitOffset / 8;
    }
}
