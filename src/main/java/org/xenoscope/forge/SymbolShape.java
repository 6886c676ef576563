package org.xenoscope.forge;

/// The shapes of the compressed tables of symbols that kernels and hypervisors carry.
///
/// Source: Linux scripts/kallsyms.c of 2.6.10, 4.6, 4.20, 6.2, 6.4, 7.2; Xen xen/tools/symbols.c of
/// 3.0, 4.0, 4.21.
public enum SymbolShape {
    /// Linux 2.6 to 4.5, 64-bit
    LINUX_ADDRESSES(Addresses.ABSOLUTE, 8, 8, 8, false, Place.BEFORE, Sequences.NONE),
    /// Linux 2.6 to 4.5, 32-bit
    LINUX_ADDRESSES_32(Addresses.ABSOLUTE, 4, 4, 4, false, Place.BEFORE, Sequences.NONE),
    /// Linux 4.6 to 4.19
    LINUX_OFFSETS_WIDE(Addresses.BASED, 4, 8, 8, false, Place.BEFORE, Sequences.NONE),
    /// Linux 4.20 to 6.1
    LINUX_OFFSETS(Addresses.BASED, 4, 4, 8, false, Place.BEFORE, Sequences.NONE),
    /// Linux 6.1.192, 6.2, 6.3
    LINUX_SEQUENCES(Addresses.BASED, 4, 4, 8, true, Place.BEFORE, Sequences.BEFORE_TOKENS),
    /// Linux 6.4 to 6.14
    LINUX_OFFSETS_BEHIND(Addresses.BASED, 4, 4, 8, true, Place.BEHIND, Sequences.LAST),
    /// Linux 7.2
    LINUX_FROM_THEMSELVES(Addresses.FROM_THEMSELVES, 4, 4, 4, true, Place.BEHIND, Sequences.LAST),
    /// Xen 3.x, 64-bit
    XEN_ADDRESSES(Addresses.ABSOLUTE, 8, 8, 8, false, Place.BEFORE, Sequences.NONE),
    /// Xen 3.x, 32-bit
    XEN_ADDRESSES_32(Addresses.ABSOLUTE, 4, 4, 4, false, Place.BEFORE, Sequences.NONE),
    /// Xen 4.0 to 4.20
    XEN_OFFSETS(Addresses.FROM_WINDOW, 4, 4, 4, false, Place.BEFORE, Sequences.NONE),
    /// Xen 4.21: names and tokens not aligned, symbols that only say where another ends
    XEN_OFFSETS_TIGHT(Addresses.FROM_WINDOW, 4, 4, 1, false, Place.BEFORE, Sequences.NONE);

    /// What an address is counted from.
    enum Addresses {
        ABSOLUTE,
        BASED,
        FROM_THEMSELVES,
        FROM_WINDOW
    }

    /// Where the addresses stand.
    enum Place {
        BEFORE,
        BEHIND
    }

    /// Where `seqs_of_names` stands.
    enum Sequences {
        NONE,
        BEFORE_TOKENS,
        LAST
    }

    final Addresses addresses;
    final int addressBytes;
    final int markerBytes;
    final int alignment;
    final boolean longNames;
    final Place place;
    final Sequences sequences;

    SymbolShape(
            Addresses addresses,
            int addressBytes,
            int markerBytes,
            int alignment,
            boolean longNames,
            Place place,
            Sequences sequences) {
        this.addresses = addresses;
        this.addressBytes = addressBytes;
        this.markerBytes = markerBytes;
        this.alignment = alignment;
        this.longNames = longNames;
        this.place = place;
        this.sequences = sequences;
    }
}
