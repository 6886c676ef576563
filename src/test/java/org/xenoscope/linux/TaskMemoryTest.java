package org.xenoscope.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenoscope.Corpus;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.Progress;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The memory of processes against what crash's `ps` prints as RSS.
@Tag("corpus")
class TaskMemoryTest {
    private static final Pattern PS =
            Pattern.compile(
                    ">? +([0-9]+) +[0-9]+ +[0-9]+ +([0-9a-f]{16}) +[A-Z]+ +[0-9.]+ +[1-9][0-9]*"
                            + " +([0-9]+) .*");

    @ParameterizedTest
    @ValueSource(strings = {"xen417-dom0-panic", "xen420-dom0-panic"})
    void w33CountsTheMemoryOfEveryProcess(String name) throws Exception {
        Map<Integer, Long> expected = new TreeMap<>();
        for (String line : Corpus.truth(name, "crash-ps.txt")) {
            Matcher matcher = PS.matcher(line);
            if (matcher.matches()) {
                expected.putIfAbsent(
                        Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(3)));
            }
        }
        Map<Integer, Long> found = new TreeMap<>();
        try (Dump dump = Dump.open(Corpus.dump(name), Progress.NONE)) {
            for (Task task : dump.linux().tasks().value().orElseThrow().tasks()) {
                if (expected.containsKey(task.pid())) {
                    dump.linux()
                            .resident(task)
                            .value()
                            .ifPresent(bytes -> found.put(task.pid(), bytes >> 10));
                }
            }
        }

        assertThat(expected).hasSizeGreaterThan(3);
        assertThat(found).isEqualTo(expected);
    }
}
