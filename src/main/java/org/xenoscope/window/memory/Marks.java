package org.xenoscope.window.memory;

import java.util.Optional;

/// The bytes that are marked in a hex view.
///
/// @param here whether the person's place is in the space that is shown; else nothing is marked
/// @param caret the byte under the caret
/// @param length bytes selected from it on, unsigned
/// @param softFirst first byte of what answers to the selection
/// @param softLength how many there are, unsigned; 0 for none
/// @param block a selected block of columns, in place of the selection
record Marks(
        boolean here,
        long caret,
        long length,
        long softFirst,
        long softLength,
        Optional<Block> block) {

    /// A block of columns over rows.
    ///
    /// @param first its first byte: the left one of its first row
    /// @param last its last byte: the right one of its last row
    /// @param row bytes in a row
    record Block(long first, long last, int row) {
        /// {@return the block between two corners}
        static Block between(long one, long other, int row) {
            boolean down = Long.compareUnsigned(other, one) >= 0;
            long top = HexRows.rowOf(down ? one : other, row);
            long bottom = HexRows.rowOf(down ? other : one, row);
            int left = Math.min(column(one, row), column(other, row));
            int right = Math.max(column(one, row), column(other, row));
            return new Block(top + left, bottom + right, row);
        }

        private static int column(long address, int row) {
            return (int) Long.remainderUnsigned(address, row);
        }

        /// {@return bytes of it in a row}
        int width() {
            return column(last, row) - column(first, row) + 1;
        }

        boolean covers(long address) {
            int column = column(address, row);
            return Long.compareUnsigned(address - first, last - first) <= 0
                    && column >= column(first, row)
                    && column <= column(last, row);
        }
    }

    boolean selected(long address) {
        if (!here) {
            return false;
        }
        return block.isPresent()
                ? block.get().covers(address)
                : Long.compareUnsigned(address - caret, length) < 0;
    }

    boolean soft(long address) {
        return here && Long.compareUnsigned(address - softFirst, softLength) < 0;
    }

    boolean caret(long address) {
        return here && address == caret;
    }
}
