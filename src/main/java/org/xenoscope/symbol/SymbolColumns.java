package org.xenoscope.symbol;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// The symbols of a table, column by column: some 30 bytes a symbol instead of 150. The arrays are
/// never changed once this exists.
final class SymbolColumns {
    final long[] addresses;
    final byte[] types;
    final byte[] names;

    private final int[] owners;
    private final int[] starts;
    private final List<SymbolTableBuilder.Owner> owned;

    SymbolColumns(
            long[] addresses,
            byte[] types,
            int[] owners,
            int[] starts,
            byte[] names,
            List<SymbolTableBuilder.Owner> owned) {
        this.addresses = addresses;
        this.types = types;
        this.owners = owners;
        this.starts = starts;
        this.names = names;
        this.owned = owned;
    }

    int size() {
        return addresses.length;
    }

    int start(int index) {
        return starts[index];
    }

    int end(int index) {
        return starts[index + 1];
    }

    String name(int index) {
        return new String(
                names, start(index), end(index) - start(index), StandardCharsets.ISO_8859_1);
    }

    Symbol symbol(int index) {
        SymbolTableBuilder.Owner owner = owned.get(owners[index]);
        return new Symbol(
                addresses[index],
                (char) (types[index] & 0xff),
                name(index),
                owner.file(),
                owner.module());
    }

    SymbolTableBuilder.Owner owner(int index) {
        return owned.get(owners[index]);
    }

    boolean ofModule(int index) {
        return owned.get(owners[index]).module().isPresent();
    }

    /// {@return the first index whose address is above `address`, unsigned}
    int above(long address) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(addresses[middle], address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
