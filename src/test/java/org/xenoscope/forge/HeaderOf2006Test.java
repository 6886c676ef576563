package org.xenoscope.forge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.image.ImageFile;
import org.xenoscope.image.elf.ElfHeader;
import org.xenoscope.image.elf.ElfImage;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Progress;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The `readelf -a` of a vmcore that was posted to xen-devel in October 2006, field by field.
class HeaderOf2006Test {
    private static final String PROGRAM_HEADERS =
            """
            NOTE 0x0000d4 0x00000000 0x00000000 0x00190 0x00190 - 0
            LOAD 0x000264 0xc0000000 0x00000000 0xa0000 0xa0000 RWE 0
            LOAD 0x0a0264 0xc0100000 0x00100000 0x3f00000 0x3f00000 RWE 0
            LOAD 0x3fa0264 0xc8000000 0x08000000 0x30000000 0x30000000 RWE 0
            LOAD 0x33fa0264 0xffffffff 0x38000000 0x7ffb000 0x7ffb000 RWE 0
            """;

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void writeDump() throws Exception {
        NoteBytes notes = new NoteBytes();
        for (int cpu = 0; cpu < 2; cpu++) {
            notes.add("CORE", 1, new byte[144]);
            notes.add("Xen Domanin-0 CR3", 0x10000001, NoteBytes.words32(0x20_1000));
        }
        CoreWriter core = new CoreWriter(false).notes(notes.bytes());
        PROGRAM_HEADERS
                .lines()
                .skip(1)
                .map(line -> line.split(" "))
                .forEach(
                        word ->
                                core.load(
                                        Long.decode(word[3]),
                                        Long.decode(word[2]),
                                        Long.decode(word[4]),
                                        Long.decode(word[5]),
                                        new byte[] {1}));
        file = folder.resolve("vmcore");
        core.write(file);
    }

    @Test
    void agreesOnEveryFieldOfTheElfHeader() throws Exception {
        try (ElfImage image = open()) {
            ElfHeader header = image.header();
            assertThat(header.wide()).isFalse();
            assertThat(header.osAbi()).isZero();
            assertThat(header.abiVersion()).isZero();
            assertThat(header.type()).isEqualTo(4);
            assertThat(header.machine()).isEqualTo(3);
            assertThat(header.version()).isEqualTo(1);
            assertThat(header.entry()).isZero();
            assertThat(header.programHeaders()).isEqualTo(52);
            assertThat(header.sectionHeaders()).isZero();
            assertThat(header.flags()).isZero();
            assertThat(header.headerBytes()).isEqualTo(52);
            assertThat(header.programHeaderBytes()).isEqualTo(32);
            assertThat(header.programHeaderCount()).isEqualTo(5);
            assertThat(header.sectionHeaderBytes()).isZero();
            assertThat(header.sectionHeaderCount()).isZero();
            assertThat(header.sectionNames()).isZero();
        }
    }

    @Test
    void agreesOnEveryFieldOfEveryProgramHeader() throws Exception {
        List<List<Object>> truth =
                PROGRAM_HEADERS.lines().map(line -> fields(line.split(" "))).toList();
        try (ElfImage image = open()) {
            assertThat(image.programHeaders())
                    .extracting(
                            header ->
                                    List.<Object>of(
                                            header.typeName(),
                                            header.offset(),
                                            header.vaddr(),
                                            header.paddr(),
                                            header.fileBytes(),
                                            header.memoryBytes(),
                                            header.flagNames().strip(),
                                            header.align()))
                    .isEqualTo(truth);
            assertThat(image.findings()).isEmpty();
            assertThat(Files.size(file)).isEqualTo(0x33fa_0264L + 0x7ff_b000);
            assertThat(image.fileOffset(0x3fff_afffL)).isEqualTo(Files.size(file) - 1);
        }
    }

    @Test
    void agreesOnEveryNote() throws Exception {
        try (ElfImage image = open()) {
            assertThat(Notes.of(image).notes())
                    .extracting(
                            note ->
                                    "%s 0x%08x 0x%x"
                                            .formatted(
                                                    note.header().owner(),
                                                    note.header().descBytes(),
                                                    note.header().type()))
                    .containsExactly(
                            "CORE 0x00000090 0x1",
                            "Xen Domanin-0 CR3 0x00000004 0x10000001",
                            "CORE 0x00000090 0x1",
                            "Xen Domanin-0 CR3 0x00000004 0x10000001");
        }
    }

    private static List<Object> fields(String[] word) {
        return List.of(
                word[0],
                Long.decode(word[1]),
                Long.decode(word[2]),
                Long.decode(word[3]),
                Long.decode(word[4]),
                Long.decode(word[5]),
                word[6].replace("-", ""),
                Long.decode(word[7]));
    }

    private ElfImage open() throws Exception {
        return (ElfImage) ImageFile.open(file, Progress.NONE);
    }
}
