package org.xenoscope.cpu.trace;

import org.xenoscope.space.Chunk;
import org.xenoscope.space.SpaceReader;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/// A piece of stack, read once.
final class StackBytes {
    /// No kernel has a larger stack (THREAD_SIZE with KASAN is 64 KiB).
    static final int MOST = 1 << 16;

    private final long start;
    private final Chunk chunk;

    /// Reads a piece.
    ///
    /// @param length at most {@link #MOST}
    StackBytes(SpaceReader reader, long start, int length) {
        if (length > MOST) {
            throw new IllegalArgumentException("no stack has %d bytes".formatted(length));
        }
        this.start = start;
        this.chunk = reader.space().read(start, length);
    }

    long start() {
        return start;
    }

    /// {@return the first address behind it}
    long end() {
        return start + chunk.length();
    }

    /// {@return whether an address lies in it}
    boolean covers(long address) {
        return Long.compareUnsigned(address - start, chunk.length()) < 0;
    }

    /// {@return the 64-bit word at an address, if it is there}
    OptionalLong word(long address) {
        long offset = address - start;
        if (offset < 0 || offset > chunk.length() - 8) {
            return OptionalLong.empty();
        }
        for (int i = 0; i < 8; i++) {
            if (!chunk.present((int) offset + i)) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(
                ByteBuffer.wrap(chunk.copy((int) offset, 8))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getLong());
    }
}
