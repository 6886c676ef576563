package org.xenoscope.image.kdump;

import org.xenoscope.bytes.ByteSource;

/// Where a page is stored: `page_desc_t`, 24 bytes (makedumpfile 1.7.2, diskdump_mod.h).
///
/// @param index its number in the table, from 0
/// @param at where it lies in the file
/// @param offset first stored byte in the file
/// @param size stored bytes
/// @param flags {@link Codec#flag}
record PageDescriptor(long index, long at, long offset, long size, int flags) {
    /// Bytes of an entry.
    static final int BYTES = 24;

    /// Reads an entry.
    ///
    /// @throws org.xenoscope.bytes.UnreadableException if the file ends before its end
    static PageDescriptor read(ByteSource file, long table, long index) {
        long at = table + index * BYTES;
        return new PageDescriptor(
                index, at, file.u64(at), file.u32(at + 8), (int) file.u32(at + 12));
    }
}
