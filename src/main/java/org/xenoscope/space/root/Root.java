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
/// @param role what the table is
public record Root(
        long maddr, PagingMode mode, String evidence, Optional<Location> where, Role role) {
    /// What a top table is, as far as it is known.
    public enum Role {
        /// Xen's own, in use where no guest is loaded
        IDLE_TABLE,
        /// a guest's, or one whose owner is not told: all of it is shown
        TABLE,
        /// a process's, whose user half belongs to that process alone: its kernel half is shown
        PROCESS,
        /// the four entries of a PAE table that maps itself; they stand for a top table that was
        /// not found
        LINEAR_MAP,
        /// a guest's that it has freed and nobody has overwritten yet
        STALE
    }

    /// {@return whether only its kernel half is the space's}
    public boolean kernelHalfOnly() {
        return role == Role.PROCESS;
    }
}
