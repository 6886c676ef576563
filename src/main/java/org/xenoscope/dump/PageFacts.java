package org.xenoscope.dump;

import org.xenoscope.space.Step;
import org.xenoscope.space.Trail;

import java.util.List;
import java.util.Optional;

/// What a person should know about the page of a byte, in a few words.
///
/// @param page its size and what may be done with it, as its page tables say; empty for a place
///   that no page table maps
/// @param owner the domain that owns the frame, and its number there; empty if the place has no
///   frame
/// @param evidence how the owner is known
public record PageFacts(Optional<String> page, Optional<String> owner, String evidence) {
    /// Nothing is known, or nothing applies.
    public static final PageFacts NONE = new PageFacts(Optional.empty(), Optional.empty(), "");

    private static final int PAGE_SHIFT = 12;

    /// {@return the facts that a translation tells}
    public static PageFacts of(Trail trail) {
        List<Step> entries =
                trail.steps().stream().filter(step -> !step.flags().isEmpty()).toList();
        Optional<String> page =
                entries.isEmpty() || trail.machine().isEmpty()
                        ? Optional.empty()
                        : Optional.of(page(entries));
        if (trail.machine().isEmpty()) {
            return new PageFacts(page, Optional.empty(), "");
        }
        if (trail.physical().isPresent()) {
            long pfn = trail.physical().getAsLong() >>> PAGE_SHIFT;
            return new PageFacts(
                    page,
                    Optional.of("dom0, PFN 0x" + Long.toHexString(pfn)),
                    "the p2m or the M2P names this PFN for the frame");
        }
        return new PageFacts(
                page,
                Optional.of("unknown"),
                "neither the p2m nor the M2P names a PFN of dom0 for MFN 0x%s"
                        .formatted(Long.toHexString(trail.machine().getAsLong() >>> PAGE_SHIFT)));
    }

    /// @param entries the entries of the walk, root first
    private static String page(List<Step> entries) {
        boolean twoLevels = entries.getFirst().what().startsWith("L2");
        // an L3 entry of a PAE table has no bits for write and execute
        boolean pae = entries.getFirst().what().startsWith("L3");
        List<Step> with = pae ? entries.subList(1, entries.size()) : entries;
        boolean writable = with.stream().allMatch(step -> step.flags().contains("RW"));
        boolean fixed = with.stream().anyMatch(step -> step.flags().contains("NX"));
        return "page %s, %s%s"
                .formatted(
                        size(entries.getLast().what(), twoLevels),
                        writable ? "writable" : "read-only",
                        fixed ? ", no execute" : "");
    }

    private static String size(String leaf, boolean twoLevels) {
        if (leaf.startsWith("L1")) {
            return "4 KiB";
        }
        if (leaf.startsWith("L2")) {
            return twoLevels ? "4 MiB" : "2 MiB";
        }
        return leaf.startsWith("L3") ? "1 GiB" : "of unknown size";
    }
}
