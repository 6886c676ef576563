package org.xenoscope.image.core;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Field;
import org.xenoscope.place.SpaceId;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// One section header, `Elf32_Shdr` or `Elf64_Shdr` (System V gABI, chapter 4). Numbers are as
/// written, unsigned.
///
/// @param index position in the table, from 0
/// @param wide whether it is an `Elf64_Shdr`
/// @param at file offset of the header itself
/// @param nameAt `sh_name`: offset in the section of names
/// @param name the name; empty if it cannot be read
/// @param type `sh_type`; 7 is notes
/// @param offset `sh_offset`
/// @param bytes `sh_size`
/// @param entryBytes `sh_entsize`
record Section(
        int index,
        boolean wide,
        long at,
        long nameAt,
        String name,
        long type,
        long offset,
        long bytes,
        long entryBytes) {
    /// `sh_type` of notes.
    static final int SHT_NOTE = 7;

    /// No name of the format is longer than 21 characters.
    private static final int LONGEST_NAME = 64;

    /// {@return bytes that a header of that class has}
    static int headerBytes(boolean wide) {
        return wide ? 64 : 40;
    }

    /// Reads the header at a file offset, without its name.
    ///
    /// @throws UnreadableException if the file ends within it
    static Section read(ByteSource file, boolean wide, int index, long at) {
        return new Section(
                index,
                wide,
                at,
                file.u32(at),
                "",
                file.u32(at + 4),
                wide ? file.u64(at + 24) : file.u32(at + 16),
                wide ? file.u64(at + 32) : file.u32(at + 20),
                wide ? file.u64(at + 56) : file.u32(at + 36));
    }

    /// {@return the section with its name from the section of names}
    Section named(ByteSource file, Section names) {
        long start = names.offset() + nameAt;
        long room = Math.min(names.stored(file.size()) - nameAt, LONGEST_NAME);
        StringBuilder text = new StringBuilder();
        for (long i = 0; i < room; i++) {
            int letter = file.u8(start + i);
            if (letter == 0) {
                return new Section(
                        index, wide, at, nameAt, text.toString(), type, offset, bytes, entryBytes);
            }
            text.append(new String(new byte[] {(byte) letter}, StandardCharsets.ISO_8859_1));
        }
        return this;
    }

    /// {@return how many of its bytes the file has}
    long stored(long fileSize) {
        if (Long.compareUnsigned(offset, fileSize) >= 0) {
            return 0;
        }
        long room = fileSize - offset;
        return Long.compareUnsigned(bytes, room) > 0 ? room : bytes;
    }

    /// {@return whether the byte at a file offset is of this section}
    boolean covers(long fileOffset) {
        return Long.compareUnsigned(fileOffset - offset, bytes) < 0;
    }

    /// {@return the fields by their names in the gABI that matter here}
    List<Field> fields() {
        int word = wide ? 8 : 4;
        return List.of(
                Field.hex("sh_name", at, 4, nameAt, name),
                Field.decimal("sh_type", at + 4, 4, type, type == SHT_NOTE ? "NOTE" : ""),
                Field.address(
                        "sh_offset",
                        at + (wide ? 24 : 16),
                        word,
                        offset,
                        SpaceId.FILE,
                        "first byte in the file"),
                Field.hex("sh_size", at + (wide ? 32 : 20), word, bytes, "bytes"),
                Field.decimal("sh_entsize", at + (wide ? 56 : 36), word, entryBytes, "bytes"));
    }
}
