package org.xenoscope.place;

import java.util.Optional;

/// One decoded field of a header or a note and the bytes it came from.
///
/// @param name the name in the format's own words: `p_offset`, `xen_phys_start`, `rip`
/// @param fileOffset first byte in the dump file
/// @param length bytes in the file; 0 for a field that is derived
/// @param value the number, unsigned, zero-extended; 0 for texts and raw bytes
/// @param form how the number is written
/// @param text the value as people read it: `0x27800000`, `MFN 0x21f29`, `"4.17.7"`
/// @param meaning what it means, in words; empty if the name says all
/// @param target the place that the value points to, if it is an address or a frame
public record Field(
        String name,
        long fileOffset,
        long length,
        long value,
        Form form,
        String text,
        String meaning,
        Optional<Location> target) {

    /// How a field's number is written.
    public enum Form {
        /// decimal: counts, sizes, versions
        DECIMAL,
        /// `0x…`: addresses, offsets, flags
        HEX,
        /// a frame number
        FRAME,
        /// characters
        TEXT,
        /// bytes without a meaning of their own
        RAW
    }

    /// {@return a field of a decimal number}
    public static Field decimal(
            String name, long fileOffset, long length, long value, String meaning) {
        return new Field(
                name,
                fileOffset,
                length,
                value,
                Form.DECIMAL,
                Long.toUnsignedString(value),
                meaning,
                Optional.empty());
    }

    /// {@return a field of a hexadecimal number}
    public static Field hex(String name, long fileOffset, long length, long value, String meaning) {
        return new Field(
                name,
                fileOffset,
                length,
                value,
                Form.HEX,
                Location.hex(value),
                meaning,
                Optional.empty());
    }

    /// {@return a field that points to an address of `space`}
    public static Field address(
            String name, long fileOffset, long length, long value, SpaceId space, String meaning) {
        return new Field(
                name,
                fileOffset,
                length,
                value,
                Form.HEX,
                Location.hex(value),
                meaning,
                Optional.of(new Location(space, value)));
    }

    /// {@return a field of characters}
    public static Field text(
            String name, long fileOffset, long length, String text, String meaning) {
        return new Field(name, fileOffset, length, 0, Form.TEXT, text, meaning, Optional.empty());
    }

    /// {@return whether the byte at `offset` of the file belongs to this field}
    public boolean covers(long offset) {
        return Long.compareUnsigned(offset - fileOffset, length) < 0;
    }
}
