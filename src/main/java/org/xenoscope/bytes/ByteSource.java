package org.xenoscope.bytes;

/// Bytes at offsets from 0, read little-endian. Offsets and sizes are in bytes.
///
/// Every method throws {@link UnreadableException} (`TRUNCATED`) when it would read past the end,
/// and (`IO_ERROR`) when the file has shrunk or the system cannot read it; never another exception.
public interface ByteSource {
    /// {@return bytes in all, as they were when the source was opened}
    long size();

    /// {@return the unsigned byte at `offset`}
    int u8(long offset);

    /// {@return the unsigned 16-bit number at `offset`, which need not be aligned}
    int u16(long offset);

    /// {@return the unsigned 32-bit number at `offset`, zero-extended}
    long u32(long offset);

    /// {@return the 64-bit number at `offset`}
    long u64(long offset);

    /// {@return the first offset at or behind `offset` that may hold something else than zeros, as
    /// far as the file system knows at once; {@link #size} if there is none}
    default long nextData(long offset) {
        return offset;
    }

    /// Copies `length` bytes from `offset` to `target`, from its index `start`.
    void read(long offset, byte[] target, int start, int length);

    /// {@return a copy of `length` bytes from `offset`; check the length against {@link #size}
    /// first}
    default byte[] read(long offset, int length) {
        byte[] copy = new byte[length];
        read(offset, copy, 0, length);
        return copy;
    }
}
