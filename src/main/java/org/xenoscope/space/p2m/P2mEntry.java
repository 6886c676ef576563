package org.xenoscope.space.p2m;

/// What a word of a PV domain's p2m means. Source: arch/x86/include/asm/xen/page.h, Linux 6.1;
/// XenLinux (mach-xen/asm/maddr.h) knows the FOREIGN bit only.
public enum P2mEntry {
    /// a machine frame of the domain's own memory
    RAM,
    /// the machine frame of the same number; not RAM of the domain
    IDENTITY,
    /// a frame of another domain
    FOREIGN,
    /// ballooned out, or never there
    INVALID;

    /// {@return the kind of a word of 8 or 4 bytes}
    public static P2mEntry of(long word, int wordBytes) {
        int bits = wordBytes * 8;
        if (word == (wordBytes == 8 ? -1L : 0xffff_ffffL)) {
            return INVALID;
        }
        if ((word >>> (bits - 1) & 1) != 0) {
            return FOREIGN;
        }
        return (word >>> (bits - 2) & 1) != 0 ? IDENTITY : RAM;
    }

    /// {@return the machine frame of a word, without the two top bits}
    public static long mfn(long word, int wordBytes) {
        return word & ((1L << (wordBytes * 8 - 2)) - 1);
    }
}
