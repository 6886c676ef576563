package org.xenoscope.window.symbol;

import org.xenoscope.dump.Dump;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.symbol.Symbol;
import org.xenoscope.symbol.SymbolTable;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;

/// The tables of symbols of a dump, one behind the other.
///
/// @param tables each with the space of its addresses
/// @param missing why a table is not there, a sentence each
record SymbolSource(List<Table> tables, List<String> missing) {
    /// Names shown at once while a filter holds.
    static final int MOST = 5000;

    /// One table.
    record Table(SpaceId space, SymbolTable symbols) {}

    /// {@return the tables of a dump} Looks for them: on a job.
    static SymbolSource of(Dump dump) {
        List<Table> tables = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        add(SpaceId.XEN, "Xen's", dump.symbols(SpaceId.XEN), tables, missing);
        add(SpaceId.DOM0, "dom0's", dump.symbols(SpaceId.DOM0), tables, missing);
        return new SymbolSource(List.copyOf(tables), List.copyOf(missing));
    }

    private static void add(
            SpaceId space,
            String whose,
            Fact<SymbolTable> fact,
            List<Table> tables,
            List<String> missing) {
        switch (fact) {
            case Known<SymbolTable> known -> tables.add(new Table(space, known.fact()));
            case Unknown<SymbolTable> unknown ->
                    missing.add("%s symbols: %s.".formatted(whose, unknown.reason()));
        }
    }

    int size() {
        return tables.stream().mapToInt(table -> table.symbols().size()).sum();
    }

    /// {@return all symbols, made as they are asked for}
    List<SymbolRow> all() {
        return new Rows(this);
    }

    /// {@return the symbols that fit what a person typed, best first, at most {@link #MOST} of each
    /// table}
    List<SymbolRow> matching(String typed) {
        List<SymbolRow> rows = new ArrayList<>();
        for (Table table : tables) {
            for (Symbol symbol : table.symbols().matching(typed, MOST)) {
                rows.add(new SymbolRow(table.space(), symbol));
            }
        }
        return rows;
    }

    /// A view over the tables: no row is made before it is seen.
    private static final class Rows extends AbstractList<SymbolRow> implements RandomAccess {
        private final SymbolSource source;
        private final int size;

        Rows(SymbolSource source) {
            this.source = source;
            size = source.size();
        }

        @Override
        public SymbolRow get(int index) {
            int left = index;
            for (Table table : source.tables()) {
                if (left < table.symbols().size()) {
                    return new SymbolRow(table.space(), table.symbols().get(left));
                }
                left -= table.symbols().size();
            }
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public int size() {
            return size;
        }
    }
}
