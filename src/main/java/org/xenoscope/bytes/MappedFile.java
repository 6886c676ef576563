package org.xenoscope.bytes;

import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file of any size as mapped memory. One map, whatever the size; the heap holds none of it.
///
/// A file that shrinks while it is open gives `IO_ERROR` holes where bytes are gone.
public final class MappedFile implements DumpFile {
    private static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Deep enough for one call of {@link #settle} that no compiler inlines.
    private static final int SETTLE_DEPTH = 3;

    /// A file with fewer bytes is read faster than the question is asked.
    private static final long SPARSE_FROM = 4L << 30;

    private final Path path;
    private final Arena arena;
    private final MemorySegment segment;
    private final long size;

    private MappedFile(Path path, Arena arena, MemorySegment segment) {
        this.path = path;
        this.arena = arena;
        this.segment = segment;
        this.size = segment.byteSize();
    }

    /// Maps a file for reading. The map ends with {@link #close}.
    ///
    /// @throws IOException if the system refuses it
    @SuppressWarnings("MustBeClosedChecker") // closed by close()
    public static MappedFile open(Path path) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            MemorySegment segment =
                    size == 0
                            ? MemorySegment.NULL
                            : channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            return new MappedFile(path, arena, segment);
        } catch (IOException | RuntimeException exception) {
            arena.close();
            throw exception;
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int u8(long offset) {
        try {
            int value = segment.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
            settle(SETTLE_DEPTH);
            return value;
        } catch (IndexOutOfBoundsException | InternalError | IllegalStateException fault) {
            throw unreadable(offset, fault);
        }
    }

    @Override
    public int u16(long offset) {
        try {
            int value = segment.get(U16, offset) & 0xffff;
            settle(SETTLE_DEPTH);
            return value;
        } catch (IndexOutOfBoundsException | InternalError | IllegalStateException fault) {
            throw unreadable(offset, fault);
        }
    }

    @Override
    public long u32(long offset) {
        try {
            long value = segment.get(U32, offset) & 0xffff_ffffL;
            settle(SETTLE_DEPTH);
            return value;
        } catch (IndexOutOfBoundsException | InternalError | IllegalStateException fault) {
            throw unreadable(offset, fault);
        }
    }

    @Override
    public long u64(long offset) {
        try {
            long value = segment.get(U64, offset);
            settle(SETTLE_DEPTH);
            return value;
        } catch (IndexOutOfBoundsException | InternalError | IllegalStateException fault) {
            throw unreadable(offset, fault);
        }
    }

    @Override
    public void read(long offset, byte[] target, int start, int length) {
        if (start < 0 || length < 0 || length > target.length - start) {
            throw new IllegalArgumentException("the target has no room for these bytes");
        }
        try {
            MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, target, start, length);
            settle(SETTLE_DEPTH);
        } catch (IndexOutOfBoundsException | InternalError | IllegalStateException fault) {
            throw unreadable(offset, fault);
        }
    }

    /// Waits for the fault of the read before, if there was one.
    ///
    /// Where the file has lost its bytes, the JVM lets the read return garbage and throws
    /// `InternalError` only at the thread's next safepoint poll. In compiled code that may come
    /// after the `try` around the read has been left. A call that is not inlined polls when it
    /// returns; recursion is not inlined deeper than one level.
    private static int settle(int depth) {
        return depth == 0 ? 0 : settle(depth - 1) + 1;
    }

    @Override
    public long nextData(long offset) {
        if (size < SPARSE_FROM) {
            return offset;
        }
        try (SparseFile sparse = SparseFile.open(path)) {
            return sparse.nextData(offset, size);
        }
    }

    private UnreadableException unreadable(long offset, Throwable fault) {
        String name = String.valueOf(path.getFileName());
        Hole hole =
                switch (fault) {
                    case IllegalStateException _ ->
                            new Hole(HoleReason.IO_ERROR, name + " is closed.");
                    case IndexOutOfBoundsException _ ->
                            new Hole(
                                    HoleReason.TRUNCATED,
                                    "File offset 0x%x lies past the end of %s (0x%x bytes)."
                                            .formatted(offset, name, size));
                    default ->
                            new Hole(
                                    HoleReason.IO_ERROR,
                                    ("%s is no longer readable at file offset 0x%x: it has shrunk"
                                                    + " or the disk failed.")
                                            .formatted(name, offset));
                };
        return new UnreadableException(hole);
    }

    /// Ends the map. A read after it throws {@link UnreadableException} with a hole that says so.
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
