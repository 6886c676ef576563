package org.xenoscope.symbol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Which symbols have a name. A table of chains, so that many symbols of one name cost no more than
/// their number.
final class NameIndex {
    private final SymbolColumns columns;
    private final int[] heads;
    private final int[] next;

    NameIndex(SymbolColumns columns) {
        this.columns = columns;
        int size = Math.max(16, Integer.highestOneBit(Math.max(1, columns.size())) * 2);
        heads = new int[size];
        Arrays.fill(heads, -1);
        next = new int[columns.size()];
        for (int i = columns.size() - 1; i >= 0; i--) {
            int slot = hash(columns.names, columns.start(i), columns.end(i)) & size - 1;
            next[i] = heads[slot];
            heads[slot] = i;
        }
    }

    /// {@return the numbers of the symbols of that name, rising}
    int[] named(String name) {
        byte[] wanted = name.getBytes(StandardCharsets.ISO_8859_1);
        int[] found = new int[4];
        int count = 0;
        int slot = hash(wanted, 0, wanted.length) & heads.length - 1;
        for (int i = heads[slot]; i >= 0; i = next[i]) {
            if (Arrays.equals(
                    wanted, 0, wanted.length, columns.names, columns.start(i), columns.end(i))) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, 2 * count);
                }
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 0x811c_9dc5;
        for (int i = from; i < to; i++) {
            hash = (hash ^ bytes[i]) * 0x0100_0193;
        }
        return hash ^ hash >>> 15;
    }
}
