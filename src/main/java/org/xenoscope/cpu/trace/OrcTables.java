package org.xenoscope.cpu.trace;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Lazy;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.symbol.SymbolTable;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// The unwinding data of a kernel and of the modules that were met, found by the kernel's symbols
/// or, without any, by what the data must look like.
final class OrcTables {
    /// Entries that a kernel's table may have; Debian's 6.12 has 450 712.
    private static final int MOST = 4_000_000;

    private final SpaceReader reader;
    private final SymbolTable symbols;
    private final Lazy<Fact<OrcTable>> kernel = new Lazy<>(this::findKernel);
    private final List<OrcTable> modules = new CopyOnWriteArrayList<>();

    OrcTables(SpaceReader reader, SymbolTable symbols) {
        this.reader = reader;
        this.symbols = symbols;
    }

    /// {@return the kernel's own table}
    Fact<OrcTable> kernel() {
        return kernel.get();
    }

    /// {@return the entry for an address in the kernel or in a module}
    Optional<OrcEntry> find(long ip) {
        if (kernel() instanceof Known<OrcTable> known && known.fact().covers(ip)) {
            return Optional.of(known.fact().find(ip));
        }
        for (OrcTable table : modules) {
            if (table.covers(ip)) {
                return Optional.of(table.find(ip));
            }
        }
        Optional<OrcTable> found = new OrcSearch(reader).module(ip);
        found.ifPresent(modules::add);
        return found.map(table -> table.find(ip));
    }

    private Fact<OrcTable> findKernel() {
        Optional<OrcTable> named = bySymbols();
        if (named.isPresent()) {
            return Known.of(named.get(), "ORC tables at the kernel's own symbols");
        }
        Optional<OrcTable> searched = new OrcSearch(reader).kernel();
        return searched.isPresent()
                ? Known.of(searched.get(), "ORC tables found by their form")
                : new Unknown<>(
                        "the kernel's unwinding tables are not in the dump (it is older than Linux"
                                + " 4.14, was built without them, or their pages were left out)");
    }

    private Optional<OrcTable> bySymbols() {
        Optional<Long> start = symbols.address("__start_orc_unwind_ip");
        Optional<Long> stop = symbols.address("__stop_orc_unwind_ip");
        Optional<Long> entries = symbols.address("__start_orc_unwind");
        if (start.isEmpty() || stop.isEmpty() || entries.isEmpty()) {
            return Optional.empty();
        }
        long count = (stop.get() - start.get()) / 4;
        return count > 0 && count <= MOST
                ? read(reader, start.get(), (int) count, entries.get())
                : Optional.empty();
    }

    /// {@return the table of two arrays in memory, if they are one}
    static Optional<OrcTable> read(SpaceReader reader, long place, int count, long entries) {
        try {
            byte[] raw = reader.bytes(place, 4 * count);
            return OrcTable.of(
                    place,
                    OrcSearch.numbers(raw, count),
                    reader.bytes(entries, OrcEntry.BYTES * count));
        } catch (UnreadableException _) {
            return Optional.empty();
        }
    }
}
