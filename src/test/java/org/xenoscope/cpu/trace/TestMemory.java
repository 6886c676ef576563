package org.xenoscope.cpu.trace;

import org.xenoscope.image.Extent;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Chunk;
import org.xenoscope.space.Space;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.space.Step;
import org.xenoscope.space.Trail;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// Memory of a test: pages that exist once something is written to them.
final class TestMemory implements Space {
    private static final int PAGE = 4096;

    private final SpaceId id;
    private final Map<Long, ByteBuffer> pages = new TreeMap<>(Long::compareUnsigned);
    private final Set<Long> data = new HashSet<>();

    TestMemory(SpaceId id) {
        this.id = id;
    }

    /// Makes a page; its bytes are zeros.
    private ByteBuffer page(long address) {
        return pages.computeIfAbsent(
                address & -PAGE, _ -> ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN));
    }

    TestMemory u64(long address, long value) {
        for (int i = 0; i < 8; i++) {
            page(address + i).put((int) (address + i & PAGE - 1), (byte) (value >>> 8 * i));
        }
        return this;
    }

    TestMemory bytes(long address, int... values) {
        for (int i = 0; i < values.length; i++) {
            page(address + i).put((int) (address + i & PAGE - 1), (byte) values[i]);
        }
        return this;
    }

    /// Makes pages that may not be executed.
    TestMemory stack(long start, int length) {
        for (long at = start; at < start + length; at += PAGE) {
            page(at);
            data.add(at & -PAGE);
        }
        return this;
    }

    SpaceReader reader() {
        return new SpaceReader(this);
    }

    @Override
    public SpaceId id() {
        return id;
    }

    @Override
    public long lastAddress() {
        return -1;
    }

    @Override
    public long locate(long address) {
        return pages.containsKey(address & -PAGE)
                ? address & 0xff_ffff_ffffL
                : HoleReason.NOT_PRESENT.code();
    }

    @Override
    public Trail explain(long address) {
        boolean there = pages.containsKey(address & -PAGE);
        Step step =
                new Step(
                        "R7",
                        "L1",
                        Optional.empty(),
                        OptionalLong.empty(),
                        data.contains(address & -PAGE) ? List.of("P", "NX") : List.of("P"),
                        "",
                        Optional.empty(),
                        !there);
        return new Trail(
                new Location(id, address),
                List.of(step),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                there
                        ? Optional.empty()
                        : Optional.of(new Hole(HoleReason.NOT_PRESENT, "it is not mapped.")),
                Set.of(),
                List.of());
    }

    @Override
    public Chunk read(long address, int length) {
        byte[] bytes = new byte[length];
        byte[] missing = new byte[length];
        for (int i = 0; i < length; i++) {
            ByteBuffer page = pages.get(address + i & -PAGE);
            if (page == null) {
                missing[i] = (byte) (1 + HoleReason.NOT_PRESENT.ordinal());
            } else {
                bytes[i] = page.get((int) (address + i & PAGE - 1));
            }
        }
        return new Chunk(address, bytes, missing);
    }

    @Override
    public Extent extentAt(long address) {
        long page = address & -PAGE;
        Optional<HoleReason> hole =
                pages.containsKey(page) ? Optional.empty() : Optional.of(HoleReason.NOT_PRESENT);
        return new Extent(page, page + PAGE - 1, hole);
    }

    @Override
    public OptionalLong nextReadable(long address) {
        return pages.keySet().stream()
                .filter(page -> Long.compareUnsigned(page + PAGE - 1, address) >= 0)
                .mapToLong(page -> Long.compareUnsigned(page, address) < 0 ? address : page)
                .findFirst();
    }

    @Override
    public OptionalLong previousReadable(long address) {
        throw new UnsupportedOperationException("no trace asks for what is before");
    }

    @Override
    public Optional<Long> memoryBytes() {
        return Optional.empty();
    }
}
