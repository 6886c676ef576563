package org.xenoscope.place;

/// A qualification of a translation that did lead to a byte.
public enum Mark {
    /// the p2m entry maps a page of another domain
    FOREIGN,
    /// the p2m entry maps the machine frame of the same number; not RAM of the domain
    IDENTITY,
    /// the frame is not below max_pfn, yet its entry was followed
    BEYOND_MAX_PFN,
    /// a reserved bit of a page-table entry is set
    RESERVED_BIT,
    /// the page-table root is one that the domain has freed
    STALE_ROOT,
    /// computed by the known layout of the hypervisor, not walked
    BY_LAYOUT,
    /// the p2m list is lost; found through the kernel's own direct map
    BY_DIRECT_MAP,
    /// no table of the domain is known; Xen's frame table and m2p name the frame
    BY_M2P,
    /// two program headers hold the byte; the first is shown
    OVERLAP,
    /// the domain was changing its linear p2m when the machine crashed
    GENERATION_ODD
}
