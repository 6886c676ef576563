package org.xenoscope.linux;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.linux.KernelModule.Part;
import org.xenoscope.linux.KernelModule.SymbolPlace;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Progress;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.type.ListWalk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads the list of modules: `modules` leads to `struct module`, whose first members are the same
/// in all kernels: u32 state at 0, list at 8, char name[56] at 24 (include/linux/module.h, 2.6 to
/// 7.2).
final class ModuleReader {
    private static final int MOST = 20_000;
    private static final String MODULE = "module";
    private static final String PIECE = "module_memory";
    private static final String LAYOUT = "module_layout";
    private static final int LONGEST_NAME = 56;
    private static final long LARGEST = 1L << 30;
    private static final int MOST_PIECES = 16;

    /// Text, data, read-only data, read-only after start: the pieces that stay (enum mod_mem_type).
    private static final int LASTING_PIECES = 4;

    private static final int MOST_SYMBOLS = 1 << 20;
    private static final int SOURCE_VERSION = 40;

    private final KernelMemory memory;
    private final SpaceReader reader;

    private ModuleReader(KernelMemory memory) {
        this.memory = memory;
        this.reader = memory.reader();
    }

    /// {@return the modules, or why they are not known}
    static Fact<ModuleList> read(KernelMemory memory) {
        OptionalLong head = memory.symbol("modules");
        if (head.isEmpty()) {
            return new Unknown<>("no symbol names the list of modules");
        }
        return new ModuleReader(memory).list(head.getAsLong());
    }

    private Fact<ModuleList> list(long head) {
        long node = memory.offset(MODULE, "list", 8);
        ListWalk list = ListWalk.of(reader, head, node, MOST);
        if (list.entries().isEmpty() && !list.closed()) {
            return new Unknown<>(
                    "the list of modules at %s is broken: %s"
                            .formatted(reader.at(head), list.broken().orElse("")));
        }
        List<KernelModule> modules = new ArrayList<>();
        int strange = 0;
        for (long address : list.entries()) {
            Progress.current().check();
            Optional<KernelModule> module = module(address);
            module.ifPresent(modules::add);
            strange += module.isEmpty() ? 1 : 0;
        }
        String says =
                "list of modules, %s%s"
                        .formatted(
                                list.broken().map(why -> "broken: " + why).orElse("closed"),
                                strange == 0
                                        ? ""
                                        : ", %d entries are no modules".formatted(strange));
        return Known.at(new ModuleList(modules, list.closed(), says), says, reader.at(head));
    }

    private Optional<KernelModule> module(long address) {
        try {
            String name = reader.string(address + memory.offset(MODULE, "name", 24), LONGEST_NAME);
            if (!name.matches("[!-~]{1,55}")) {
                return Optional.empty();
            }
            int state = reader.s32(address + memory.offset(MODULE, "state", 0));
            List<Part> parts = parts(address);
            Optional<SymbolPlace> symbols = symbols(address);
            if (memory.types().isEmpty()) {
                ModuleGuess guess = new ModuleGuess(reader, address);
                parts = guess.parts();
                symbols = guess.symbols();
            }
            return Optional.of(
                    new KernelModule(
                            reader.at(address),
                            name,
                            state,
                            parts.isEmpty()
                                    ? OptionalLong.empty()
                                    : OptionalLong.of(parts.getFirst().address()),
                            parts.isEmpty()
                                    ? OptionalLong.empty()
                                    : OptionalLong.of(
                                            parts.stream()
                                                    .limit(LASTING_PIECES)
                                                    .mapToLong(Part::bytes)
                                                    .sum()),
                            parts,
                            ModuleBuildId.of(memory, address),
                            sourceVersion(address),
                            symbols));
        } catch (UnreadableException _) {
            return Optional.empty();
        }
    }

    private List<Part> parts(long address) {
        List<Part> parts = new ArrayList<>();
        OptionalLong layout = memory.offset(MODULE, "core_layout");
        OptionalLong pieces = memory.offset(MODULE, "mem");
        OptionalLong old = memory.offset(MODULE, "module_core");
        if (layout.isPresent()) {
            long at = address + layout.getAsLong();
            add(
                    parts,
                    reader.u64(at + memory.offset(LAYOUT, "base", 0)),
                    reader.u32(at + memory.offset(LAYOUT, "size", 8)));
        } else if (pieces.isPresent()) {
            long each = memory.size(PIECE).orElse(72);
            long count = each < 16 ? 0 : memory.memberSize(MODULE, "mem").orElse(each) / each;
            for (int i = 0; i < Math.min(MOST_PIECES, count); i++) {
                long at = address + pieces.getAsLong() + i * each;
                add(
                        parts,
                        reader.u64(at + memory.offset(PIECE, "base", 0)),
                        reader.u32(at + memory.offset(PIECE, "size", 8)));
            }
        } else if (old.isPresent()) {
            OptionalLong size = memory.offset(MODULE, "core_size");
            add(
                    parts,
                    reader.u64(address + old.getAsLong()),
                    size.isPresent() ? reader.u32(address + size.getAsLong()) : 0);
        }
        return parts;
    }

    private static void add(List<Part> parts, long base, long bytes) {
        boolean first = parts.isEmpty();
        boolean sound = KernelMemory.isPointer(base) && bytes <= LARGEST;
        if (sound || !first) {
            parts.add(new Part(sound ? base : 0, sound ? bytes : 0));
        }
    }

    private Optional<SymbolPlace> symbols(long address) {
        OptionalLong member = memory.offset(MODULE, "kallsyms");
        OptionalLong place =
                member.isPresent()
                        ? memory.pointerAt(address + member.getAsLong())
                        : OptionalLong.empty();
        if (place.isEmpty()) {
            return inside(address);
        }
        long at = place.getAsLong();
        return symbolPlace(
                reader.u64(at + memory.offset("mod_kallsyms", "symtab", 0)),
                reader.u32(at + memory.offset("mod_kallsyms", "num_symtab", 8)),
                reader.u64(at + memory.offset("mod_kallsyms", "strtab", 16)),
                letters(at));
    }

    /// Before Linux 4.5 the table is named by members of the module itself.
    private Optional<SymbolPlace> inside(long address) {
        OptionalLong table = memory.offset(MODULE, "symtab");
        OptionalLong count = memory.offset(MODULE, "num_symtab");
        OptionalLong names = memory.offset(MODULE, "strtab");
        return table.isEmpty() || count.isEmpty() || names.isEmpty()
                ? Optional.empty()
                : symbolPlace(
                        reader.u64(address + table.getAsLong()),
                        reader.u32(address + count.getAsLong()),
                        reader.u64(address + names.getAsLong()),
                        OptionalLong.empty());
    }

    private OptionalLong letters(long at) {
        OptionalLong member = memory.offset("mod_kallsyms", "typetab");
        return member.isPresent()
                ? memory.pointerAt(at + member.getAsLong())
                : OptionalLong.empty();
    }

    static Optional<SymbolPlace> symbolPlace(
            long table, long count, long names, OptionalLong letters) {
        return KernelMemory.isPointer(table)
                        && KernelMemory.isPointer(names)
                        && count > 0
                        && count <= MOST_SYMBOLS
                ? Optional.of(new SymbolPlace(table, (int) count, names, letters))
                : Optional.empty();
    }

    private Optional<String> sourceVersion(long address) {
        OptionalLong member = memory.offset(MODULE, "srcversion");
        OptionalLong text =
                member.isPresent()
                        ? memory.pointerAt(address + member.getAsLong())
                        : OptionalLong.empty();
        return text.isPresent()
                ? reader.optionalString(text.getAsLong(), SOURCE_VERSION)
                        .filter(found -> found.matches("[0-9A-F]+"))
                : Optional.empty();
    }
}
