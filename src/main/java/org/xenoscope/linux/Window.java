package org.xenoscope.linux;

import org.xenoscope.space.Chunk;
import org.xenoscope.space.SpaceReader;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/// A large array in memory, read at once, that knows which of its bytes are missing. Numbers are
/// little-endian.
final class Window {
    private static final int PIECE = 1 << 20;
    private static final int BLOCK = 16;

    private final ByteBuffer bytes;
    private final BitSet missing = new BitSet();

    /// Reads an array.
    ///
    /// @param length the caller has checked it against what it may be
    Window(SpaceReader reader, long address, int length) {
        bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < length; done += PIECE) {
            Chunk chunk = reader.space().read(address + done, Math.min(PIECE, length - done));
            int at = 0;
            while (at < chunk.length()) {
                int present = chunk.presentFrom(at);
                bytes.put(done + at, chunk.copy(at, present));
                at += present;
                if (at < chunk.length()) {
                    missing.set((done + at) / BLOCK);
                    at = (at / BLOCK + 1) * BLOCK;
                }
            }
            if (chunk.length() < Math.min(PIECE, length - done)) {
                missing.set((done + chunk.length()) / BLOCK, length / BLOCK + 1);
            }
        }
    }

    int length() {
        return bytes.capacity();
    }

    /// {@return whether `length` bytes from `offset` on are inside and were read}
    boolean has(long offset, long length) {
        if (offset < 0 || length < 0 || offset > bytes.capacity() - length) {
            return false;
        }
        int next = missing.nextSetBit((int) offset / BLOCK);
        return next < 0 || next > (offset + Math.max(1, length) - 1) / BLOCK;
    }

    int u8(int offset) {
        return bytes.get(offset) & 0xff;
    }

    int u16(int offset) {
        return bytes.getShort(offset) & 0xffff;
    }

    int s32(int offset) {
        return bytes.getInt(offset);
    }

    long u64(int offset) {
        return bytes.getLong(offset);
    }

    /// {@return bytes as UTF-8}
    String text(int offset, int length) {
        byte[] copy = new byte[length];
        bytes.get(offset, copy);
        return new String(copy, StandardCharsets.UTF_8);
    }

    /// {@return bytes as ISO 8859-1}
    String latin(int offset, int length) {
        byte[] copy = new byte[length];
        bytes.get(offset, copy);
        return new String(copy, StandardCharsets.ISO_8859_1);
    }
}
