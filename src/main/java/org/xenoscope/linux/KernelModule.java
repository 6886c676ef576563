package org.xenoscope.linux;

import org.xenoscope.place.Location;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A module that a kernel had loaded.
///
/// @param where its `struct module`
/// @param name its name
/// @param state of the module: 0 live, 1 coming, 2 going, 3 being made (include/linux/module.h)
/// @param base first address of its text; empty if not found
/// @param size bytes of text and data that stay, as `/proc/modules` says; empty if not found
/// @param parts where its pieces lie, text first
/// @param buildId in hex, if the kernel keeps it
/// @param sourceVersion hash of its source, if the kernel keeps it
/// @param symbols where its table of symbols is
public record KernelModule(
        Location where,
        String name,
        int state,
        OptionalLong base,
        OptionalLong size,
        List<Part> parts,
        Optional<String> buildId,
        Optional<String> sourceVersion,
        Optional<SymbolPlace> symbols) {
    /// Keeps its own copy.
    public KernelModule {
        parts = List.copyOf(parts);
    }

    /// A piece of a module.
    public record Part(long address, long bytes) {
        /// {@return whether an address lies in it}
        boolean covers(long address) {
            return Long.compareUnsigned(address - this.address, bytes) < 0;
        }
    }

    /// Where a module's symbols are.
    ///
    /// @param table `Elf64_Sym` entries
    /// @param count how many
    /// @param names their names
    /// @param letters a letter each, as `nm` prints it; empty before Linux 5.2
    public record SymbolPlace(long table, int count, long names, OptionalLong letters) {}

    /// {@return the state in words}
    public String stateWords() {
        return switch (state) {
            case 0 -> "live";
            case 1 -> "coming";
            case 2 -> "going";
            case 3 -> "being made";
            default -> "state " + state;
        };
    }
}
