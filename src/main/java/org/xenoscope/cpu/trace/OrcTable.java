package org.xenoscope.cpu.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// The ORC unwinding data of a kernel or of one module: an array of instruction addresses (each as
/// its distance from its own place) and one of entries (`.orc_unwind_ip`, `.orc_unwind`).
final class OrcTable {
    private final long first;
    private final int[] offsets;
    private final byte[] entries;
    private final OrcLayout layout;

    private OrcTable(long first, int[] offsets, byte[] entries, OrcLayout layout) {
        this.first = first;
        this.offsets = offsets;
        this.entries = entries;
        this.layout = layout;
    }

    /// Makes a table of the two arrays.
    ///
    /// @param place address of the first array
    /// @param distances that array; its addresses must not fall
    /// @param entries as many entries
    /// @return empty if the arrays are no such table
    static Optional<OrcTable> of(long place, int[] distances, byte[] entries) {
        int count = distances.length;
        if (count < 2 || entries.length < count * OrcEntry.BYTES) {
            return Optional.empty();
        }
        long first = place + distances[0];
        int[] offsets = new int[count];
        int[] words = new int[count];
        int wrong = 0;
        ByteBuffer buffer = ByteBuffer.wrap(entries).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            long offset = place + 4L * i + distances[i] - first;
            if (offset < (i == 0 ? 0 : offsets[i - 1]) || offset > Integer.MAX_VALUE) {
                return Optional.empty();
            }
            offsets[i] = (int) offset;
            words[i] = buffer.getShort(i * OrcEntry.BYTES + 4) & 0xffff;
            wrong += OrcLayout.possible(words[i]) ? 0 : 1;
        }
        return wrong > count / 1000
                ? Optional.empty()
                : Optional.of(new OrcTable(first, offsets, entries, OrcLayout.of(words)));
    }

    int size() {
        return offsets.length;
    }

    OrcLayout layout() {
        return layout;
    }

    long first() {
        return first;
    }

    /// {@return the last address that an entry begins at}
    long last() {
        return first + offsets[offsets.length - 1];
    }

    /// {@return whether the table speaks of an address}
    boolean covers(long ip) {
        return Long.compareUnsigned(ip, first) >= 0 && Long.compareUnsigned(ip, last()) <= 0;
    }

    /// {@return the entry that an address falls under; the table must cover it}
    OrcEntry find(long ip) {
        long offset = ip - first;
        int low = 0;
        int high = offsets.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (offsets[middle] <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int at = (low - 1) * OrcEntry.BYTES;
        ByteBuffer buffer = ByteBuffer.wrap(entries).order(ByteOrder.LITTLE_ENDIAN);
        return layout.entry(
                buffer.getShort(at), buffer.getShort(at + 2), buffer.getShort(at + 4) & 0xffff);
    }
}
