package org.xenoscope.image.elf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xenoscope.Corpus;
import org.xenoscope.image.ImageFile;
import org.xenoscope.note.Note;
import org.xenoscope.note.NoteHeader;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Progress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `readelf -hlnW` says of each real dump is what we say.
@Tag("corpus")
class ReadelfTest {
    private static final List<String> DUMPS = Corpus.ELF_DUMPS;
    private static final Pattern NAMED = Pattern.compile("  ([A-Z][^:]*): +(\\S.*?) *");
    private static final Pattern PROGRAM_HEADER =
            Pattern.compile(
                    "  (NOTE|LOAD) +0x(\\S+) 0x(\\S+) 0x(\\S+) 0x(\\S+) 0x(\\S+) ([RWE ]{3})"
                            + " (\\S+)");
    private static final Pattern NOTE = Pattern.compile("  (\\S+) +0x([0-9a-f]{8})\t(.*)");
    private static final Pattern TYPE = Pattern.compile("0x[0-9a-f]{8}");

    @ParameterizedTest
    @FieldSource("DUMPS")
    void agreesOnEveryFieldOfTheElfHeader(String dump) throws Exception {
        Map<String, String> truth = new HashMap<>();
        for (String line : Corpus.truth(dump, "readelf.txt")) {
            Matcher named = NAMED.matcher(line);
            if (named.matches()) {
                truth.put(named.group(1), named.group(2).replaceFirst(" \\(.*", ""));
            }
        }
        try (ElfImage image = open(dump)) {
            ElfHeader header = image.header();
            Map<String, Object> ours = new HashMap<>();
            ours.put("Class", header.wide() ? "ELF64" : "ELF32");
            ours.put("OS/ABI", header.osAbi() == 0 ? "UNIX - System V" : header.osAbi());
            ours.put("ABI Version", header.abiVersion());
            ours.put("Type", ElfHeader.typeName(header.type()));
            ours.put("Entry point address", "0x" + Long.toHexString(header.entry()));
            ours.put("Start of program headers", header.programHeaders());
            ours.put("Start of section headers", header.sectionHeaders());
            ours.put("Flags", "0x" + Long.toHexString(header.flags()));
            ours.put("Size of this header", header.headerBytes());
            ours.put("Size of program headers", header.programHeaderBytes());
            ours.put("Number of program headers", header.programHeaderCount());
            ours.put("Size of section headers", header.sectionHeaderBytes());
            ours.put("Number of section headers", header.sectionHeaderCount());
            ours.put("Section header string table index", header.sectionNames());
            assertThat(truth).containsKeys("Machine", "Version", "Magic", "Data");
            ours.forEach((name, value) -> assertThat(value.toString()).isEqualTo(truth.get(name)));
            assertThat(header.machine()).isEqualTo(62);
            assertThat(truth.get("Machine")).isEqualTo("Advanced Micro Devices X86-64");
            assertThat(header.version()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @FieldSource("DUMPS")
    void agreesOnEveryFieldOfEveryProgramHeader(String dump) throws Exception {
        List<List<Object>> truth = new ArrayList<>();
        for (String line : Corpus.truth(dump, "readelf.txt")) {
            Matcher row = PROGRAM_HEADER.matcher(line);
            if (row.matches()) {
                List<Object> numbers = new ArrayList<>(List.of(row.group(1)));
                for (int i = 2; i <= 6; i++) {
                    numbers.add(HexFormat.fromHexDigitsToLong(row.group(i)));
                }
                numbers.add(row.group(7).strip());
                numbers.add(Long.decode(row.group(8)));
                truth.add(numbers);
            }
        }
        assertThat(truth).hasSize(4);
        try (ElfImage image = open(dump)) {
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
                                            header.flagNames(),
                                            header.align()))
                    .isEqualTo(truth);
            assertThat(image.findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource("DUMPS")
    void agreesOnEveryNoteAndItsBytes(String dump) throws Exception {
        List<List<Object>> truth = new ArrayList<>();
        List<List<Object>> ours = new ArrayList<>();
        try (ElfImage image = open(dump)) {
            List<Note> notes = Notes.of(image).notes();
            for (String line : Corpus.truth(dump, "readelf.txt")) {
                Matcher row = NOTE.matcher(line);
                if (!row.matches()) {
                    continue;
                }
                Matcher type = TYPE.matcher(row.group(3));
                long typeNumber = type.find() ? Long.decode(type.group()) : 1;
                NoteHeader note = notes.get(truth.size()).header();
                List<Object> said =
                        new ArrayList<>(
                                List.of(
                                        row.group(1),
                                        Long.decode("0x" + row.group(2)),
                                        typeNumber));
                List<Object> read =
                        new ArrayList<>(List.of(note.owner(), note.descBytes(), note.type()));
                int data = line.indexOf("description data: ");
                if (data >= 0) {
                    said.add(line.substring(data + 18).strip());
                    byte[] desc = image.file().read(note.descOffset(), (int) note.descBytes());
                    read.add(HexFormat.ofDelimiter(" ").formatHex(desc));
                }
                truth.add(said);
                ours.add(read);
            }
            assertThat(notes).hasSameSizeAs(truth);
        }
        assertThat(truth).hasSizeGreaterThanOrEqualTo(6);
        assertThat(ours).isEqualTo(truth);
    }

    private static ElfImage open(String dump) throws Exception {
        return (ElfImage) ImageFile.open(Corpus.dump(dump), Progress.NONE);
    }
}
