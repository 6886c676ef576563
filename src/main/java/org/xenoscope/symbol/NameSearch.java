package org.xenoscope.symbol;

import org.xenoscope.place.Progress;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;

/// Looks through all names for what a person typed: one pass over the bytes, no strings made.
final class NameSearch {
    private static final int EXACT = 0;
    private static final int PREFIX = 1;
    private static final int WORD = 2;
    private static final int INSIDE = 3;
    private static final int SCATTERED = 4;
    private static final int NONE = 5;

    /// Names between two looks at whether the job was stopped.
    private static final int CHECK = 1 << 14;

    private NameSearch() {}

    /// {@return the numbers of the best symbols, best first}
    static List<Integer> search(SymbolColumns columns, String typed, int most) {
        byte[] wanted =
                typed.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1);
        if (wanted.length == 0 || most <= 0) {
            return List.of();
        }
        // the worst of the best is on top: kind, then length, then number, in one long
        PriorityQueue<Long> best = new PriorityQueue<>(Collections.reverseOrder());
        for (int i = 0; i < columns.size(); i++) {
            if (i % CHECK == 0) {
                Progress.current().check();
            }
            int start = columns.start(i);
            int end = columns.end(i);
            int kind = kind(columns.names, start, end, wanted);
            if (kind == NONE) {
                continue;
            }
            long score = (long) kind << 56 | (long) Math.min(end - start, 0xffff) << 32 | i;
            if (best.size() < most) {
                best.add(score);
            } else if (score < best.element()) {
                best.remove();
                best.add(score);
            }
        }
        List<Long> sorted = new ArrayList<>(best);
        Collections.sort(sorted);
        return sorted.stream().map(score -> (int) (score & 0xffff_ffffL)).toList();
    }

    private static int kind(byte[] names, int start, int end, byte[] wanted) {
        if (end - start < wanted.length) {
            return NONE;
        }
        int matched = 0;
        for (int i = start; i < end && matched < wanted.length; i++) {
            if (lower(names[i]) == wanted[matched]) {
                matched++;
            }
        }
        if (matched < wanted.length) {
            return NONE;
        }
        int kind = SCATTERED;
        for (int i = start; i <= end - wanted.length; i++) {
            if (begins(names, i, wanted)) {
                if (i == start) {
                    return end - start == wanted.length ? EXACT : PREFIX;
                }
                kind = Math.min(kind, names[i - 1] == '_' || names[i - 1] == '.' ? WORD : INSIDE);
            }
        }
        return kind;
    }

    private static boolean begins(byte[] names, int at, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (lower(names[at + i]) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte lower(byte character) {
        return character >= 'A' && character <= 'Z' ? (byte) (character + 32) : character;
    }
}
