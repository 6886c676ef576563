package org.xenoscope.symbol;

import org.xenoscope.bytes.MappedFile;
import org.xenoscope.bytes.UnreadableException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// A file of symbols that somebody has beside the dump: `xen-syms`, `vmlinux`, `System.map`, a map
/// of Xen. Welcome, never needed.
///
/// @param name of the file, without its folder
/// @param symbols what it holds
/// @param buildId the linker's note in it, in hex, if it has one
public record Companion(String name, SymbolTable symbols, Optional<String> buildId) {
    /// A map of symbols is text of so many bytes at most.
    private static final int MOST_TEXT = 256 << 20;

    private static final int ELF = 0x464c_457f;
    private static final int HEAD = 1024;
    private static final Pattern LINE =
            Pattern.compile("\\s*(?:0x)?[0-9a-fA-F]{8,16} [A-Za-z] \\S+[ \\t\\r]*(?:\n|\\[)");

    /// {@return whether a file looks like one, by its first bytes: a 64-bit ELF file that is no
    /// core, or text that begins as a map does} What it belongs to, and whether it holds symbols at
    /// all, {@link #open} tells.
    public static boolean likely(Path path) {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (MappedFile file = MappedFile.open(path)) {
            if (file.size() >= 64 && file.u32(0) == ELF) {
                int type = file.u16(16);
                return type >= 1 && type <= 3;
            }
            String head =
                    new String(
                            file.read(0, (int) Math.min(file.size(), HEAD)),
                            StandardCharsets.ISO_8859_1);
            return LINE.matcher(head).lookingAt();
        } catch (IOException | UnreadableException _) {
            return false;
        }
    }

    /// Opens a file.
    ///
    /// @throws IOException with one sentence, if it cannot be read or holds no symbols
    public static Companion open(Path path) throws IOException {
        String name = String.valueOf(path.getFileName());
        try (MappedFile file = MappedFile.open(path)) {
            boolean elf = file.size() >= 64 && file.u32(0) == ELF;
            if (!elf && file.size() > MOST_TEXT) {
                throw new IOException("%s is neither an ELF file nor a map".formatted(name));
            }
            Companion companion =
                    elf
                            ? new ElfSymbols(file, name).read()
                            : new Companion(name, map(file, name), Optional.empty());
            if (companion.symbols().size() == 0) {
                throw new IOException("%s holds no symbols".formatted(name));
            }
            return companion;
        } catch (UnreadableException exception) {
            throw new IOException(
                    "%s is damaged: %s".formatted(name, exception.hole().sentence()), exception);
        }
    }

    /// Lines as `nm` prints them: address, letter, name, and perhaps a module in brackets.
    private static SymbolTable map(MappedFile file, String name) {
        String text = new String(file.read(0, (int) file.size()), StandardCharsets.ISO_8859_1);
        SymbolTableBuilder builder = new SymbolTableBuilder();
        text.lines()
                .map(line -> line.strip().split("[ \\t]+"))
                .filter(words -> words.length >= 3 && words[1].length() == 1)
                .filter(words -> words[0].matches("(0x)?[0-9a-fA-F]{1,16}"))
                .forEach(
                        words ->
                                builder.add(
                                        Long.parseUnsignedLong(
                                                words[0].startsWith("0x")
                                                        ? words[0].substring(2)
                                                        : words[0],
                                                16),
                                        words[1].charAt(0),
                                        words[2],
                                        module(words)));
        return builder.build(name);
    }

    private static Optional<String> module(String[] words) {
        boolean has = words.length > 3 && words[3].startsWith("[") && words[3].endsWith("]");
        return has ? Optional.of(words[3].substring(1, words[3].length() - 1)) : Optional.empty();
    }
}
