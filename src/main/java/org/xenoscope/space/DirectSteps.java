package org.xenoscope.space;

import org.xenoscope.image.Image;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.place.Mark;
import org.xenoscope.space.p2m.DirectMap;
import org.xenoscope.space.root.Guest;
import org.xenoscope.space.root.Root;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Writes down how a frame of a domain is found through its kernel's direct map (routes R8d, R8e).
final class DirectSteps {
    private static final long PAGE_INSIDE = 0xfff;

    private DirectSteps() {}

    /// Adds the steps from a pseudo-physical address to the file.
    ///
    /// @param why why the list of frames is not asked
    static void tell(
            Image image, Guest guest, DirectMap map, long address, String why, TrailBuilder trail) {
        Root root = guest.root().value().orElseThrow();
        long pfn = address >>> 12;
        Location mapped = new Location(guest.virtual(), map.vaddr(address));
        boolean inside = Long.compareUnsigned(address, map.end()) < 0;
        trail.step(
                new Step(
                        "R8",
                        "p2m of " + guest.name(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        List.of(),
                        "%s; %s stands for it".formatted(why, map.evidence()),
                        inside ? Optional.of(mapped) : Optional.empty(),
                        false));
        TrailBuilder walked = new TrailBuilder(image, mapped);
        long mfn = map.mfn(pfn, new WalkSteps(walked, root, "R4", guest.maxPfn()));
        trail.mark(Mark.BY_DIRECT_MAP);
        trail.adopt(walked);
        if (mfn < 0) {
            HoleReason reason = HoleReason.ofCode(mfn);
            Hole hole =
                    switch (reason) {
                        case INVALID_P2M -> Holes.gaveBack(guest.name(), pfn);
                        case NO_P2M -> Holes.notInDirectMap(guest.name(), pfn);
                        default -> walked.build().hole().orElseThrow();
                    };
            trail.fail(
                    "R8", "PFN 0x%x".formatted(pfn), Optional.empty(), OptionalLong.empty(), hole);
            return;
        }
        long back = map.back(mfn);
        if (back != pfn && mfn == pfn) {
            trail.mark(Mark.IDENTITY);
        } else if (back >= 0 && back != pfn) {
            trail.mark(Mark.FOREIGN);
        }
        if (back >= 0) {
            String says = back == pfn ? "; says the same" : ": differs";
            trail.check(
                    new CrossCheck(
                            back == pfn,
                            "M2P: PFN 0x%x%s".formatted(back, says),
                            Optional.empty()));
        }
        trail.machine(mfn << 12 | (address & PAGE_INSIDE));
        trail.physical(address);
    }
}
