package org.xenoscope.window.memory;

import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.space.Chunk;

/// One thing that the hex view draws, from top to bottom.
sealed interface HexItem {
    /// {@return its first address}
    long first();

    /// {@return rows it counts as}
    int rows();

    /// A row of bytes, some of which may be missing.
    ///
    /// @param chunk the bytes; the row's first address is the chunk's
    record Row(Chunk chunk) implements HexItem {
        @Override
        public long first() {
            return chunk.address();
        }

        @Override
        public int rows() {
            return 1;
        }
    }

    /// A hole too long for rows.
    ///
    /// @param first first address shown of it
    /// @param last last address, inclusive
    /// @param hole why, in words
    record Band(long first, long last, Hole hole) implements HexItem {
        /// Rows that a band counts as.
        static final int ROWS = 3;

        @Override
        public int rows() {
            return ROWS;
        }

        /// {@return the reason}
        HoleReason reason() {
            return hole.reason();
        }
    }
}
