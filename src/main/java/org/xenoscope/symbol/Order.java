package org.xenoscope.symbol;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/// Judges numbers that should rise.
final class Order {
    private Order() {}

    /// {@return which numbers are out of order, if so few are that damage explains it: the fewest
    /// without which the others rise}
    ///
    /// @param keys signed
    static Optional<BitSet> wrong(long[] keys) {
        int falls = 0;
        for (int i = 1; i < keys.length; i++) {
            falls += keys[i] < keys[i - 1] ? 1 : 0;
        }
        if (falls == 0) {
            return Optional.of(new BitSet());
        }
        return falls > 2 + keys.length / 200 ? Optional.empty() : Optional.of(leftOut(keys));
    }

    /// The longest rising subsequence, by the piles of patience sorting.
    private static BitSet leftOut(long[] keys) {
        long[] tails = new long[keys.length];
        int[] tailAt = new int[keys.length];
        int[] before = new int[keys.length];
        int length = 0;
        for (int i = 0; i < keys.length; i++) {
            int low = 0;
            int high = length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (tails[middle] <= keys[i]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            before[i] = low == 0 ? -1 : tailAt[low - 1];
            tails[low] = keys[i];
            tailAt[low] = i;
            length = Math.max(length, low + 1);
        }
        BitSet wrong = new BitSet(keys.length);
        wrong.set(0, keys.length);
        for (int i = tailAt[length - 1]; i >= 0; i = before[i]) {
            wrong.clear(i);
        }
        return wrong;
    }

    /// {@return keys that compare signed as the addresses compare unsigned}
    static long[] unsigned(long[] addresses) {
        return Arrays.stream(addresses).map(address -> address ^ Long.MIN_VALUE).toArray();
    }
}
