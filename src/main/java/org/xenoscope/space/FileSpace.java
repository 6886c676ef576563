package org.xenoscope.space;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Extent;
import org.xenoscope.image.Image;
import org.xenoscope.image.Origin;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The dump file itself. Every byte of it can be read; only those of memory have a machine address.
final class FileSpace implements Space {
    /// Bytes that are read together, or one by one where some are missing.
    private static final int PIECE = 4096;

    private final Image image;
    private final MachineToPhysical m2p;

    FileSpace(Image image, MachineToPhysical m2p) {
        this.image = image;
        this.m2p = m2p;
    }

    @Override
    public SpaceId id() {
        return SpaceId.FILE;
    }

    @Override
    public long lastAddress() {
        return image.file().size() - 1;
    }

    @Override
    public long locate(long address) {
        return Long.compareUnsigned(address, image.file().size()) < 0
                ? image.machineAddress(address)
                : HoleReason.TRUNCATED.code();
    }

    @Override
    public Trail explain(long address) {
        TrailBuilder trail = new TrailBuilder(image, new Location(SpaceId.FILE, address));
        long size = image.file().size();
        long maddr = locate(address);
        if (maddr == HoleReason.TRUNCATED.code()) {
            trail.fail(
                    "R1",
                    "end of the file",
                    Optional.empty(),
                    OptionalLong.empty(),
                    Holes.endOfFile(address, size));
        } else if (maddr < 0) {
            trail.fileOnly(address, Holes.notMemory(address, image.describeFileOffset(address)));
        } else {
            Origin origin = image.origin(maddr);
            trail.step(
                    new Step(
                            "R1",
                            origin.name() + " backwards",
                            TrailBuilder.entry(origin),
                            OptionalLong.empty(),
                            List.of(),
                            "file:0x%x holds machine:0x%x".formatted(address, maddr),
                            Optional.of(new Location(SpaceId.MACHINE, maddr)),
                            false));
            trail.machine(maddr);
            m2p.tell(maddr, trail);
        }
        return trail.build();
    }

    @Override
    public Chunk read(long address, int length) {
        long size = image.file().size();
        boolean inside = Long.compareUnsigned(address, size) < 0;
        int wanted = inside ? (int) Math.min(Math.min(length, 1 << 20), size - address) : 0;
        byte[] bytes = new byte[wanted];
        byte[] missing = new byte[wanted];
        for (int done = 0; done < wanted; done += PIECE) {
            piece(address, bytes, missing, done, Math.min(PIECE, wanted - done));
        }
        return new Chunk(address, bytes, missing);
    }

    /// Reads a piece; where a byte of it is missing, each byte for itself: a flattened file has
    /// gaps between its records.
    private void piece(long address, byte[] bytes, byte[] missing, int start, int length) {
        try {
            image.file().read(address + start, bytes, start, length);
        } catch (UnreadableException _) {
            for (int i = start; i < start + length; i++) {
                try {
                    image.file().read(address + i, bytes, i, 1);
                } catch (UnreadableException exception) {
                    missing[i] = MemorySpace.mark(exception.hole().reason().code());
                }
            }
        }
    }

    @Override
    public Extent extentAt(long address) {
        long last = lastAddress();
        return Long.compareUnsigned(address, last) <= 0
                ? new Extent(0, last, Optional.empty())
                : new Extent(last + 1, -1L, Optional.of(HoleReason.TRUNCATED));
    }

    @Override
    public OptionalLong nextReadable(long address) {
        return Long.compareUnsigned(address, lastAddress()) <= 0
                ? OptionalLong.of(address)
                : OptionalLong.empty();
    }

    @Override
    public OptionalLong previousReadable(long address) {
        return OptionalLong.of(
                Long.compareUnsigned(address, lastAddress()) <= 0 ? address : lastAddress());
    }

    @Override
    public Optional<Long> memoryBytes() {
        return Optional.of(image.file().size());
    }
}
