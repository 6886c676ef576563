package org.xenoscope.linux;

import org.xenoscope.linux.KernelModule.SymbolPlace;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.symbol.SymbolTable;
import org.xenoscope.symbol.SymbolTableBuilder;

import java.util.List;
import java.util.Optional;

/// Reads the symbols of a module: `Elf64_Sym` of 24 bytes, u32 name, u8 info, u8 other, u16
/// section, u64 value, u64 size (System V gABI, chapter 4).
final class ModuleSymbols {
    private static final int SYMBOL_BYTES = 24;
    private static final int LONGEST_NAME = 512;
    private static final int FUNCTION = 2;

    /// Names of all symbols of one module.
    private static final int MOST_NAME_BYTES = 16 << 20;

    private static final int NAME_BYTES_EACH = 64;

    private ModuleSymbols() {}

    /// {@return a kernel's symbols and those of its modules}
    static SymbolTable merge(SpaceReader reader, SymbolTable kernel, List<KernelModule> modules) {
        SymbolTableBuilder builder = new SymbolTableBuilder();
        modules.forEach(module -> add(reader, module, builder));
        SymbolTable more = builder.build("modules");
        return SymbolTable.merged(
                kernel.source() + "; symbols of %d modules".formatted(modules.size()),
                List.of(kernel, more));
    }

    private static void add(SpaceReader reader, KernelModule module, SymbolTableBuilder builder) {
        if (module.symbols().isEmpty()) {
            return;
        }
        SymbolPlace place = module.symbols().get();
        Window table = new Window(reader, place.table(), place.count() * SYMBOL_BYTES);
        Window names =
                new Window(
                        reader,
                        place.names(),
                        Math.min(MOST_NAME_BYTES, NAME_BYTES_EACH * place.count() + 4096));
        Optional<Window> letters =
                place.letters().isPresent()
                        ? Optional.of(
                                new Window(reader, place.letters().getAsLong(), place.count()))
                        : Optional.empty();
        Optional<String> owner = Optional.of(module.name());
        for (int i = 1; i < place.count(); i++) {
            int at = i * SYMBOL_BYTES;
            if (!table.has(at, SYMBOL_BYTES) || table.u16(at + 6) == 0 || table.u64(at + 8) == 0) {
                continue;
            }
            String name = name(reader, names, place, Integer.toUnsignedLong(table.s32(at)));
            if (!name.isEmpty()) {
                char letter = letter(letters, i, table.u8(at + 4));
                builder.add(table.u64(at + 8), letter, name, owner);
            }
        }
    }

    private static char letter(Optional<Window> letters, int number, int info) {
        if (letters.isPresent() && letters.get().has(number, 1)) {
            char letter = (char) letters.get().u8(number);
            return Character.isLetter(letter) && letter < 128 ? letter : '?';
        }
        char letter = (info & 15) == FUNCTION ? 'T' : 'D';
        boolean global = info >> 4 != 0;
        return global ? letter : Character.toLowerCase(letter);
    }

    private static String name(SpaceReader reader, Window names, SymbolPlace place, long offset) {
        StringBuilder name = new StringBuilder();
        for (long at = offset; names.has(at, 1) && name.length() < LONGEST_NAME; at++) {
            int value = names.u8((int) at);
            if (value == 0) {
                return name.toString();
            }
            if (value < ' ' || value == 0x7f) {
                return "";
            }
            name.append((char) value);
        }
        return reader.optionalString(place.names() + offset, LONGEST_NAME)
                .filter(text -> text.chars().allMatch(value -> value > ' '))
                .orElse("");
    }
}
