package org.xenoscope.space.frame;

/// A domain, as the frame table names it.
///
/// @param number its domid; from {@link #FIRST_RESERVED} on one of Xen's own
/// @param struct machine address of its `struct domain`
public record DomainStruct(int number, long struct) {
    /// Domains have numbers below this; from here on they are Xen's own (xen/include/public/xen.h).
    static final int FIRST_RESERVED = 0x7ff0;

    /// Owner of device memory.
    static final int IO = 0x7ff1;

    /// Owner of what Xen shares with domains.
    static final int XEN = 0x7ff2;

    /// {@return whether a domain of that number can own memory}
    static boolean plausible(int number) {
        return number < FIRST_RESERVED || number == IO || number == XEN;
    }

    /// {@return `dom1`, or Xen's own name for one of its own: `dom_xen`, `dom_io`}
    public String name() {
        return switch (number) {
            case IO -> "dom_io";
            case XEN -> "dom_xen";
            default -> "dom" + number;
        };
    }
}
