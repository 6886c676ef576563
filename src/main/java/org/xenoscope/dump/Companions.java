package org.xenoscope.dump;

import org.xenoscope.place.SpaceId;
import org.xenoscope.symbol.Companion;
import org.xenoscope.symbol.Symbol;
import org.xenoscope.symbol.SymbolTable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// The files of symbols that somebody gave beside a dump. Any thread may ask.
final class Companions {
    private final Dump dump;
    private final Map<SpaceId, SymbolTable> tables = new ConcurrentHashMap<>();
    private final List<CompanionFile> used = new CopyOnWriteArrayList<>();

    Companions(Dump dump) {
        this.dump = dump;
    }

    /// Takes a file, if it belongs to the dump.
    ///
    /// @return whose symbols it holds
    /// @throws IOException with one sentence, if it cannot be read or holds no symbols
    /// @throws IllegalArgumentException with one sentence, if it belongs to another build
    synchronized SpaceId use(Path path) throws IOException {
        Companion companion = Companion.open(path);
        SpaceId space = new CompanionMatch(dump).space(companion);
        Optional<SymbolTable> memory = dump.symbols(space).value();
        SymbolTable all =
                memory.map(table -> table.with(companion.symbols())).orElse(companion.symbols());
        if (memory.isEmpty() || memory.get().all().stream().allMatch(Symbol::text)) {
            dump.feed(space, all);
        }
        tables.put(space, all);
        used.add(new CompanionFile(path, space, companion.symbols().size(), companion.buildId()));
        return space;
    }

    /// {@return the symbols of a space, with those in memory, if a file has some}
    Optional<SymbolTable> symbols(SpaceId space) {
        return Optional.ofNullable(tables.get(space));
    }

    List<CompanionFile> used() {
        return List.copyOf(used);
    }
}
