package org.xenoscope.linux;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.linux.KernelModule.Part;
import org.xenoscope.linux.KernelModule.SymbolPlace;
import org.xenoscope.space.SpaceReader;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Finds base, size and symbols of a module without types: a page-aligned address and a size that
/// enclose the module itself; a table whose first symbol is empty and whose names follow it.
final class ModuleGuess {
    private static final int BYTES = 0x500;
    private static final int FIRST = 80;
    private static final long LARGEST = 1L << 26;
    private static final long PAGE_INSIDE = 0xfff;
    private static final int SYMBOL_BYTES = 24;

    /// Bytes from one piece of a module to the next (`struct module_memory`), by what kernels are
    /// built with.
    private static final int[] STRIDES = {72, 80, 16, 24};

    private final SpaceReader reader;
    private final long module;
    private final Window bytes;

    ModuleGuess(SpaceReader reader, long module) {
        this.reader = reader;
        this.module = module;
        this.bytes = new Window(reader, module, BYTES);
    }

    List<Part> parts() {
        for (int at = FIRST; at < BYTES - 16; at += 8) {
            Optional<Part> part = part(at);
            if (part.isEmpty() || !part.get().covers(module)) {
                continue;
            }
            for (int stride : STRIDES) {
                // this piece is the data of a module whose text stands before it
                if (part(at - stride).isPresent()) {
                    List<Part> parts = new ArrayList<>();
                    for (int i = -1; i <= 2; i++) {
                        parts.add(part(at + stride * i).orElse(new Part(0, 0)));
                    }
                    return parts;
                }
            }
            return List.of(part.get());
        }
        return List.of();
    }

    private Optional<Part> part(int at) {
        if (at < FIRST || !bytes.has(at, 12)) {
            return Optional.empty();
        }
        long base = bytes.u64(at);
        long size = Integer.toUnsignedLong(bytes.s32(at + 8));
        return inModules(base)
                        && (base & PAGE_INSIDE) == 0
                        && size > 0
                        && size < LARGEST
                        && (size & PAGE_INSIDE) == 0
                ? Optional.of(new Part(base, size))
                : Optional.empty();
    }

    private static boolean inModules(long address) {
        return address >>> 32 == 0xffff_ffffL && KernelMemory.isPointer(address);
    }

    Optional<SymbolPlace> symbols() {
        for (int at = FIRST; at < BYTES - 8; at += 8) {
            if (!bytes.has(at, 8) || !inModules(bytes.u64(at)) || (bytes.u64(at) & 7) != 0) {
                continue;
            }
            try {
                Optional<SymbolPlace> place = symbolsAt(bytes.u64(at));
                if (place.isPresent()) {
                    return place;
                }
            } catch (UnreadableException _) {
                // no table there: the next word
            }
        }
        return Optional.empty();
    }

    private Optional<SymbolPlace> symbolsAt(long at) {
        long table = reader.u64(at);
        long count = reader.u32(at + 8);
        long names = reader.u64(at + 16);
        Optional<SymbolPlace> place =
                ModuleReader.symbolPlace(table, count, names, OptionalLong.empty());
        if (place.isEmpty() || !inModules(table) || !inModules(names)) {
            return Optional.empty();
        }
        for (int word = 0; word < SYMBOL_BYTES; word += 8) {
            if (reader.u64(table + word) != 0) {
                return Optional.empty();
            }
        }
        boolean follows = names - table >= SYMBOL_BYTES * count;
        return reader.u8(names) == 0 && follows ? place : Optional.empty();
    }
}
