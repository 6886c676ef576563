package org.xenoscope.symbol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// A piece of a machine's memory as bytes; little-endian. Offsets are checked by those who ask.
final class Region {
    private static final VarHandle SHORT =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final byte[] NOTHING = new byte[4096];

    private final byte[] bytes;
    private final long vaddr;

    /// @param bytes the bytes; not copied, and nobody changes them
    /// @param vaddr virtual address of the first
    Region(byte[] bytes, long vaddr) {
        this.bytes = bytes;
        this.vaddr = vaddr;
    }

    byte[] bytes() {
        return bytes;
    }

    long vaddr() {
        return vaddr;
    }

    int size() {
        return bytes.length;
    }

    int u8(int offset) {
        return bytes[offset] & 0xff;
    }

    int u16(int offset) {
        return (short) SHORT.get(bytes, offset) & 0xffff;
    }

    int s32(int offset) {
        return (int) INT.get(bytes, offset);
    }

    long u32(int offset) {
        return (int) INT.get(bytes, offset) & 0xffff_ffffL;
    }

    long u64(int offset) {
        return (long) LONG.get(bytes, offset);
    }

    /// {@return whether `[from, to)` lies inside and holds zeros alone}
    boolean zeros(int from, int to) {
        if (from < 0 || to > bytes.length) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean zeros(byte[] needle) {
        for (byte value : needle) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /// {@return the first offset at or behind `from` where `needle` stands, or -1}
    int find(byte[] needle, int from) {
        int[] shift = new int[256];
        Arrays.fill(shift, needle.length);
        for (int i = 0; i < needle.length - 1; i++) {
            shift[needle[i] & 0xff] = needle.length - 1 - i;
        }
        int last = needle.length - 1;
        int look = zeros(needle) ? bytes.length : from;
        for (int at = from; at <= bytes.length - needle.length; at += shift[u8(at + last)]) {
            if (at >= look && at <= bytes.length - NOTHING.length) {
                // what a dump lacks reads as pages of zeros, in which no needle stands
                if (Arrays.mismatch(bytes, at, at + NOTHING.length, NOTHING, 0, NOTHING.length)
                        < 0) {
                    at += NOTHING.length - needle.length;
                    look = at + needle.length;
                    continue;
                }
                look = at + NOTHING.length;
            }
            int i = last;
            while (i >= 0 && bytes[at + i] == needle[i]) {
                i--;
            }
            if (i < 0) {
                return at;
            }
        }
        return -1;
    }
}
