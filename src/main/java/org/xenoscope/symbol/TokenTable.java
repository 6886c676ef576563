package org.xenoscope.symbol;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The 256 pieces of which the names of a compressed table are put together.
///
/// Layout: 256 strings, each ended by NUL, then (aligned to at most 16) 256 u16, the offset of each
/// string. Source: Linux scripts/kallsyms.c 2.6.10 to 7.2, Xen xen/tools/symbols.c 3.0 to 4.21.
///
/// @param start offset of the first string
/// @param strings the strings
/// @param indexEnd offset behind the index
record TokenTable(int start, List<byte[]> strings, int indexEnd) {
    /// What stands for itself in every table: digits occur in names.
    static final byte[] DIGITS = digits();

    private static final int TOKENS = 256;
    private static final int FIRST = '0';
    private static final int LONGEST = 128;
    private static final int MOST_PADDING = 16;

    private static byte[] digits() {
        byte[] digits = new byte[19];
        for (int i = 0; i < 10; i++) {
            digits[2 * i] = (byte) ('0' + i);
        }
        return digits;
    }

    /// {@return the table whose token "0" stands at `digit`, if it agrees with its index in every
    /// entry}
    static Optional<TokenTable> around(Region region, int digit) {
        int[] ends = new int[TOKENS - FIRST];
        int at = digit;
        for (int i = 0; i < ends.length; i++) {
            at = end(region, at);
            if (at < 0) {
                return Optional.empty();
            }
            ends[i] = at;
        }
        for (int index = at; index <= at + MOST_PADDING; index++) {
            if (index <= region.size() - 2 * TOKENS && indexAgrees(region, index, digit, ends)) {
                return whole(region, index, digit - region.u16(index + 2 * FIRST));
            }
        }
        return Optional.empty();
    }

    /// {@return offset behind the NUL of the string at `at`, or -1}
    private static int end(Region region, int at) {
        for (int i = at; i < region.size() && i < at + LONGEST; i++) {
            if (region.u8(i) == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private static boolean indexAgrees(Region region, int index, int digit, int[] ends) {
        int base = region.u16(index + 2 * FIRST);
        if (region.u16(index) != 0 || base > digit) {
            return false;
        }
        for (int i = 1; i < ends.length; i++) {
            if (region.u16(index + 2 * (FIRST + i)) - base != ends[i - 1] - digit) {
                return false;
            }
        }
        return true;
    }

    /// The strings before the digits must fill the place from the start without a gap: the bytes
    /// before the table may be anything, so that the index alone says where it begins.
    private static Optional<TokenTable> whole(Region region, int index, int start) {
        byte[][] strings = new byte[TOKENS][];
        for (int i = 0; i < TOKENS; i++) {
            int from = start + region.u16(index + 2 * i);
            int end = end(region, from);
            if (end < 0 || (i < TOKENS - 1 && end != start + region.u16(index + 2 * (i + 1)))) {
                return Optional.empty();
            }
            strings[i] = Arrays.copyOfRange(region.bytes(), from, end - 1);
        }
        return Optional.of(new TokenTable(start, List.of(strings), index + 2 * TOKENS));
    }
}
