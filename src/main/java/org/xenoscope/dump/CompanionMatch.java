package org.xenoscope.dump;

import org.xenoscope.place.Fact;
import org.xenoscope.place.SpaceId;
import org.xenoscope.symbol.Companion;
import org.xenoscope.symbol.Symbol;
import org.xenoscope.symbol.SymbolTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides to whom a file of symbols belongs: by build id, else by its agreement with the symbols
/// in memory.
final class CompanionMatch {
    /// Symbols of the memory that are looked up in the file.
    private static final int SAMPLE = 500;

    private final Dump dump;

    CompanionMatch(Dump dump) {
        this.dump = dump;
    }

    /// {@return the space that the file belongs to}
    ///
    /// @throws IllegalArgumentException with one sentence that has both identities, if to none
    SpaceId space(Companion companion) {
        List<String> others = new ArrayList<>();
        for (SpaceId space : List.of(SpaceId.XEN, SpaceId.DOM0)) {
            Fact<String> id =
                    space.equals(SpaceId.XEN) ? dump.xen().buildId() : dump.linux().buildId();
            Optional<String> known = id.value();
            if (companion.buildId().isPresent() && known.isPresent()) {
                if (companion.buildId().equals(known)) {
                    return space;
                }
                others.add("%s has %s".formatted(people(space), known.get()));
            } else if (agrees(companion.symbols(), dump.symbols(space))) {
                return space;
            } else {
                others.add("%s has other symbols".formatted(people(space)));
            }
        }
        throw new IllegalArgumentException(
                "%s has %s, the dump's %s: not used"
                        .formatted(
                                companion.name(),
                                companion
                                        .buildId()
                                        .map(id -> "build id " + id)
                                        .orElse("no build id"),
                                String.join(", ", others)));
    }

    private static String people(SpaceId space) {
        return space.equals(SpaceId.XEN) ? "Xen" : "dom0";
    }

    /// {@return whether nearly all of the symbols in memory are in the file, at the same addresses}
    private static boolean agrees(SymbolTable file, Fact<SymbolTable> memory) {
        SymbolTable table = memory.value().orElse(SymbolTable.EMPTY);
        int looked = 0;
        int same = 0;
        int step = Math.max(1, table.size() / SAMPLE);
        for (int i = 0; i < table.size(); i += step) {
            Symbol symbol = table.get(i);
            if (symbol.module().isEmpty()) {
                looked++;
                same +=
                        file.allNamed(symbol.name()).stream()
                                        .anyMatch(other -> other.address() == symbol.address())
                                ? 1
                                : 0;
            }
        }
        return looked > 0 && same > looked * 9 / 10;
    }
}
