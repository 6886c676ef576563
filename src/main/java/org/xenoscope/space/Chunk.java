package org.xenoscope.space;

import org.xenoscope.place.HoleReason;

import java.util.Arrays;
import java.util.Optional;

/// Bytes of one space as they were read: each is there, or missing for a reason.
public final class Chunk {
    private static final HoleReason[] REASONS = HoleReason.values();

    /// The marks of bytes that are there, to compare many at once with.
    private static final byte[] ALL_THERE = new byte[1 << 16];

    private final long address;
    private final byte[] bytes;
    private final byte[] missing;
    private final boolean whole;

    /// Wraps what was read; the arrays are not copied.
    ///
    /// @param address first address
    /// @param bytes the bytes; meaningless where missing
    /// @param missing as many as bytes: 0 if it is there, else 1 + the ordinal of its reason; or
    ///   none at all if all bytes are there
    public Chunk(long address, byte[] bytes, byte[] missing) {
        whole = missing.length == 0;
        if (!whole && bytes.length != missing.length) {
            throw new IllegalArgumentException("bytes and reasons differ in number");
        }
        this.address = address;
        this.bytes = bytes;
        this.missing = missing;
    }

    /// {@return the first address}
    public long address() {
        return address;
    }

    /// {@return how many bytes were asked for}
    public int length() {
        return bytes.length;
    }

    /// {@return the byte at `index`, unsigned; meaningless if it is missing}
    public int value(int index) {
        return bytes[index] & 0xff;
    }

    /// {@return whether the byte at `index` is there}
    public boolean present(int index) {
        return whole || missing[index] == 0;
    }

    /// {@return how many bytes from `index` on are there without a gap}
    public int presentFrom(int index) {
        if (whole) {
            return Math.max(0, bytes.length - index);
        }
        int left = missing.length - index;
        for (int done = 0; done < left; done += ALL_THERE.length) {
            int part = Math.min(ALL_THERE.length, left - done);
            int gap =
                    Arrays.mismatch(missing, index + done, index + done + part, ALL_THERE, 0, part);
            if (gap >= 0) {
                return done + gap;
            }
        }
        return left;
    }

    /// {@return why the byte at `index` is missing}
    public Optional<HoleReason> hole(int index) {
        return present(index) ? Optional.empty() : Optional.of(REASONS[missing[index] - 1]);
    }

    /// {@return a copy of `length` bytes from `index`, which must all be there}
    public byte[] copy(int index, int length) {
        byte[] copy = new byte[length];
        copyTo(index, length, copy, 0);
        return copy;
    }

    /// Copies `length` bytes from `index`, which must all be there, to `start` of `target`.
    public void copyTo(int index, int length, byte[] target, int start) {
        if (presentFrom(index) < length) {
            throw new IllegalArgumentException("some of these bytes are missing");
        }
        System.arraycopy(bytes, index, target, start, length);
    }
}
