package org.xenoscope.dump;

import org.xenoscope.space.frame.FrameUse;

import java.util.Optional;

/// Whose memory is, as people tell it apart at a glance.
///
/// @param kind what sort of owner
/// @param domain the number of the domain; 0 for every other kind
public record Owner(Kind kind, int domain) {
    /// Sorts of owners, in the order of legends.
    public enum Kind {
        /// a domain
        DOMAIN,
        /// the page tables of a PV domain
        TABLES,
        /// the hypervisor
        XEN,
        /// device memory
        DEVICE,
        /// nobody
        FREE,
        /// headers and notes of the file
        HEADERS,
        /// Xen's frame table does not tell
        UNKNOWN
    }

    /// What the file holds beside memory.
    public static final Owner HEADERS = new Owner(Kind.HEADERS, 0);

    /// Memory whose owner is not known.
    public static final Owner UNKNOWN = new Owner(Kind.UNKNOWN, 0);

    /// {@return whose a frame is by what Xen's frame table says of it}
    static Owner of(Optional<FrameUse> use) {
        return use.map(Owner::of).orElse(UNKNOWN);
    }

    private static Owner of(FrameUse use) {
        return switch (use.kind()) {
            case FREE -> new Owner(Kind.FREE, 0);
            case XEN, SHARED_BY_XEN -> new Owner(Kind.XEN, 0);
            case DEVICE -> new Owner(Kind.DEVICE, 0);
            case DOMAIN ->
                    use.owner()
                            .map(
                                    owner ->
                                            new Owner(
                                                    table(use) ? Kind.TABLES : Kind.DOMAIN,
                                                    owner.number()))
                            .orElse(UNKNOWN);
        };
    }

    private static boolean table(FrameUse use) {
        return switch (use.type()) {
            case L1, L2, L3, L4 -> true;
            default -> false;
        };
    }

    /// {@return its name in legends: "dom0 page tables"}
    public String name() {
        return switch (kind) {
            case DOMAIN -> "dom" + domain;
            case TABLES -> "dom%d page tables".formatted(domain);
            case XEN -> "Xen";
            case DEVICE -> "I/O";
            case FREE -> "free";
            case HEADERS -> "headers and notes";
            case UNKNOWN -> "owner not known";
        };
    }
}
