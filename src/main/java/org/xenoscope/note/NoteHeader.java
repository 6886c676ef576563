package org.xenoscope.note;

/// Where a note lies and what it calls itself.
///
/// @param index position among all notes of the dump, from 0
/// @param owner owner name without its NUL
/// @param type type number, unsigned 32-bit
/// @param fileOffset first byte of the note's header
/// @param descOffset first byte of its contents
/// @param descBytes length of its contents
public record NoteHeader(
        int index, String owner, long type, long fileOffset, long descOffset, long descBytes) {
    /// {@return bytes from the first of the header to the last of the contents}
    public long bytes() {
        return descOffset - fileOffset + descBytes;
    }
}
