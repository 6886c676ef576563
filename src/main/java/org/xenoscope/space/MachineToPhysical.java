package org.xenoscope.space;

import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.p2m.MachineFrames;
import org.xenoscope.space.p2m.P2m;
import org.xenoscope.space.root.Guest;
import org.xenoscope.space.root.Roots;

import java.util.Optional;

/// What the m2p and a domain's p2m say of a machine address: the pseudo-physical number of its
/// byte, and whether both agree (route R10).
final class MachineToPhysical {
    private static final long INSIDE = 0xfff;

    private final Roots roots;

    MachineToPhysical(Roots roots) {
        this.roots = roots;
    }

    /// {@return the pseudo-physical address of a machine address in the domain that owns it, or -1}
    long physical(long maddr) {
        Optional<MachineFrames> m2p = roots.m2p();
        if (m2p.isEmpty() || maddr < 0) {
            return -1;
        }
        long pfn = m2p.get().pfn(maddr >>> 12);
        return pfn < 0 ? -1 : pfn << 12 | (maddr & INSIDE);
    }

    /// {@return whether a domain's p2m, or its direct map where the p2m is not known, maps a
    /// pseudo-physical address to this machine address}
    static boolean belongsTo(Guest guest, long paddr, long maddr) {
        if (paddr < 0) {
            return false;
        }
        Optional<P2m> p2m = guest.p2m().value();
        long mfn =
                p2m.isPresent()
                        ? p2m.get().mfn(paddr >>> 12, null)
                        : guest.directMap()
                                .map(map -> map.mfn(paddr >>> 12, null))
                                .orElse(HoleReason.NO_P2M.code());
        return mfn == maddr >>> 12;
    }

    /// Adds to a trail what the m2p says of the byte it led to.
    void tell(long maddr, TrailBuilder trail) {
        long paddr = physical(maddr);
        if (paddr >= 0) {
            trail.physical(paddr);
        }
    }

    /// Adds the checks of a byte of a domain: the m2p's entry, and whether the p2m leads back.
    void check(Guest guest, long maddr, TrailBuilder trail) {
        long paddr = physical(maddr);
        Optional<P2m> p2m = guest.p2m().value();
        if (paddr < 0 || p2m.isEmpty()) {
            return;
        }
        long pfn = paddr >>> 12;
        long mfn = p2m.get().mfn(pfn, null);
        Location where =
                new Location(SpaceId.XEN, roots.m2p().orElseThrow().entryAddress(maddr >>> 12));
        String says = "M2P: PFN 0x%x; ".formatted(pfn);
        if (mfn == maddr >>> 12) {
            trail.check(new CrossCheck(true, says + "p2m says the same", Optional.of(where)));
        } else if (mfn >= 0) {
            trail.check(
                    new CrossCheck(
                            false,
                            says + "p2m says MFN 0x%x: differs".formatted(mfn),
                            Optional.of(where)));
        }
    }
}
