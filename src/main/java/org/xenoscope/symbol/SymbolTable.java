package org.xenoscope.symbol;

import org.xenoscope.place.Lazy;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Symbols, sorted by unsigned address. Immutable; any thread may ask.
public final class SymbolTable {
    /// Behind the last symbol before a gap, code goes on this far at most.
    private static final long TEXT_REACH = 1L << 20;

    /// Behind the last symbol before a gap, an array goes on this far at most.
    private static final long DATA_REACH = 16L << 20;

    /// A table without symbols.
    public static final SymbolTable EMPTY = new SymbolTableBuilder().build("no symbols");

    private final SymbolColumns columns;
    private final String source;
    private final Lazy<NameIndex> index;

    SymbolTable(SymbolColumns columns, String source) {
        this.columns = columns;
        this.source = source;
        this.index = new Lazy<>(() -> new NameIndex(columns));
    }

    /// {@return how many symbols there are}
    public int size() {
        return columns.size();
    }

    /// {@return the symbol of that number, counted from 0 in the order of addresses}
    public Symbol get(int number) {
        return columns.symbol(number);
    }

    /// {@return all of them, made one by one as they are asked for}
    public List<Symbol> all() {
        return new AbstractList<>() {
            @Override
            public Symbol get(int number) {
                return columns.symbol(number);
            }

            @Override
            public int size() {
                return columns.size();
            }
        };
    }

    /// {@return where the symbols are from, in words}
    public String source() {
        return source;
    }

    /// {@return the symbol of that name} Of several, one of the kernel comes before one of a
    /// module, one that all files know before a static, then the lower address.
    ///
    /// @param name the bare name, or with the file of a static: `common/kexec.c#buffer`
    public Optional<Symbol> named(String name) {
        Optional<Symbol> best = Optional.empty();
        for (Symbol symbol : allNamed(name)) {
            if (best.isEmpty() || rank(symbol) < rank(best.get())) {
                best = Optional.of(symbol);
            }
        }
        return best;
    }

    private static int rank(Symbol symbol) {
        return (symbol.module().isPresent() ? 2 : 0) + (symbol.global() ? 0 : 1);
    }

    /// {@return the address of the symbol of that name, if there is one}
    public Optional<Long> address(String name) {
        return named(name).map(Symbol::address);
    }

    /// {@return the symbols of that name, by address}
    ///
    /// @param name the bare name, or with the file of a static: `common/kexec.c#buffer`
    public List<Symbol> allNamed(String name) {
        int hash = name.lastIndexOf('#');
        String bare = hash < 0 ? name : name.substring(hash + 1);
        List<Symbol> found = new ArrayList<>();
        for (int number : index.get().named(bare)) {
            Symbol symbol = columns.symbol(number);
            if (hash < 0 || symbol.file().equals(Optional.of(name.substring(0, hash)))) {
                found.add(symbol);
            }
        }
        return List.copyOf(found);
    }

    /// {@return the symbol at or before an address, and how far before}
    ///
    /// Of several at one address, the one that says most is taken: no mark of the linker
    /// (`__start_…`, `_end`, `.text`) if there is another, then no weak one, then the one with
    /// fewest underscores before its name, then the first of the table. (The kernel's own order,
    /// `compare_symbols` in Linux scripts/kallsyms.c.)
    ///
    /// Absolute symbols are numbers, not places, and never the answer. Neither is one that ends the
    /// image (`_end`), but at its own address, or one further away than code or data reach.
    public Optional<SymbolOffset> at(long address) {
        int last = columns.above(address) - 1;
        while (last >= 0 && absolute(last)) {
            last--;
        }
        if (last < 0) {
            return Optional.empty();
        }
        long start = columns.addresses[last];
        int best = last;
        int bestRank = AliasRank.of(columns, last);
        for (int i = last - 1; i >= 0 && columns.addresses[i] == start; i--) {
            int rank = AliasRank.of(columns, i);
            if (rank <= bestRank && !absolute(i)) {
                best = i;
                bestRank = rank;
            }
        }
        long offset = address - start;
        return reaches(best, offset)
                ? Optional.of(new SymbolOffset(columns.symbol(best), offset))
                : Optional.empty();
    }

    private boolean absolute(int number) {
        return columns.types[number] == 'A' || columns.types[number] == 'a';
    }

    private boolean reaches(int number, long offset) {
        boolean text = columns.types[number] == 't' || columns.types[number] == 'T';
        long reach = text ? TEXT_REACH : DATA_REACH;
        boolean inside =
                Long.compareUnsigned(offset, reach) < 0
                        && !AliasRank.endsImage(columns.name(number));
        return offset == 0 || inside;
    }

    /// {@return the lowest address behind `address` that a symbol names; nothing behind the last
    /// one} Where a function ends, as far as names tell.
    public OptionalLong next(long address) {
        int next = columns.above(address);
        while (next < columns.size() && absolute(next)) {
            next++;
        }
        return next < columns.size()
                ? OptionalLong.of(columns.addresses[next])
                : OptionalLong.empty();
    }

    /// Finds names by what a person typed of them, best first: the name itself, names that begin
    /// with it, names that have it inside, names that have its letters in that order. Case does not
    /// matter. Among equals the shorter name comes first, then the lower address.
    ///
    /// @param most at most so many
    /// @return empty for an empty text
    public List<Symbol> matching(String typed, int most) {
        return NameSearch.search(columns, typed, most).stream().map(columns::symbol).toList();
    }

    /// {@return this table and what another one has besides: symbols of a name and address are not
    /// said twice}
    public SymbolTable with(SymbolTable other) {
        SymbolTableBuilder more = new SymbolTableBuilder();
        for (Symbol symbol : other.all()) {
            boolean known =
                    allNamed(symbol.name()).stream()
                            .anyMatch(own -> own.address() == symbol.address());
            if (!known) {
                more.add(symbol.address(), symbol.type(), symbol.name(), symbol.module());
            }
        }
        return merged(source + " and " + other.source(), List.of(this, more.build(other.source())));
    }

    /// {@return one table of several}
    ///
    /// @param source where the symbols are from, in words
    public static SymbolTable merged(String source, List<SymbolTable> tables) {
        SymbolTableBuilder builder = new SymbolTableBuilder();
        tables.forEach(table -> builder.addAll(table.columns));
        return builder.build(source);
    }
}
