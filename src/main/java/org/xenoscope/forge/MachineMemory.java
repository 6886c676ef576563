package org.xenoscope.forge;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A machine's memory while a dump of it is made. Addresses are machine addresses from 0.
final class MachineMemory {
    static final int PAGE = 4096;

    private final ByteBuffer bytes;

    MachineMemory(int size) {
        bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    int size() {
        return bytes.capacity();
    }

    /// {@return one more than the last frame}
    int frames() {
        return size() / PAGE;
    }

    void u64(long maddr, long value) {
        bytes.putLong((int) maddr, value);
    }

    long u64(long maddr) {
        return bytes.getLong((int) maddr);
    }

    long u32(long maddr) {
        return Integer.toUnsignedLong(bytes.getInt((int) maddr));
    }

    void u32(long maddr, long value) {
        bytes.putInt((int) maddr, (int) value);
    }

    void text(long maddr, String text) {
        bytes.put((int) maddr, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void bytes(long maddr, byte[] value) {
        bytes.put((int) maddr, value);
    }

    byte[] copy(long maddr, long length) {
        byte[] copy = new byte[(int) length];
        bytes.get((int) maddr, copy);
        return copy;
    }
}
