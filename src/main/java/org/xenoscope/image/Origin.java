package org.xenoscope.image;

import java.util.List;
import java.util.OptionalLong;

/// What in the file says where a byte of machine memory is: the last step of every translation.
///
/// @param name a table's entry in words: "PT_LOAD #2", "page descriptor 5120"; the table where no
///   entry speaks of the byte
/// @param fileOffset where the entry lies; empty if there is none
/// @param flags what the entry says besides, in words: "zlib"
/// @param says where the byte is, as a sentence; empty if its file offset says all
public record Origin(String name, OptionalLong fileOffset, List<String> flags, String says) {
    /// Keeps its own copy of the flags.
    public Origin {
        flags = List.copyOf(flags);
    }
}
