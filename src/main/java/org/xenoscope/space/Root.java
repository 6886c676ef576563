package org.xenoscope.space;

import org.xenoscope.place.Location;
import org.xenoscope.space.paging.PagingMode;

import java.util.Optional;

/// A page-table root and why it was chosen.
///
/// @param maddr machine address of the top table
/// @param mode how its tables are read
/// @param evidence "p2m_cr3 in dom0's shared info"
/// @param where the place that the root was read at
public record Root(long maddr, PagingMode mode, String evidence, Optional<Location> where) {}
