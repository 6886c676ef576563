package org.xenoscope.space.root;

import org.xenoscope.place.Location;
import org.xenoscope.space.paging.PagingMode;

import java.util.Optional;

/// A page-table root and why it was chosen.
///
/// @param maddr machine address of the top table
/// @param mode how its tables are read
/// @param evidence "p2m_cr3 in dom0's shared info"
/// @param where the place that the root was read at
/// @param kernelHalfOnly whether only its kernel half is the space's: the root is a process's,
///   whose user half belongs to that process alone
public record Root(
        long maddr,
        PagingMode mode,
        String evidence,
        Optional<Location> where,
        boolean kernelHalfOnly) {}
