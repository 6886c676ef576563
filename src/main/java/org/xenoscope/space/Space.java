package org.xenoscope.space;

import org.xenoscope.image.Extent;
import org.xenoscope.place.SpaceId;

import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalLong;

/// One address space of a dump.
///
/// {@link #locate} and {@link #explain} always agree. Addresses are unsigned 64-bit.
///
/// The first question may look for page-table roots in the whole dump. A job that is cancelled
/// meanwhile ends with {@link java.util.concurrent.CancellationException}; nothing half found is
/// remembered, and the next question goes on where the search was.
public interface Space {
    /// {@return its name}
    SpaceId id();

    /// {@return its last address: 2^64-1 for virtual spaces, 2^32-1 for 32-bit ones, size-1 for the
    /// file}
    long lastAddress();

    /// Translates an address, fast and without allocating.
    ///
    /// @return the machine address of the byte, or a negative {@link
    ///   org.xenoscope.place.HoleReason#code}. A machine address does not promise that the dump
    ///   holds the byte: {@link org.xenoscope.image.Image#fileOffset} says that.
    long locate(long address);

    /// Translates an address and tells every step, down to the byte of the file.
    Trail explain(long address);

    /// Reads bytes, each with its reason if it is missing. Never throws for what the dump lacks.
    ///
    /// @param length at most 1 MiB; cut at the space's last address
    Chunk read(long address, int length);

    /// Reads bytes straight into an array: the way for pieces of many megabytes, which would take
    /// three times the memory as {@link Chunk}s. A missing byte is left as it is.
    ///
    /// @param target gets the bytes, from its index 0
    /// @param length at least 0
    /// @return the blocks of 4096 bytes, counted from `address`, of which a byte is missing
    default BitSet readInto(long address, byte[] target, int length) {
        BitSet missing = new BitSet();
        int piece = 1 << 12;
        for (int done = 0; done < length; done += piece) {
            int part = Math.min(piece, length - done);
            Chunk chunk = read(address + done, part);
            int at = 0;
            while (at < chunk.length()) {
                int present = chunk.presentFrom(at);
                chunk.copyTo(at, present, target, done + at);
                at += Math.max(1, present);
            }
            if (chunk.length() < part || chunk.presentFrom(0) < part) {
                missing.set(done / piece);
            }
        }
        return missing;
    }

    /// {@return a range around or from `address` that is alike; it need not be the largest}
    Extent extentAt(long address);

    /// {@return the first readable address at or behind `address`, if there is one} May pass long
    /// tables of entries that lead nowhere; it never gives up unless the job is cancelled.
    ///
    /// @throws java.util.concurrent.CancellationException if the job of this thread is cancelled
    OptionalLong nextReadable(long address);

    /// {@return the last readable address at or before `address`, if there is one}
    ///
    /// @throws java.util.concurrent.CancellationException if the job of this thread is cancelled
    OptionalLong previousReadable(long address);

    /// {@return bytes of memory that the space has, where that is known}
    Optional<Long> memoryBytes();
}
