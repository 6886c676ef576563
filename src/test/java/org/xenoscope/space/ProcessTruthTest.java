package org.xenoscope.space;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xenoscope.Corpus;
import org.xenoscope.image.Image;
import org.xenoscope.image.ImageFile;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Processes and the PV domU of real dumps against what independent programs read there, and
/// against what the processes said of themselves before the crash. Their `mm->pgd` is taken from
/// the truth: the room that finds tasks stands behind this one.
@Tag("corpus")
class ProcessTruthTest {
    private static final List<String> DUMPS = Corpus.ELF_DUMPS;
    private static final String DOMU = "xen420-dom0-panic";
    private static final long LAST_USER = 0x7fff_ffff_ffffL;

    @ParameterizedTest
    @FieldSource("DUMPS")
    void sumsUpTheMemoryOfEveryProcess(String dump) throws Exception {
        List<String> truth = new ArrayList<>();
        List<String> ours = new ArrayList<>();
        try (Image image = ImageFile.open(Corpus.dump(dump), Progress.NONE)) {
            Spaces spaces = spaces(image, processes(dump));
            for (String[] row : PageTruthTest.rows(dump, "pages-totals.tsv")) {
                if (row[0].startsWith("dom0-pid-")) {
                    truth.add(row[0] + " " + row[4] + " pages " + row[5]);
                    Space space = spaces.get(name(row[0]));
                    ours.add(row[0] + " " + PageTruthTest.sum(space, 0, LAST_USER));
                }
            }
        }
        assertThat(ours).isEqualTo(truth);
        assertThat(ours).hasSizeGreaterThanOrEqualTo(8);
    }

    @ParameterizedTest
    @FieldSource("DUMPS")
    void readsEverySampledPageOfProcesses(String dump) throws Exception {
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        try (Image image = ImageFile.open(Corpus.dump(dump), Progress.NONE)) {
            Spaces spaces = spaces(image, processes(dump));
            for (String[] row : PageTruthTest.rows(dump, "libkdumpfile-pages.tsv")) {
                if (row[0].startsWith("dom0-pid-")) {
                    checked++;
                    add(wrong, PageTruthTest.check(spaces.get(name(row[0])), row), row);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(checked).isGreaterThan(1300);
    }

    @Test
    void readsEverySampledPageOfTheDomU() throws Exception {
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        try (Image image = ImageFile.open(Corpus.dump(DOMU), Progress.NONE)) {
            Spaces spaces = spaces(image, processes(DOMU));
            assertThat(spaces.domains()).extracting("number").containsExactly(0, 1);
            assertThat(spaces.all())
                    .extracting(space -> space.id().text())
                    .containsExactly(
                            "file",
                            "machine",
                            "xen",
                            "dom0-physical",
                            "dom0",
                            "dom1-physical",
                            "dom1");
            for (String[] row : PageTruthTest.rows(DOMU, "libkdumpfile-domu1-pages.tsv.zst")) {
                checked++;
                add(wrong, PageTruthTest.check(spaces.get(name(row[0])), row), row);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(checked).isEqualTo(1505 + 2084 + 502);
    }

    /// Before the crash marked processes printed their own `/proc/self/pagemap`.
    @ParameterizedTest
    @FieldSource("DUMPS")
    void findsThePagesThatProcessesNamedThemselves(String dump) throws Exception {
        int pages = 0;
        int texts = 0;
        try (Image image = ImageFile.open(Corpus.dump(dump), Progress.NONE)) {
            Spaces spaces = spaces(image, processes(dump));
            Space space = spaces.get(SpaceId.DOM0);
            long text = 0;
            String process = "";
            for (String line : Corpus.truth(dump, "dom0-processes.txt")) {
                Map<String, String> words = words(line);
                if (line.startsWith("process ")) {
                    process = words.getOrDefault("name", "");
                    long pid = Long.parseLong(words.getOrDefault("pid", ""));
                    space = spaces.get(new SpaceId(SpaceId.Kind.TASK, 0, pid));
                } else if (words.containsKey("pagemap")) {
                    long vaddr = Location.parseAddress(words.getOrDefault("va", ""));
                    long pfn = Location.parseAddress(words.getOrDefault("pfn", ""));
                    Trail trail = space.explain(vaddr);
                    long paddr = pfn << 12 | (vaddr & 0xfff);
                    assertThat(trail.physical()).hasValue(paddr);
                    assertThat(spaces.get(SpaceId.DOM0_PHYSICAL).locate(paddr))
                            .isEqualTo(space.locate(vaddr))
                            .isEqualTo(trail.machine().orElseThrow());
                    assertThat(spaces.sameByte(trail.start()))
                            .contains(new Location(SpaceId.DOM0_PHYSICAL, paddr));
                    text = vaddr;
                    pages++;
                    if (line.strip().startsWith("page ")) {
                        String held = new SpaceReader(space).string(vaddr, 64);
                        assertThat(held).startsWith("XENOSCOPE-MARK " + process + " page=");
                    }
                } else if (line.strip().startsWith("string \"")) {
                    String said = line.strip().substring(8, line.strip().length() - 1);
                    assertThat(new SpaceReader(space).string(text, 128)).isEqualTo(said);
                    texts++;
                }
            }
        }
        assertThat(pages).isGreaterThanOrEqualTo(27);
        assertThat(texts).isGreaterThanOrEqualTo(3);
    }

    private static void add(List<String> wrong, String fault, String[] row) {
        if (!fault.isEmpty() && wrong.size() < 20) {
            wrong.add(String.join(" ", row) + ": " + fault);
        }
    }

    private static Map<String, String> words(String line) {
        Map<String, String> words = new HashMap<>();
        for (String word : line.strip().split(" ")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                words.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return words;
    }

    /// `dom0-pid-7` is `dom0/7`, `domu1` is `dom1`.
    private static SpaceId name(String truth) {
        return SpaceId.parse(truth.replace("domu", "dom").replace("-pid-", "/"));
    }

    private static Spaces spaces(Image image, Map<SpaceId, Long> pgds) {
        Spaces spaces = Spaces.of(image, Notes.of(image));
        spaces.processes(
                (domain, pid) -> {
                    Long pgd = pgds.get(new SpaceId(SpaceId.Kind.TASK, domain, pid));
                    return pgd == null
                            ? new Unknown<>("no process has the number " + pid)
                            : Known.of(new Processes.Tables(pgd, "mm->pgd of " + pid), "truth");
                });
        return spaces;
    }

    private static Map<SpaceId, Long> processes(String dump) {
        Map<SpaceId, Long> pgds = new HashMap<>();
        read(0, Corpus.truth(dump, "pages-summary.txt"), pgds);
        if (dump.equals(DOMU)) {
            read(1, Corpus.truth(dump, "domains.txt"), pgds);
        }
        return pgds;
    }

    /// Lines of `pid comm task mm pgd machine`.
    private static void read(int domain, List<String> lines, Map<SpaceId, Long> pgds) {
        for (String line : lines) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length == 6
                    && fields[0].matches("[0-9]+")
                    && fields[4].matches("f[0-9a-f]{15}")) {
                pgds.put(
                        new SpaceId(SpaceId.Kind.TASK, domain, Long.parseLong(fields[0])),
                        Long.parseUnsignedLong(fields[4], 16));
            }
        }
        assertThat(pgds.toString().getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(10);
    }
}
