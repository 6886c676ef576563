package org.xenoscope.image;

/// A piece of the file that holds notes.
///
/// @param header index of its program header, from 0
/// @param fileOffset first byte
/// @param bytes length, already cut to the end of the file
/// @param align `p_align` as written
public record NoteSegment(int header, long fileOffset, long bytes, long align) {}
