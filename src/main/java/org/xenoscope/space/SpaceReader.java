package org.xenoscope.space;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Extent;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads numbers and strings of one space, little-endian, for the rooms that recover facts from
/// structures in memory.
///
/// Addresses are unsigned 64-bit. What is missing throws {@link UnreadableException}, which carries
/// the hole; a room catches it where one fact ends and makes it the reason why that fact is not
/// known. Immutable; any thread may read.
public final class SpaceReader {
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int STRING_PIECE = 256;
    private static final int PIECE = 1 << 20;

    private final Space space;

    /// Makes a reader of a space.
    public SpaceReader(Space space) {
        this.space = space;
    }

    /// {@return the space it reads}
    public Space space() {
        return space;
    }

    /// {@return the place of an address of this space}
    public Location at(long address) {
        return new Location(space.id(), address);
    }

    /// {@return whether the byte at `address` can be read}
    public boolean readable(long address) {
        return space.read(address, 1).presentFrom(0) == 1;
    }

    /// {@return the unsigned byte at `address`}
    ///
    /// @throws UnreadableException if it is missing
    public int u8(long address) {
        return bytes(address, 1)[0] & 0xff;
    }

    /// {@return the unsigned 16-bit number at `address`}
    ///
    /// @throws UnreadableException if one of its bytes is missing
    public int u16(long address) {
        return MemorySegment.ofArray(bytes(address, 2)).get(SHORT, 0) & 0xffff;
    }

    /// {@return the 32-bit number at `address`, signed}
    ///
    /// @throws UnreadableException if one of its bytes is missing
    public int s32(long address) {
        return MemorySegment.ofArray(bytes(address, 4)).get(INT, 0);
    }

    /// {@return the 32-bit number at `address`, unsigned}
    ///
    /// @throws UnreadableException if one of its bytes is missing
    public long u32(long address) {
        return s32(address) & 0xffff_ffffL;
    }

    /// {@return the 64-bit number at `address`}
    ///
    /// @throws UnreadableException if one of its bytes is missing
    public long u64(long address) {
        return MemorySegment.ofArray(bytes(address, 8)).get(LONG, 0);
    }

    /// Reads bytes that must all be there.
    ///
    /// @param length at least 0; the caller has checked it against what it may be
    /// @throws UnreadableException if one of them is missing
    public byte[] bytes(long address, int length) {
        if (length <= PIECE) {
            Chunk chunk = space.read(address, length);
            demand(chunk, address, length);
            return chunk.copy(0, length);
        }
        byte[] all = new byte[length];
        for (int done = 0; done < length; done += PIECE) {
            int part = Math.min(PIECE, length - done);
            System.arraycopy(bytes(address + done, part), 0, all, done, part);
        }
        return all;
    }

    /// Reads the bytes that are there; a missing one is 0. For looking for patterns only: never for
    /// what is shown.
    ///
    /// @param length at least 0; the caller has checked it against what it may be
    public byte[] bytesOrZeros(long address, int length) {
        byte[] all = new byte[length];
        int done = 0;
        while (done < length && Long.compareUnsigned(address + done, space.lastAddress()) <= 0) {
            int left = length - done;
            Extent extent = space.extentAt(address + done);
            if (!extent.readable()) {
                // holes are passed as wide as they are known to be: an image's window is mostly one
                long behind = extent.last() - (address + done);
                done += Long.compareUnsigned(behind, left) >= 0 ? left : (int) behind + 1;
                continue;
            }
            Chunk chunk = space.read(address + done, Math.min(PIECE, left));
            int present = chunk.presentFrom(0);
            chunk.copyTo(0, present, all, done);
            done += Math.max(1, present);
        }
        return all;
    }

    /// {@return the text before the first NUL, at most `most` bytes, read as ISO 8859-1}
    ///
    /// @throws UnreadableException if a byte is missing before the NUL
    public String string(long address, int most) {
        StringBuilder text = new StringBuilder();
        while (text.length() < most) {
            int part = Math.min(STRING_PIECE, most - text.length());
            Chunk chunk = space.read(address + text.length(), part);
            int present = chunk.presentFrom(0);
            byte[] bytes = chunk.copy(0, present);
            for (int i = 0; i < present; i++) {
                if (bytes[i] == 0) {
                    return text.append(new String(bytes, 0, i, StandardCharsets.ISO_8859_1))
                            .toString();
                }
            }
            text.append(new String(bytes, StandardCharsets.ISO_8859_1));
            if (present < part) {
                demand(chunk, chunk.address(), part);
            }
        }
        return text.toString();
    }

    /// {@return the text before the first NUL, or nothing if a byte is missing or there is none
    /// within `most` bytes}
    public Optional<String> optionalString(long address, int most) {
        try {
            String text = string(address, most);
            return text.length() < most ? Optional.of(text) : Optional.empty();
        } catch (UnreadableException _) {
            return Optional.empty();
        }
    }

    private void demand(Chunk chunk, long address, int length) {
        int present = chunk.presentFrom(0);
        if (present >= length) {
            return;
        }
        if (present >= chunk.length()) {
            throw new UnreadableException(
                    new Hole(
                            HoleReason.NON_CANONICAL,
                            "%s passes the end of the space.".formatted(at(address))));
        }
        throw new UnreadableException(
                space.explain(address + present)
                        .hole()
                        .orElseGet(
                                () ->
                                        new Hole(
                                                chunk.hole(present).orElseThrow(),
                                                "%s cannot be read."
                                                        .formatted(at(address + present)))));
    }
}
