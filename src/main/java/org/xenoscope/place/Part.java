package org.xenoscope.place;

import java.util.List;

/// A named piece of the dump file that is not memory: a header, a table, a note. Parts form the
/// tree that the window and the report show.
///
/// @param name "ELF header", "#2 LOAD", "NT_PRSTATUS"
/// @param detail short, quiet words: a size, an owner, a count
/// @param badge words that must not be overlooked, "299 of 413 MiB"; empty if nothing is wrong
/// @param fileOffset first byte in the dump file
/// @param length bytes in the dump file
/// @param fields decoded fields, in the order of the file
/// @param children smaller parts
public record Part(
        String name,
        String detail,
        String badge,
        long fileOffset,
        long length,
        List<Field> fields,
        List<Part> children) {

    /// Keeps its own copies of the lists.
    public Part {
        fields = List.copyOf(fields);
        children = List.copyOf(children);
    }

    /// {@return whether the byte at `offset` of the file belongs to this part}
    public boolean covers(long offset) {
        return Long.compareUnsigned(offset - fileOffset, length) < 0;
    }
}
