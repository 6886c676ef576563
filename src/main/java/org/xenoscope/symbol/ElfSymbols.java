package org.xenoscope.symbol;

import org.xenoscope.bytes.ByteSource;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;

/// Reads `.symtab` and the build id of a 64-bit little-endian ELF file.
///
/// Layout: Elf64_Ehdr, Elf64_Shdr (64 bytes), Elf64_Sym (24 bytes), System V gABI, chapters 4 and
/// 5. Letters as `nm` of binutils gives them.
final class ElfSymbols {
    private static final int SECTION = 64;
    private static final int SYMBOL = 24;
    private static final int MOST_SECTIONS = 0xff00;
    private static final int LONGEST_NAME = 4096;

    private static final int SYMTAB = 2;
    private static final int NOTE = 7;
    private static final int NOBITS = 8;
    private static final int WRITE = 1;
    private static final int ALLOC = 2;
    private static final int EXECUTE = 4;
    private static final int ABSOLUTE = 0xfff1;

    private final ByteSource file;
    private final String name;

    ElfSymbols(ByteSource file, String name) {
        this.file = file;
        this.name = name;
    }

    Companion read() throws IOException {
        if (file.u8(4) != 2 || file.u8(5) != 1) {
            throw new IOException("%s is no 64-bit little-endian ELF file".formatted(name));
        }
        long sections = file.u64(40);
        int count = Math.min(file.u16(60), MOST_SECTIONS);
        SymbolTableBuilder builder = new SymbolTableBuilder();
        Optional<String> buildId = Optional.empty();
        for (int i = 0; i < count; i++) {
            long header = sections + (long) i * SECTION;
            long type = file.u32(header + 4);
            if (type == SYMTAB) {
                symbols(builder, header, sections, count);
            } else if (type == NOTE && buildId.isEmpty()) {
                buildId = buildId(file.u64(header + 24), file.u64(header + 32));
            }
        }
        return new Companion(name, builder.build(name), buildId);
    }

    private Optional<String> buildId(long offset, long bytes) {
        if (bytes < 36 || file.u32(offset) != 4 || file.u32(offset + 8) != 3) {
            return Optional.empty();
        }
        long length = file.u32(offset + 4);
        return length == 20 || length == 16
                ? Optional.of(HexFormat.of().formatHex(file.read(offset + 16, (int) length)))
                : Optional.empty();
    }

    private void symbols(SymbolTableBuilder builder, long table, long sections, int count) {
        long offset = file.u64(table + 24);
        long number = Math.min(file.u64(table + 32) / SYMBOL, SymbolTableBuilder.MOST);
        long link = file.u32(table + 40);
        if (link >= count) {
            return;
        }
        long strings = sections + link * SECTION;
        for (long i = 1; i < number; i++) {
            long symbol = offset + i * SYMBOL;
            int section = file.u16(symbol + 6);
            int kind = file.u8(symbol + 4) & 15;
            // sections and source files are no symbols, neither is what is not defined
            if (section == 0 || kind == 3 || kind == 4) {
                continue;
            }
            long at = file.u32(symbol);
            if (at < file.u64(strings + 32)) {
                builder.add(
                        file.u64(symbol + 8),
                        letter(symbol, section, sections, count),
                        string(file.u64(strings + 24) + at));
            }
        }
    }

    private char letter(long symbol, int section, long sections, int count) {
        int bind = file.u8(symbol + 4) >> 4;
        if (section == ABSOLUTE) {
            return bind == 0 ? 'a' : 'A';
        }
        if (bind == 2) {
            return (file.u8(symbol + 4) & 15) == 1 ? 'V' : 'W';
        }
        char letter = 'n';
        if (section < count) {
            long header = sections + (long) section * SECTION;
            long flags = file.u64(header + 8);
            if ((flags & EXECUTE) != 0) {
                letter = 't';
            } else if (file.u32(header + 4) == NOBITS) {
                letter = 'b';
            } else if ((flags & WRITE) != 0) {
                letter = 'd';
            } else if ((flags & ALLOC) != 0) {
                letter = 'r';
            }
        }
        return bind == 0 ? letter : Character.toUpperCase(letter);
    }

    private String string(long offset) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LONGEST_NAME; i++) {
            int character = file.u8(offset + i);
            if (character == 0) {
                break;
            }
            text.append((char) character);
        }
        return text.toString();
    }
}
