package org.xenoscope.space;

import org.xenoscope.image.Extent;
import org.xenoscope.image.Image;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;

import java.util.Optional;

/// The machine's memory, as the memory bus sees it.
final class MachineSpace extends MemorySpace {
    private final MachineToPhysical m2p;

    MachineSpace(Image image, MachineToPhysical m2p) {
        super(SpaceId.MACHINE, image);
        this.m2p = m2p;
    }

    @Override
    public long lastAddress() {
        return -1L;
    }

    /// Machine addresses have at most 52 bits, so that none is mistaken for a hole's code.
    @Override
    public long locate(long address) {
        return address >= 0 ? address : HoleReason.NOT_IN_DUMP.code();
    }

    @Override
    public Trail explain(long address) {
        TrailBuilder trail = new TrailBuilder(image(), new Location(SpaceId.MACHINE, address));
        trail.machine(address);
        m2p.tell(address, trail);
        return trail.build();
    }

    @Override
    Extent routeExtent(long address) {
        return address >= 0
                ? new Extent(0, Long.MAX_VALUE, Optional.empty())
                : new Extent(Long.MIN_VALUE, -1L, Optional.of(HoleReason.NOT_IN_DUMP));
    }

    @Override
    public Optional<Long> memoryBytes() {
        return Optional.of(image().memoryBytes());
    }
}
