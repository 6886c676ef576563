package org.xenoscope.image;

/// A stretch of machine memory whose bytes the dump holds.
///
/// @param start first machine address
/// @param bytes length, above 0
/// @param fileOffset where its first byte lies in the file; -1 if pages are stored compressed
/// @param header index of the program header that holds it, from 0
public record MachineRun(long start, long bytes, long fileOffset, int header) {
    /// {@return the first machine address behind the run}
    public long end() {
        return start + bytes;
    }
}
