package org.xenoscope.dump;

import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Space;
import org.xenoscope.space.Spaces;
import org.xenoscope.space.root.DomainPlace;
import org.xenoscope.xen.Domain;
import org.xenoscope.xen.Hypervisor;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Tells the spaces which domains the hypervisor's own list has, and where they lie in machine
/// memory. Reads the space `xen` only.
record HypervisorDomains(Hypervisor xen, Spaces spaces) implements Supplier<List<DomainPlace>> {
    /// Numbers from here on are no guests: xen/include/public/xen.h, DOMID_FIRST_RESERVED.
    private static final int FIRST_RESERVED = 0x7ff0;

    @Override
    public List<DomainPlace> get() {
        if (spaces.xenRoot().value().isEmpty()) {
            return List.of(); // then nothing of Xen can be followed
        }
        return xen.domains().value().orElse(List.of()).stream()
                .filter(domain -> domain.id() >= 0 && domain.id() < FIRST_RESERVED)
                .map(this::place)
                .filter(place -> place.struct() >= 0)
                .toList();
    }

    private DomainPlace place(Domain domain) {
        Space memory = spaces.get(SpaceId.XEN);
        long struct = memory.locate(domain.address());
        long shared = domain.sharedInfo().isPresent() ? shared(memory, domain) : -1;
        return new DomainPlace(
                domain.id(), struct, shared < 0 ? OptionalLong.empty() : OptionalLong.of(shared));
    }

    private static long shared(Space memory, Domain domain) {
        return memory.locate(domain.sharedInfo().orElseThrow());
    }
}
