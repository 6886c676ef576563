package org.xenoscope.linux;

import org.xenoscope.image.Extent;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Chunk;
import org.xenoscope.space.Space;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.space.Trail;
import org.xenoscope.symbol.SymbolTableBuilder;
import org.xenoscope.type.TypeSystem;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A kernel's memory written by hand: one piece of bytes at one address, everything else missing.
final class FakeKernel implements Space {
    static final long START = 0xffff_8880_0100_0000L;

    final ByteBuffer bytes;
    private final SymbolTableBuilder symbols = new SymbolTableBuilder();

    FakeKernel(int size) {
        bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// {@return the address of an offset}
    static long at(int offset) {
        return START + offset;
    }

    FakeKernel symbol(String name, int offset) {
        symbols.add(at(offset), 'D', name);
        return this;
    }

    void text(int offset, String text) {
        bytes.put(offset, text.getBytes(StandardCharsets.UTF_8));
    }

    KernelMemory memory() {
        return memory(Optional.empty());
    }

    KernelMemory memory(Optional<TypeSystem> types) {
        return new KernelMemory(
                new SpaceReader(this), symbols.build("by hand"), types, Optional::empty);
    }

    @Override
    public SpaceId id() {
        return SpaceId.DOM0;
    }

    @Override
    public long lastAddress() {
        return -1L;
    }

    @Override
    public long locate(long address) {
        long offset = address - START;
        return offset >= 0 && offset < bytes.capacity() ? offset : HoleReason.NOT_PRESENT.code();
    }

    @Override
    public Trail explain(long address) {
        return new Trail(
                new Location(id(), address),
                List.of(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.of(new Hole(HoleReason.NOT_PRESENT, "Nothing is there.")),
                Set.of(),
                List.of());
    }

    @Override
    public Chunk read(long address, int length) {
        byte[] read = new byte[length];
        byte[] missing = new byte[length];
        for (int i = 0; i < length; i++) {
            long offset = locate(address + i);
            if (offset >= 0) {
                read[i] = bytes.get((int) offset);
            } else {
                missing[i] = (byte) (1 + HoleReason.NOT_PRESENT.ordinal());
            }
        }
        return new Chunk(address, read, missing);
    }

    @Override
    public Extent extentAt(long address) {
        return locate(address) >= 0
                ? new Extent(START, START + bytes.capacity() - 1, Optional.empty())
                : new Extent(address, address, Optional.of(HoleReason.NOT_PRESENT));
    }

    @Override
    public OptionalLong nextReadable(long address) {
        return locate(address) >= 0 ? OptionalLong.of(address) : OptionalLong.empty();
    }

    @Override
    public OptionalLong previousReadable(long address) {
        return nextReadable(address);
    }

    @Override
    public Optional<Long> memoryBytes() {
        return Optional.empty();
    }
}
