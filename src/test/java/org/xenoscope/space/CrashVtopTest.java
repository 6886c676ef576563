package org.xenoscope.space;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xenoscope.Corpus;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Every address that crash's `vtop` translated on the real dumps: the same entries of the page
/// tables, read at the same pseudo-physical places, and the same machine page.
@Tag("corpus")
class CrashVtopTest {
    private static final List<String> DUMPS = Corpus.ELF_DUMPS;

    private static final Pattern ASKED =
            Pattern.compile("crash> vtop (?:-k )?(?:-c ([0-9]+) )?([0-9a-f]+)");

    /// `PUD: 2a12000 => 12a13067 [machine]`; of kernel addresses the first has no place.
    private static final Pattern ENTRY =
            Pattern.compile(
                    " *(?:PGD|PUD|PMD|PTE|PAGE DIRECTORY): (?:([0-9a-f]+) => )?([0-9a-f]+)"
                            + " \\[machine\\]");

    private static final Pattern PAGE = Pattern.compile(" *PAGE: ([0-9a-f]+) \\[machine\\]");

    @ParameterizedTest
    @FieldSource("DUMPS")
    void walksAsCrashDoes(String name) throws Exception {
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        try (Dump dump = Dump.open(Corpus.dump(name), Progress.NONE)) {
            List<String> lines = Corpus.truth(name, "crash-vtop.txt");
            for (int from = 0; from < lines.size(); ) {
                int to = from + 1;
                while (to < lines.size() && !lines.get(to).startsWith("crash> ")) {
                    to++;
                }
                Matcher command = ASKED.matcher(lines.get(from));
                if (command.matches()) {
                    asked++;
                    compare(dump, command, lines.subList(from, to), wrong);
                }
                from = to;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).isGreaterThanOrEqualTo(57);
    }

    private static void compare(
            Dump dump, Matcher command, List<String> answer, List<String> wrong) {
        String process = command.group(1) == null ? "" : "/" + command.group(1);
        SpaceId id = SpaceId.parse("dom0" + process);
        long vaddr = Long.parseUnsignedLong(command.group(2), 16);
        Trail trail = dump.spaces().explain(new Location(id, vaddr));
        List<String> theirs = new ArrayList<>();
        List<String> ours = new ArrayList<>();
        List<Step> walked =
                trail.steps().stream().filter(step -> step.what().matches("L[1-4]\\[.*")).toList();
        OptionalLong page = OptionalLong.empty();
        for (String line : answer) {
            Matcher entry = ENTRY.matcher(line);
            Matcher last = PAGE.matcher(line);
            if (entry.matches()) {
                int index = theirs.size();
                theirs.add(entry.group(2));
                if (entry.group(1) != null && index < walked.size()) {
                    long paddr = Long.parseUnsignedLong(entry.group(1), 16);
                    long maddr = dump.spaces().get(SpaceId.DOM0_PHYSICAL).locate(paddr);
                    check(maddr == readAt(walked.get(index)), line, trail, wrong);
                }
            } else if (last.matches()) {
                page = OptionalLong.of(Long.parseUnsignedLong(last.group(1), 16));
            }
        }
        walked.forEach(step -> ours.add(Long.toHexString(step.value().orElse(-1))));
        boolean refused = theirs.isEmpty();
        // crash refuses Xen's slots, which dom0's tables map, and what no VMA of a process covers
        check(refused || ours.equals(theirs), "entries " + theirs, trail, wrong);
        if (page.isPresent()) {
            long frame = trail.machine().orElse(-1) & ~0xfffL;
            check(frame == page.getAsLong(), "page " + page, trail, wrong);
        } else if (!refused) {
            check(trail.machine().isEmpty() && trail.hole().isPresent(), "no page", trail, wrong);
        }
    }

    private static long readAt(Step step) {
        return step.readAt().map(Location::address).orElse(-1L);
    }

    private static void check(boolean same, String theirs, Trail trail, List<String> wrong) {
        if (!same) {
            wrong.add(trail.start() + ", crash: " + theirs + ", here: " + trail.steps());
        }
    }
}
