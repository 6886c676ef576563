package org.xenoscope.symbol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Collects symbols in any order and makes a {@link SymbolTable} of them. For one thread.
public final class SymbolTableBuilder {
    /// Symbols that a table may hold: ten times what a large kernel has with all its modules.
    public static final int MOST = 2_000_000;

    /// Bytes of names that a table may hold.
    private static final int MOST_BYTES = 256 << 20;

    private long[] addresses = new long[1024];
    private byte[] types = new byte[1024];
    private int[] ends = new int[1024];
    private int[] owners = new int[1024];
    private byte[] names = new byte[16 * 1024];
    private int count;
    private int used;

    private final List<Owner> owned = new ArrayList<>(List.of(Owner.NONE));
    private final Map<Owner, Integer> numbers = new HashMap<>(Map.of(Owner.NONE, 0));

    /// Source file and module of symbols.
    record Owner(Optional<String> file, Optional<String> module) {
        static final Owner NONE = new Owner(Optional.empty(), Optional.empty());
    }

    /// Adds a symbol.
    ///
    /// @param type the letter of `nm`
    /// @param name in Xen's form, `common/kexec.c#buffer`, if it is a static; read as ISO 8859-1
    /// @return this
    public SymbolTableBuilder add(long address, char type, String name) {
        return add(address, type, name, Optional.empty());
    }

    /// Adds a symbol of a kernel module.
    ///
    /// @return this
    public SymbolTableBuilder add(long address, char type, String name, Optional<String> module) {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        add(address, type, bytes, 0, bytes.length, module);
        return this;
    }

    /// Adds all symbols of a table.
    void addAll(SymbolColumns columns) {
        for (int i = 0; i < columns.size(); i++) {
            int start = columns.start(i);
            byte[] bytes = columns.names;
            add(
                    columns.addresses[i],
                    columns.types[i],
                    bytes,
                    start,
                    columns.end(i),
                    columns.owner(i));
        }
    }

    /// {@return how many there are}
    int count() {
        return count;
    }

    void add(long address, char type, byte[] bytes, int from, int length, Optional<String> module) {
        int start = nameStart(bytes, from, length);
        Owner owner =
                start == from && module.isEmpty()
                        ? Owner.NONE
                        : new Owner(
                                start == from
                                        ? Optional.empty()
                                        : Optional.of(
                                                new String(
                                                        bytes,
                                                        from,
                                                        start - from - 1,
                                                        StandardCharsets.ISO_8859_1)),
                                module);
        if (length > 0) {
            add(address, (byte) type, bytes, start, from + length, owner);
        }
    }

    /// @param start of the bare name
    /// @param end behind its last byte
    private void add(long address, byte type, byte[] bytes, int start, int end, Owner owner) {
        int bare = end - start;
        if (count == MOST || bare > MOST_BYTES - used) {
            return;
        }
        if (count == addresses.length) {
            addresses = Arrays.copyOf(addresses, 2 * count);
            types = Arrays.copyOf(types, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
            owners = Arrays.copyOf(owners, 2 * count);
        }
        if (bare > names.length - used) {
            names = Arrays.copyOf(names, Math.max(2 * names.length, used + bare));
        }
        System.arraycopy(bytes, start, names, used, bare);
        used += bare;
        addresses[count] = address;
        types[count] = type;
        ends[count] = used;
        owners[count] = number(owner);
        count++;
    }

    /// {@return where the name begins behind the `file.c#` of Xen's statics (tools/symbols.c and
    /// the linker's maps, Xen 4.5 on)} What stands before is a file only if it has a dot.
    private static int nameStart(byte[] bytes, int from, int length) {
        boolean dot = false;
        for (int i = from; i < from + length - 1; i++) {
            dot |= bytes[i] == '.';
            if (bytes[i] == '#' && dot) {
                return i + 1;
            }
        }
        return from;
    }

    private int number(Owner owner) {
        if (owner.equals(Owner.NONE)) {
            return 0;
        }
        return numbers.computeIfAbsent(
                owner,
                added -> {
                    owned.add(added);
                    return owned.size() - 1;
                });
    }

    /// {@return the table, sorted by unsigned address; symbols of one address stay in the order in
    /// which they were added}
    ///
    /// @param source where the symbols are from, in words: "kallsyms in dom0's memory"
    public SymbolTable build(String source) {
        Integer[] order = new Integer[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        // nearly sorted as a rule, which this sort is made for
        Arrays.sort(order, Comparator.comparingLong((Integer i) -> addresses[i] ^ Long.MIN_VALUE));
        long[] sortedAddresses = new long[count];
        byte[] sortedTypes = new byte[count];
        int[] sortedOwners = new int[count];
        int[] starts = new int[count + 1];
        byte[] sortedNames = new byte[used];
        int at = 0;
        for (int i = 0; i < count; i++) {
            int from = order[i];
            int start = from == 0 ? 0 : ends[from - 1];
            int length = ends[from] - start;
            sortedAddresses[i] = addresses[from];
            sortedTypes[i] = types[from];
            sortedOwners[i] = owners[from];
            starts[i] = at;
            System.arraycopy(names, start, sortedNames, at, length);
            at += length;
        }
        starts[count] = at;
        return new SymbolTable(
                new SymbolColumns(
                        sortedAddresses,
                        sortedTypes,
                        sortedOwners,
                        starts,
                        sortedNames,
                        List.copyOf(owned)),
                source);
    }
}
