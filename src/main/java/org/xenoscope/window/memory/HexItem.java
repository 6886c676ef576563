package org.xenoscope.window.memory;

import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.space.Chunk;

import java.util.List;

/// One thing that the hex view draws, from top to bottom.
sealed interface HexItem {
    /// {@return its first address}
    long first();

    /// {@return its last address, inclusive}
    long last();

    /// {@return rows it counts as}
    int rows();

    /// {@return whether an address is in it}
    default boolean covers(long address) {
        return Long.compareUnsigned(address - first(), last() - first()) <= 0;
    }

    /// A word that is an address.
    ///
    /// @param index its first byte in the row
    /// @param target where it points
    record Pointer(int index, Location target) {}

    /// A row of bytes, some of which may be missing, written off the JavaFX thread.
    ///
    /// @param chunk the bytes; the row's first address is the chunk's
    /// @param address the address as it is shown
    /// @param cells what stands in each cell
    /// @param text what stands for each byte in the text; empty if there is no text
    /// @param pointers words that are addresses
    record Row(
            Chunk chunk,
            String address,
            List<String> cells,
            List<String> text,
            List<Pointer> pointers)
            implements HexItem {
        @Override
        public long first() {
            return chunk.address();
        }

        @Override
        public long last() {
            return chunk.address() + chunk.length() - 1;
        }

        @Override
        public int rows() {
            return 1;
        }
    }

    /// A hole too long for rows.
    ///
    /// @param first first address of the rows that are wholly in it
    /// @param last last address, inclusive
    /// @param why why its first byte is missing, in words
    /// @param pieces whether the words for its other bytes may differ in their numbers
    record Band(long first, long last, Hole why, boolean pieces) implements HexItem {
        /// Rows that a band counts as.
        static final int ROWS = 3;

        @Override
        public int rows() {
            return ROWS;
        }

        /// {@return the reason}
        HoleReason reason() {
            return why.reason();
        }

        /// {@return how long it is, in words}
        String length() {
            return last - first == -1L
                    ? "all of the space"
                    : "0x%x bytes to 0x%x".formatted(last - first + 1, last);
        }

        /// {@return why, in words that are true of all of it}
        String sentence() {
            return pieces ? "first: " + why.sentence() : why.sentence();
        }
    }

    /// A row whose bytes are still being read.
    ///
    /// @param first its first address
    /// @param last its last address
    /// @param address the address as it is shown
    record Pending(long first, long last, String address) implements HexItem {
        @Override
        public int rows() {
            return 1;
        }
    }
}
