package org.xenoscope.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.xenoscope.Corpus;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the commands print of real dumps is what other programs read in them.
@Tag("corpus")
class RealDumpTest {
    private static final List<String> DUMPS = Corpus.ELF_DUMPS;
    private static final Pattern PROGRAM_HEADER =
            Pattern.compile(
                    "  (NOTE|LOAD) +0x(\\S+) 0x(\\S+) 0x(\\S+) 0x(\\S+) 0x(\\S+) ([RWE ]{3})"
                            + " (\\S+)");
    private static final Pattern NAMED = Pattern.compile("  ([A-Z][^:]*): +(\\S.*?) *");
    private static final Pattern CPU =
            Pattern.compile(
                    "note CPU (\\d+): pid \\d+ rip (\\S+) .*?rsp (\\S+) rflags (\\S+) cs (\\S+)"
                            + " gs_base (\\S+) \\| cr0 (\\S+) cr2 (\\S+) cr3 (\\S+) cr4 (\\S+)");
    private static final Map<String, Integer> FLAGS = Map.of("R", 4, "W", 2, "E", 1);

    @ParameterizedTest
    @FieldSource("DUMPS")
    void theReportHasEveryFieldOfReadelf(String name) {
        Map<String, Object> report = report(name);
        Map<String, String> named = new HashMap<>();
        List<Map<String, Object>> headers = new ArrayList<>();
        for (String line : Corpus.truth(name, "readelf.txt")) {
            Matcher field = NAMED.matcher(line);
            if (field.matches()) {
                named.put(field.group(1), field.group(2).replaceFirst(" \\(.*", ""));
            }
            Matcher header = PROGRAM_HEADER.matcher(line);
            if (header.matches()) {
                headers.add(header(headers.size(), header));
            }
        }
        assertThat(headers).isNotEmpty();
        assertThat(report.get("program_headers")).isEqualTo(headers);
        Map<?, ?> elf = (Map<?, ?>) report.get("elf_header");
        Map<String, String> fields =
                Map.of(
                        "e_phnum", "Number of program headers",
                        "e_shnum", "Number of section headers",
                        "e_shstrndx", "Section header string table index",
                        "e_ehsize", "Size of this header",
                        "e_phentsize", "Size of program headers",
                        "e_shentsize", "Size of section headers",
                        "e_entry", "Entry point address",
                        "e_flags", "Flags",
                        "e_phoff", "Start of program headers",
                        "e_shoff", "Start of section headers");
        fields.forEach(
                (ours, theirs) ->
                        assertThat(number(String.valueOf(elf.get(ours))))
                                .as(ours)
                                .isEqualTo(number(String.valueOf(named.get(theirs)))));
    }

    private static Map<String, Object> header(int index, Matcher line) {
        Map<String, Object> header = new HashMap<>();
        header.put("index", BigInteger.valueOf(index));
        header.put("type", line.group(1).equals("LOAD") ? "0x1" : "0x4");
        List<String> names = List.of("offset", "vaddr", "paddr", "filesz", "memsz");
        for (int i = 0; i < names.size(); i++) {
            header.put(names.get(i), hex(Long.parseUnsignedLong(line.group(2 + i), 16)));
        }
        int flags = 0;
        for (String letter : line.group(7).replace(" ", "").split("", -1)) {
            flags |= FLAGS.getOrDefault(letter, 0);
        }
        header.put("flags", hex(flags));
        header.put("align", hex(number(line.group(8))));
        return header;
    }

    @ParameterizedTest
    @FieldSource("DUMPS")
    void theReportHasTheRegistersThatAnotherProgramRead(String name) {
        List<?> cpus = (List<?>) report(name).get("cpus");
        int found = 0;
        for (String line : Corpus.truth(name, "xen-cpus.txt")) {
            Matcher truth = CPU.matcher(line);
            if (!truth.matches()) {
                continue;
            }
            found++;
            Map<?, ?> cpu = (Map<?, ?>) cpus.get(Integer.parseInt(truth.group(1)));
            Map<?, ?> registers = (Map<?, ?>) cpu.get("registers");
            List<String> names =
                    List.of("rip", "rsp", "rflags", "cs", "gs_base", "cr0", "cr2", "cr3", "cr4");
            for (int i = 0; i < names.size(); i++) {
                assertThat(registers.get(names.get(i)))
                        .as("%s of CPU %s", names.get(i), truth.group(1))
                        .isEqualTo(hex(number(truth.group(2 + i))));
            }
        }
        assertThat(cpus).hasSize(found).isNotEmpty();
    }

    /// Each address, its machine address, file offset, first eight bytes or hole, and mark as a
    /// second program with its own page-table walk gives them.
    @ParameterizedTest
    @CsvSource({
        "machine:0x9fbff,                       0x9fbff,    0xa2bff,    00,               ",
        "machine:0x9fc00,                       0x9fc00,    ,           NOT_IN_DUMP,      ",
        "machine:0x21db1fff,                    0x21db1fff, ,           NOT_IN_DUMP,      ",
        "file:0x3000,                           0x0,        0x3000,     53ff00f053ff00f0, ",
        "dom0:0xffffffff81000000,               0x11000000, 0x10fa3000, 488d25513fa00148, ",
        "dom0:0xffff888000001000,               0x10001000, 0xffa4000,  0000000000000000, ",
        "dom0:0xffffc90000000000,               0x21fcf000, 0x19f72000, 0000010000000000, ",
        "dom0:0x800000000000,                   ,           ,           NON_CANONICAL,    ",
        "dom0:0x1000,                           ,           ,           NOT_PRESENT,      ",
        "dom0-physical:0x0,                     0x10000000, 0xffa3000,  0000000000000000, ",
        "dom0-physical:0x1000000,               0x11000000, 0x10fa3000, 488d25513fa00148, ",
        "dom0-physical:0x14060fff,              0x100fffff, 0x100a2fff, 00,               ",
        "dom0-physical:0x9f000,                 0x9f000,    0xa2000,    0000000000000000, IDENTITY",
        "dom0-physical:0xa0000,                 0xa0000,    ,           NOT_IN_DUMP,      IDENTITY",
        "dom0-physical:0x20000000,              ,           ,           BEYOND_MAX_PFN,   ",
        "xen:0xffff82d040200000,                0x27a00000, 0x1f9a3000, e92dd61d000f1f00, ",
        "xen:0xffff828000088000,                0x19688000, 0x1962b000, 0010000000000000, ",
        "xen:0xffff82e000220000,                0x19820000, 0x197c3000, 01100100ff0f0100, ",
        "xen:0xffff830012a10000,                0x12a10000, 0x129b3000, 0000000000000000, ",
        "xen:0xffff814080000000,                0x27c7b000, 0x1fc1e000, 63a0c72700000000, ",
        "root:0x12a10000:0xffff800000088000,    0x19688000, 0x1962b000, 0010000000000000, ",
        "root:0x1718c000:0xffffffff81000000,    0x11000000, 0x10fa3000, 488d25513fa00148, "
    })
    void translatesAndReadsWhatAnotherProgramDoes(
            String location, String machine, String file, String bytesOrHole, String mark) {
        agrees("xen417-dom0-panic", location, machine, file, bytesOrHole, mark);
    }

    /// The same on a machine with more kinds of frames.
    @ParameterizedTest
    @CsvSource({
        "dom0-physical:0x1fffe000,  0x2b202000, 0x221a5000, 0000000000000000, FOREIGN",
        "dom0-physical:0x1fff0000,  ,           ,           INVALID_P2M,      ",
        "dom0-physical:0x14080000,  0x14080000, 0x14023000, 0000000000000000, IDENTITY",
        "xen:0xffff82d040200000,    0x31a00000, 0x289a3000, e9df6c1e000f1f00, "
    })
    void translatesAndReadsForeignAndIdentityFrames(
            String location, String machine, String file, String bytesOrHole, String mark) {
        agrees("xen420-dom0-panic", location, machine, file, bytesOrHole, mark);
    }

    private static void agrees(
            String name,
            String location,
            String machine,
            String file,
            String bytesOrHole,
            String mark) {
        String dump = Corpus.dump(name).toString();
        Shell translated = Shell.run("translate", dump, "--json", location);
        Map<String, Object> line = translated.json();
        assertThat(shown(line.get("file"))).isEqualTo(shown(file));
        boolean hole = bytesOrHole.matches("[A-Z_0-9]*[A-Z_]+[A-Z_0-9]*");
        assertThat(shown(line.get("hole"))).isEqualTo(hole ? bytesOrHole : "null");
        assertThat(shown(line.get("machine"))).isEqualTo(shown(machine));
        if (mark != null) {
            assertThat((List<?>) line.get("marks")).anyMatch(mark::equals);
        }
        String length = hole ? "8" : String.valueOf(bytesOrHole.length() / 2);
        Shell read = Shell.run("read", dump, location, length, "--raw");
        assertThat(HexFormat.of().formatHex(read.raw())).isEqualTo(hole ? "" : bytesOrHole);
        int status = hole ? ExitStatus.NOTHING_THERE : ExitStatus.DONE;
        assertThat(read.status()).isEqualTo(status);
        assertThat(translated.status()).isEqualTo(status);
    }

    private static Map<String, Object> report(String name) {
        return Shell.run("report", Corpus.dump(name).toString(), "--format", "json").json();
    }

    private static String shown(@Nullable Object value) {
        return value == null ? "null" : value.toString();
    }

    private static long number(String text) {
        String word = text.strip().split(" ", 2)[0];
        return word.startsWith("0x")
                ? Long.parseUnsignedLong(word.substring(2), 16)
                : Long.parseUnsignedLong(word);
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
