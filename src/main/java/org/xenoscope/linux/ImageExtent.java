package org.xenoscope.linux;

/// Where a kernel's image is mapped.
///
/// @param start its first address
/// @param bytes from there to its last byte
/// @param present bytes of it that the dump holds
public record ImageExtent(long start, long bytes, long present) {}
