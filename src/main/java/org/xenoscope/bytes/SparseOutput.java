package org.xenoscope.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// A new file that is written from front to back, in which blocks of zeros take no room on the
/// disk. One thread.
public final class SparseOutput implements AutoCloseable {
    private static final int BLOCK = 1 << 16;

    private final FileChannel channel;
    private final byte[] zeros = new byte[BLOCK];
    private long size;

    private SparseOutput(FileChannel channel) {
        this.channel = channel;
    }

    /// Makes the file.
    ///
    /// @throws IOException if it exists already, or the system refuses it
    @SuppressWarnings("MustBeClosedChecker") // closed by close()
    public static SparseOutput create(Path path) throws IOException {
        return new SparseOutput(
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.SPARSE,
                        StandardOpenOption.WRITE));
    }

    /// {@return bytes that the system would let this program write beside a file}
    ///
    /// @throws IOException if the system does not tell
    public static long room(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    /// Appends bytes, at most 64 KiB of them.
    ///
    /// @throws IOException if the system refuses it
    public void append(byte[] bytes, int length) throws IOException {
        if (!Arrays.equals(bytes, 0, length, zeros, 0, length)) {
            ByteBuffer left = ByteBuffer.wrap(bytes, 0, length);
            long at = size;
            while (left.hasRemaining()) {
                at += channel.write(left, at);
            }
        }
        size += length;
    }

    /// {@return bytes appended so far}
    public long size() {
        return size;
    }

    /// Ends the file at its full size, even if the last bytes were zeros. Closing again does
    /// nothing.
    @Override
    public void close() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            if (channel.size() < size) {
                channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
            }
        }
    }
}
