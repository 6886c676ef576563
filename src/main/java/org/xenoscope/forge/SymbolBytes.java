package org.xenoscope.forge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes a compressed table of symbols, in any shape, as kernels and hypervisors are built with.
public final class SymbolBytes {
    private static final int BLOCK = 256;
    private static final long WINDOW = 1L << 30;

    /// A symbol to write.
    ///
    /// @param address unsigned 64-bit
    /// @param type the letter of `nm`
    /// @param name as the table has it: a static of Xen with its file; empty for the mark that
    ///   another one ends (Xen 4.21)
    public record Entry(long address, char type, String name) {}

    private final SymbolShape shape;
    private final long vaddr;
    private final Tokens tokens;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, Long> parts = new LinkedHashMap<>();

    private SymbolBytes(SymbolShape shape, long vaddr, Tokens tokens) {
        this.shape = shape;
        this.tokens = tokens;
        this.vaddr = vaddr;
    }

    /// Writes a table for a place in memory. A symbol with the name of a part of the table
    /// (`symbols_names`, `symbols_markers` …) gets the address of that part.
    ///
    /// @param vaddr virtual address of the first byte, a multiple of 16
    public static byte[] write(SymbolShape shape, long vaddr, List<Entry> entries) {
        // the addresses do not change how long the parts are, but the order of the names does a
        // bit:
        // the last pass but one has the final order
        Tokens tokens = Tokens.of(entries.stream().map(SymbolBytes::packed).toList());
        List<Entry> placed = entries;
        for (int pass = 0; pass < 3; pass++) {
            SymbolBytes trial = new SymbolBytes(shape, vaddr, tokens);
            trial.all(sorted(placed));
            placed =
                    entries.stream()
                            .map(
                                    entry ->
                                            new Entry(
                                                    trial.parts.getOrDefault(
                                                            entry.name(), entry.address()),
                                                    entry.type(),
                                                    entry.name()))
                            .toList();
        }
        SymbolBytes bytes = new SymbolBytes(shape, vaddr, tokens);
        bytes.all(sorted(placed));
        return bytes.out.toByteArray();
    }

    private static List<Entry> sorted(List<Entry> entries) {
        return entries.stream()
                .sorted(Comparator.comparing(Entry::address, Long::compareUnsigned))
                .toList();
    }

    private static byte[] packed(Entry entry) {
        String name = entry.name().isEmpty() ? "" : entry.type() + entry.name();
        return name.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void all(List<Entry> entries) {
        List<byte[]> names = entries.stream().map(SymbolBytes::packed).toList();
        if (shape.place == SymbolShape.Place.BEFORE) {
            addresses(entries);
        }
        align(Math.max(4, shape.alignment));
        part("num");
        number(entries.size(), shape.markerBytes);
        align(shape.alignment);
        part("names");
        List<Integer> markers = names(names);
        align(Math.max(4, shape.alignment));
        part("markers");
        markers.forEach(marker -> number(marker, shape.markerBytes));
        if (shape.sequences == SymbolShape.Sequences.BEFORE_TOKENS) {
            sequences(entries.size());
        }
        align(shape.alignment);
        part("token_table");
        tokens.strings().forEach(this::string);
        align(Math.max(2, shape.alignment));
        part("token_index");
        int offset = 0;
        for (byte[] token : tokens.strings()) {
            number(offset, 2);
            offset += token.length + 1;
        }
        if (shape.place == SymbolShape.Place.BEHIND) {
            addresses(entries);
        }
        if (shape.sequences == SymbolShape.Sequences.LAST) {
            sequences(entries.size());
        }
    }

    private void part(String name) {
        parts.put("symbols_" + name, vaddr + out.size());
    }

    private void addresses(List<Entry> entries) {
        align(shape.alignment);
        part("offsets");
        long base =
                entries.stream()
                                .filter(entry -> entry.type() != 'A')
                                .mapToLong(Entry::address)
                                .min()
                                .orElse(0)
                        & -4096L;
        boolean perCpu = entries.stream().anyMatch(entry -> entry.type() == 'A');
        for (Entry entry : entries) {
            long here = vaddr + out.size();
            long written =
                    switch (shape.addresses) {
                        case ABSOLUTE -> entry.address();
                        case BASED ->
                                !perCpu
                                        ? entry.address() - base
                                        : entry.type() == 'A'
                                                ? entry.address()
                                                : base - 1 - entry.address();
                        case FROM_THEMSELVES -> entry.address() - here;
                        case FROM_WINDOW -> entry.address() - (vaddr & -WINDOW);
                    };
            number(written, shape.addressBytes);
        }
        if (shape.addresses == SymbolShape.Addresses.BASED) {
            align(8);
            number(base, 8);
        }
    }

    private List<Integer> names(List<byte[]> names) {
        List<Integer> markers = new ArrayList<>();
        int start = out.size();
        for (int i = 0; i < names.size(); i++) {
            if (i % BLOCK == 0) {
                markers.add(out.size() - start);
            }
            byte[] packed = tokens.pack(names.get(i));
            if (shape.longNames && packed.length >= 0x80) {
                out.write((packed.length & 0x7f) | 0x80);
                out.write(packed.length >> 7);
            } else {
                out.write(packed.length);
            }
            out.writeBytes(packed);
        }
        return markers;
    }

    /// Three bytes a name, the highest first: nothing that a reader needs.
    private void sequences(int count) {
        align(shape.alignment);
        for (int i = 0; i < count; i++) {
            int number = (int) ((i * 7919L) % count);
            out.write(number >> 16);
            out.write(number >> 8);
            out.write(number);
        }
    }

    private void string(byte[] text) {
        out.writeBytes(text);
        out.write(0);
    }

    private void number(long value, int bytes) {
        byte[] all = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
        out.write(all, 0, bytes);
    }

    private void align(int to) {
        while (out.size() % to != 0) {
            out.write(0);
        }
    }
}
