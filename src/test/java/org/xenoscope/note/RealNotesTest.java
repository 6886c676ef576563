package org.xenoscope.note;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xenoscope.Corpus;
import org.xenoscope.image.Image;
import org.xenoscope.image.ImageFile;
import org.xenoscope.place.Progress;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The notes of real dumps against what the machine said before it crashed and against the
/// hypervisor's own symbols.
@Tag("corpus")
class RealNotesTest {
    private static final List<String> DUMPS = Corpus.ELF_DUMPS;
    private static final Pattern CPU = Pattern.compile("note CPU (\\d+): .*");
    private static final Pattern REGISTER = Pattern.compile(" (\\w+) 0x([0-9a-f]+)");

    @ParameterizedTest
    @FieldSource("DUMPS")
    void tellsTheXenThatXlInfoTold(String dump) throws Exception {
        Map<String, String> told = new HashMap<>();
        for (String line : Corpus.truth(dump, "xl-info.txt")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                told.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
            }
        }
        CrashInfo info = notes(dump).first(CrashInfo.class).orElseThrow();

        assertThat(info.version().value()).hasValue(told.get("xen_version"));
        assertThat(info.changeset().value()).hasValue(told.get("xen_changeset"));
        assertThat(info.compiler().value()).hasValue(told.get("cc_compiler"));
        assertThat(info.compileDate().value()).hasValue(told.get("cc_compile_date"));
    }

    @ParameterizedTest
    @FieldSource("DUMPS")
    void tellsTheRegistersOfEveryPhysicalCpu(String dump) throws Exception {
        Notes notes = notes(dump);
        int cpus = 0;
        for (String line : Corpus.truth(dump, "xen-cpus.txt")) {
            Matcher row = CPU.matcher(line);
            if (!row.matches()) {
                continue;
            }
            assertThat(row.group(1)).isEqualTo(Integer.toString(cpus));
            CpuNotes cpu = notes.cpus().get(cpus++);
            Matcher register = REGISTER.matcher(line);
            int registers = 0;
            while (register.find()) {
                String name = register.group(1);
                assertThat(Long.toHexString(value(cpu, name))).isEqualTo(register.group(2));
                registers++;
            }
            assertThat(registers).isEqualTo(9);
        }
        assertThat(notes.cpus()).hasSize(cpus);
        assertThat(notes.findings()).isEmpty();
    }

    private static long value(CpuNotes cpu, String register) {
        CrashRegs controls = cpu.controls().orElseThrow();
        return switch (register) {
            case "cr0" -> controls.cr0();
            case "cr2" -> controls.cr2();
            case "cr3" -> controls.cr3();
            case "cr4" -> controls.cr4();
            default -> cpu.status().orElseThrow().register(register).orElseThrow().value();
        };
    }

    @ParameterizedTest
    @FieldSource("DUMPS")
    void tellsTheAddressesThatXensSymbolsHave(String dump) throws Exception {
        Map<String, Long> symbols = new HashMap<>();
        for (String line : Corpus.truth(dump, "nm-xen.txt.zst")) {
            String[] words = line.split(" ", 3);
            if (words.length == 3 && words[0].length() == 16) {
                symbols.put(words[2], Long.parseUnsignedLong(words[0], 16));
            }
        }
        Vmcoreinfo info = notes(dump).vmcoreinfoXen().orElseThrow();

        for (String same : List.of("domain_list", "max_page", "dom_xen", "dom_io")) {
            assertThat(info.symbol(same)).hasValue(symbols.get(same));
        }
        assertThat(info.symbol("pgd_l4")).hasValue(symbols.get("idle_pg_table"));
        assertThat(info.get("PAGESIZE")).hasValue("4096");
    }

    private static Notes notes(String dump) throws Exception {
        try (Image image = ImageFile.open(Corpus.dump(dump), Progress.NONE)) {
            return Notes.of(image);
        }
    }
}
