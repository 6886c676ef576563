package org.xenoscope.space.paging;

/// How page tables are read. Source: Intel SDM volume 3A, chapter 4.
public enum PagingMode {
    /// two levels of 4-byte entries, 32-bit addresses
    I386,
    /// three levels of 8-byte entries, 32-bit addresses
    PAE,
    /// four levels of 8-byte entries, 48-bit addresses
    X86_64,
    /// five levels of 8-byte entries, 57-bit addresses
    X86_64_LA57
}
