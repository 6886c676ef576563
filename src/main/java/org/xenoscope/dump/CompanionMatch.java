package org.xenoscope.dump;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
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
        for (SpaceId space : candidates(companion.symbols())) {
            Optional<String> known =
                    (space.equals(SpaceId.XEN) ? dump.xen().buildId() : dump.linux().buildId())
                            .value();
            if (companion.buildId().isPresent() && known.isPresent()) {
                if (companion.buildId().equals(known)) {
                    return placed(companion, space);
                }
                others.add("%s has %s".formatted(people(space), known.get()));
            } else if (agrees(companion.symbols(), dump.symbols(space))
                    || bannerAgrees(companion.symbols(), space)) {
                return space;
            } else {
                others.add("%s has %s".formatted(people(space), identity(space)));
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

    /// {@return the space, if what has its build id also lies where it lay when the machine ran}
    private SpaceId placed(Companion companion, SpaceId space) {
        Fact<SymbolTable> memory = dump.symbols(space);
        if (memory.value().isPresent() && !agrees(companion.symbols(), memory)) {
            throw new IllegalArgumentException(
                    "%s has the build id of the dump's %s, but its symbols lie at other addresses: not used"
                            .formatted(companion.name(), people(space)));
        }
        return space;
    }

    /// {@return whose symbols these may be, by a name that only one of the two has}
    private static List<SpaceId> candidates(SymbolTable file) {
        if (file.named("linux_banner").isPresent() || file.named("init_task").isPresent()) {
            return List.of(SpaceId.DOM0);
        }
        if (file.named("__start_xen").isPresent() || file.named("idle_vcpu").isPresent()) {
            return List.of(SpaceId.XEN);
        }
        return List.of(SpaceId.XEN, SpaceId.DOM0);
    }

    /// {@return whether the file's name of the kernel's banner lies where the banner was found}
    private boolean bannerAgrees(SymbolTable file, SpaceId space) {
        if (!space.equals(SpaceId.DOM0) || dump.symbols(space).value().isPresent()) {
            return false;
        }
        return dump.linux().banner() instanceof Known<String> banner
                && banner.where().isPresent()
                && file.allNamed("linux_banner").stream()
                        .anyMatch(symbol -> symbol.address() == banner.where().get().address());
    }

    private String identity(SpaceId space) {
        Fact<String> id = space.equals(SpaceId.XEN) ? dump.xen().buildId() : dump.linux().buildId();
        return dump.symbols(space).value().isPresent()
                ? id.value().map(text -> text + " and other symbols").orElse("other symbols")
                : id.value().orElse("no symbols to compare with");
    }

    private static String people(SpaceId space) {
        return space.equals(SpaceId.XEN) ? "Xen" : "kernel";
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
