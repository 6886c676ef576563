package org.xenoscope.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xenoscope.Corpus;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.Progress;
import org.xenoscope.report.StructureText;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.type.TypeSystem;
import org.xenoscope.type.TypedField;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Structures of real kernels against what `crash` and `pahole` print of them.
@Tag("corpus")
@Timeout(120)
class StructTruthTest {
    static final List<String> DUMPS = Corpus.ELF_DUMPS;

    /// What crash prints without offsets or not at all: the two structures without names in the
    /// union `console` of include/xen/interface/xen.h. Nothing else may be ours alone.
    private static final Map<String, List<String>> LEFT_OUT =
            Map.of(
                    "start_info",
                    List.of(
                            "[72] xen_pfn_t mfn;",
                            "[80] uint32_t evtchn;",
                            "[72] } domU;",
                            "[72] uint32_t info_off;",
                            "[76] uint32_t info_size;",
                            "[72] } dom0;"));

    @ParameterizedTest
    @FieldSource("DUMPS")
    void hasTheLayoutsThatCrashPrints(String name) throws Exception {
        try (Dump dump = Dump.open(Corpus.dump(name), Progress.NONE)) {
            TypeSystem types = dump.linux().types().value().orElseThrow();
            int compared = 0;
            for (List<String> answer : answers(name, "crash> struct -o ")) {
                String type = answer.getFirst().substring("crash> struct -o ".length());
                String ours = StructureText.layout(types, types.structure(type).orElseThrow());
                assertHolds(type, members(ours.lines().toList()), members(answer));
                compared++;
            }
            assertThat(compared).isGreaterThan(15);
            for (String line : Corpus.truth(name, "struct-sizes-btf.tsv")) {
                String[] words = line.split("\t");
                if (words.length == 3 && !line.startsWith("#")) {
                    assertThat(types.size(words[0])).as(words[0]).contains(Long.valueOf(words[1]));
                }
            }
        }
    }

    /// Offset and declaration of each named member, without what differs between the printers.
    /// {@return the lines of members, as `[offset] declaration;`}
    private static List<String> members(List<String> lines) {
        List<String> members = new ArrayList<>();
        for (String line : lines) {
            String text = line.strip().replaceAll(" */\\*.*\\*/$", "");
            if (text.matches("(\\[[0-9]+] +)?[^{\\[].*;")
                    && !text.contains("{")
                    && !text.equals("};")) {
                // BTF counts 0 elements for x[0] and x[] alike
                members.add(text.replaceAll(" +", " ").replace("* ", "*").replace("[0];", "[];"));
            }
        }
        return members;
    }

    /// Every line of crash stands among ours, in the same order; and a line of ours that crash does
    /// not have is {@link #LEFT_OUT} by it.
    private static void assertHolds(String type, List<String> ours, List<String> theirs) {
        int at = 0;
        List<String> more = new ArrayList<>();
        for (String line : theirs) {
            int found = at;
            while (found < ours.size() && !same(ours.get(found), line)) {
                more.add(ours.get(found));
                found++;
            }
            assertThat(found).as(line).isLessThan(ours.size());
            at = found + 1;
        }
        more.addAll(ours.subList(at, ours.size()));
        assertThat(more).as(type).isEqualTo(LEFT_OUT.getOrDefault(type, List.of()));
    }

    private static boolean same(String ours, String theirs) {
        return ours.equals(theirs) || ours.replaceFirst("^\\[[0-9]+] ", "").equals(theirs);
    }

    private static List<List<String>> answers(String name, String question) {
        List<List<String>> answers = new ArrayList<>();
        List<String> at = null;
        for (String line : Corpus.truth(name, "crash-struct.txt")) {
            if (line.startsWith("crash>")) {
                at = line.startsWith(question) ? new ArrayList<>() : null;
                if (at != null) {
                    answers.add(at);
                }
            }
            if (at != null) {
                at.add(line);
            }
        }
        return answers;
    }

    @ParameterizedTest
    @FieldSource("DUMPS")
    void hasTheValuesThatCrashPrints(String name) throws Exception {
        try (Dump dump = Dump.open(Corpus.dump(name), Progress.NONE)) {
            Linux linux = dump.linux();
            TypeSystem types = linux.types().value().orElseThrow();
            List<String> crash = answers(name, "crash> struct task_struct init_task").getFirst();
            long init = linux.symbols().value().orElseThrow().address("init_task").orElseThrow();
            TypedField field =
                    TypedField.over(
                            types,
                            types.structure("task_struct").orElseThrow(),
                            new SpaceReader(dump.spaces().get(linux.space())),
                            init);
            String ours = StructureText.values(types, field, _ -> Optional.empty());
            assertThat(plain(ours.lines().toList()))
                    .containsExactlyElementsOf(plain(crash.subList(1, crash.size())));
        }
    }

    /// The lines without the symbols behind pointers and without NULs at the end of texts.
    private static List<String> plain(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll(" ?<[^>]*>", ""))
                .map(line -> line.replaceAll("(\\\\000)+\"", "\""))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                // of an array without a length crash prints the address
                .filter(line -> !line.startsWith("extended_state_area"))
                .toList();
    }
}
