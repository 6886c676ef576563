package org.xenoscope.linux;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.SpaceReader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;

/// Reads what a kernel is: its names, its command line, its build.
final class Identity {
    private static final int FIELD = 65;
    private static final int FIELDS = 5;
    private static final int LONGEST_COMMAND_LINE = 4096;
    private static final int MOST_CONFIG = 16 << 20;
    private static final byte[] CONFIG_START =
            "IKCFG_ST\u001f\u008b".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] CONFIG_END = "IKCFG_ED".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] UTSNAME =
            ("Linux" + "\0".repeat(60)).getBytes(StandardCharsets.ISO_8859_1);
    private static final int MOST_NOTE_BYTES = 1 << 16;

    private final KernelMemory memory;
    private final SpaceReader reader;
    private final KernelImage image;

    Identity(KernelMemory memory, KernelImage image) {
        this.memory = memory;
        this.reader = memory.reader();
        this.image = image;
    }

    Fact<Uname> uname() {
        OptionalLong symbol = memory.symbol("init_uts_ns");
        if (symbol.isPresent()) {
            long start = symbol.getAsLong();
            for (long offset : new long[] {memory.offset("uts_namespace", "name", 0), 0, 4, 8}) {
                Optional<Uname> names = unameAt(start + offset);
                if (names.isPresent()) {
                    return Known.at(names.get(), "init_uts_ns", reader.at(start + offset));
                }
            }
        }
        int at = image.find(UTSNAME, 0);
        while (at >= 0) {
            Optional<Uname> names = unameAt(image.start() + at);
            if (names.isPresent()) {
                return Known.at(
                        names.get(),
                        "its form in the kernel's image",
                        reader.at(image.start() + at));
            }
            at = image.find(UTSNAME, at + 1);
        }
        return new Unknown<>("no names of the kernel are in its image");
    }

    private Optional<Uname> unameAt(long address) {
        try {
            Window bytes = new Window(reader, address, FIELD * FIELDS);
            String[] texts = new String[FIELDS];
            for (int i = 0; i < FIELDS; i++) {
                if (!bytes.has((long) i * FIELD, FIELD)) {
                    return Optional.empty();
                }
                String field = bytes.latin(i * FIELD, FIELD);
                int end = field.indexOf(0);
                if ((end <= 0 && i != 1) || end < 0) {
                    return Optional.empty();
                }
                texts[i] = field.substring(0, end);
            }
            return texts[0].equals("Linux") && texts[2].matches("[0-9]+\\.[0-9]+.*")
                    ? Optional.of(new Uname(texts[0], texts[1], texts[2], texts[3], texts[4]))
                    : Optional.empty();
        } catch (UnreadableException _) {
            return Optional.empty();
        }
    }

    Fact<String> commandLine() {
        OptionalLong text = memory.pointer("saved_command_line");
        if (text.isEmpty()) {
            return new Unknown<>("no symbol leads to saved_command_line");
        }
        return reader.optionalString(text.getAsLong(), LONGEST_COMMAND_LINE)
                .<Fact<String>>map(
                        line ->
                                Known.at(
                                        line.strip(),
                                        "saved_command_line",
                                        reader.at(text.getAsLong())))
                .orElseGet(() -> new Unknown<>("saved_command_line cannot be read"));
    }

    Fact<String> buildId() {
        OptionalLong start = memory.symbol("__start_notes");
        OptionalLong stop = memory.symbol("__stop_notes");
        if (start.isPresent() && stop.isPresent()) {
            long length = stop.getAsLong() - start.getAsLong();
            if (length > 0 && length <= MOST_NOTE_BYTES) {
                Window notes = new Window(reader, start.getAsLong(), (int) length);
                Optional<Integer> at = NoteBuildId.at(notes);
                if (at.isPresent()) {
                    return Known.at(
                            NoteBuildId.text(notes, at.get()),
                            "the kernel's own notes",
                            reader.at(start.getAsLong() + at.get()));
                }
            }
        }
        return memory.info()
                .flatMap(KernelInfo::buildId)
                .<Fact<String>>map(id -> Known.of(id, "VMCOREINFO in its memory"))
                .orElseGet(() -> new Unknown<>("neither its notes nor VMCOREINFO have one"));
    }

    Fact<Long> taint() {
        OptionalLong symbol = memory.symbol("tainted_mask");
        if (symbol.isEmpty()) {
            return new Unknown<>("no symbol names tainted_mask");
        }
        try {
            return Known.at(
                    reader.u64(symbol.getAsLong()), "tainted_mask", reader.at(symbol.getAsLong()));
        } catch (UnreadableException exception) {
            return new Unknown<>(Words.inside(exception.hole()));
        }
    }

    Fact<String> configuration() {
        int start = image.find(CONFIG_START, 0);
        int end = start < 0 ? -1 : image.find(CONFIG_END, start);
        if (end < 0) {
            return new Unknown<>("the kernel does not carry it (CONFIG_IKCONFIG)");
        }
        Location where = reader.at(image.start() + start);
        int from = start + CONFIG_START.length - 2;
        try (GZIPInputStream plain =
                new GZIPInputStream(new ByteArrayInputStream(image.bytes(), from, end - from))) {
            byte[] text = plain.readNBytes(MOST_CONFIG);
            return Known.at(
                    new String(text, StandardCharsets.UTF_8), "embedded configuration", where);
        } catch (IOException _) {
            return new Unknown<>("the configuration at %s cannot be unpacked".formatted(where));
        }
    }
}
