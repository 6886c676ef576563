package org.xenoscope.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xenoscope.Corpus;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.Known;
import org.xenoscope.place.Progress;
import org.xenoscope.symbol.Symbol;
import org.xenoscope.symbol.SymbolTable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// dom0's kernel of real dumps against what the machine itself and `crash` said.
@Tag("corpus")
@Timeout(120)
class RealLinuxTest {
    static final List<String> DUMPS = Corpus.ELF_DUMPS;

    private static Dump open(String name) throws Exception {
        return Dump.open(Corpus.dump(name), Progress.NONE);
    }

    private static <T> T known(org.xenoscope.place.Fact<T> fact) {
        assertThat(fact).isInstanceOf(Known.class);
        return fact.value().orElseThrow();
    }

    @ParameterizedTest
    @FieldSource("DUMPS")
    void namesTheKernelAsItDoesItself(String name) throws Exception {
        try (Dump dump = open(name)) {
            Linux linux = dump.linux();
            Uname uname = known(linux.uname());
            String line =
                    String.join(
                            " ",
                            uname.system(),
                            uname.node(),
                            uname.release(),
                            uname.version(),
                            uname.machine());
            assertThat(Corpus.truth(name, "uname.txt").getFirst()).startsWith(line);
            assertThat(known(linux.banner()))
                    .isEqualTo(Corpus.truth(name, "version.txt").getFirst());
            assertThat(((Known<String>) linux.banner()).evidence())
                    .isEqualTo("linux_banner; the p2m leads to the same frame");
            assertThat(known(linux.commandLine()))
                    .isEqualTo(Corpus.truth(name, "cmdline.txt").getFirst().strip());
            String ids = String.join("\n", Corpus.truth(name, "ids.txt"));
            assertThat(ids).contains(known(linux.buildId()));
            assertThat(known(linux.info()).release()).contains(uname.release());
        }
    }

    @ParameterizedTest
    @FieldSource("DUMPS")
    void hasTheSymbolsThatKallsymsHad(String name) throws Exception {
        try (Dump dump = open(name)) {
            SymbolTable symbols = known(dump.linux().symbols());
            Set<String> ours = new TreeSet<>();
            for (Symbol symbol : symbols.all()) {
                ours.add(
                        "%016x %c %s%s"
                                .formatted(
                                        symbol.address(),
                                        symbol.type(),
                                        symbol.name(),
                                        symbol.module().map(m -> "\t[" + m + "]").orElse("")));
            }
            Set<String> theirs =
                    Corpus.truth(name, "kallsyms.zst").stream()
                            .filter(line -> !line.contains("[bpf]"))
                            .filter(line -> !line.contains("__builtin__"))
                            .collect(Collectors.toCollection(TreeSet::new));
            Set<String> missing = new TreeSet<>(theirs);
            missing.removeAll(ours);
            Set<String> more = new TreeSet<>(ours);
            more.removeAll(theirs);
            assertThat(missing).isEmpty();
            assertThat(more).isEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource("DUMPS")
    void printsTheLogAsCrashAndDmesgDo(String name) throws Exception {
        try (Dump dump = open(name)) {
            KernelLog log = known(dump.linux().log());
            List<String> ours =
                    log.records().stream().flatMap(one -> one.printed().lines()).toList();
            List<String> crash = Corpus.truth(name, "crash-log.txt");
            assertThat(ours.stream().map(String::stripTrailing))
                    .containsExactlyElementsOf(
                            crash.subList(1, crash.size()).stream()
                                    .map(String::stripTrailing)
                                    .toList());
            List<String> dmesg = Corpus.truth(name, "dmesg.txt");
            assertThat(ours.subList(0, dmesg.size())).containsExactlyElementsOf(dmesg);
            assertThat(log.skipped()).isZero();
        }
    }

    private static final Pattern PS =
            Pattern.compile(
                    "^(>?) *([0-9]+) +([0-9]+) +([0-9]+) +([0-9a-f]{16}) +([A-Z?]{2}) .*"
                            + " (\\S+|\\[.*])$");

    private static final Map<String, String> STATES =
            Map.of("RU", "R", "IN", "S", "ID", "I", "UN", "D", "ST", "T", "ZO", "Z", "PA", "P");

    @ParameterizedTest
    @FieldSource("DUMPS")
    void listsTheTasksThatCrashLists(String name) throws Exception {
        try (Dump dump = open(name)) {
            TaskList list = known(dump.linux().tasks());
            assertThat(list.closed()).isTrue();
            Map<Long, Task> ours = new HashMap<>();
            list.tasks().forEach(task -> ours.put(task.where().address(), task));
            int compared = 0;
            Set<Long> active = new TreeSet<>();
            for (String line : psLines(name)) {
                Matcher matcher = PS.matcher(line);
                if (!matcher.matches()) {
                    continue;
                }
                long address = Long.parseUnsignedLong(matcher.group(5), 16);
                Task task = ours.get(address);
                assertThat(task).as(line).isNotNull();
                String command = matcher.group(7).replaceAll("^\\[|]$", "");
                assertThat(
                                List.of(
                                        task.pid(),
                                        task.ppid().orElse(-1),
                                        task.cpu().orElse(-1),
                                        task.state().letter() + "",
                                        task.command()))
                        .as(line)
                        .isEqualTo(
                                List.of(
                                        Integer.parseInt(matcher.group(2)),
                                        Integer.parseInt(matcher.group(3)),
                                        Integer.parseInt(matcher.group(4)),
                                        STATES.get(matcher.group(6)),
                                        command));
                if (matcher.group(1).equals(">")) {
                    active.add(address);
                }
                compared++;
            }
            assertThat(compared).isGreaterThan(50).isEqualTo(ours.size());
            List<Long> current =
                    dump.linux().current().stream().map(one -> one.where().address()).toList();
            assertThat(current).containsAll(active);
        }
    }

    /// The lines of the first `ps`, without those of the questions behind it.
    private static List<String> psLines(String name) {
        List<String> lines = new ArrayList<>();
        for (String line : Corpus.truth(name, "crash-ps.txt")) {
            if (line.startsWith("crash>") && !lines.isEmpty()) {
                break;
            }
            lines.add(line);
        }
        return lines;
    }

    @ParameterizedTest
    @FieldSource("DUMPS")
    void listsModulesAsTheKernelDid(String name) throws Exception {
        try (Dump dump = open(name)) {
            List<String> ours =
                    known(dump.linux().modules()).modules().stream()
                            .map(
                                    module ->
                                            "%s %d 0x%x"
                                                    .formatted(
                                                            module.name(),
                                                            module.size().orElse(0),
                                                            module.base().orElse(0)))
                            .toList();
            List<String> theirs =
                    Corpus.truth(name, "modules.txt").stream()
                            .map(line -> line.split(" "))
                            .map(words -> words[0] + " " + words[1] + " " + words[5])
                            .toList();
            assertThat(ours).containsExactlyElementsOf(theirs);
            String ids = String.join("\n", Corpus.truth(name, "module-build-ids.txt"));
            for (KernelModule module : known(dump.linux().modules()).modules()) {
                assertThat(ids).contains(module.buildId().orElseThrow());
                assertThat(known(dump.linux().types(module)).count())
                        .isGreaterThan(known(dump.linux().types()).count());
            }
        }
    }

    @ParameterizedTest
    @FieldSource("DUMPS")
    void listsMountsAndFilesAsCrashDoes(String name) throws Exception {
        try (Dump dump = open(name)) {
            List<String> ours =
                    known(dump.linux().mounts()).stream()
                            .map(
                                    one ->
                                            "%016x %s %s %s"
                                                    .formatted(
                                                            one.where().address(),
                                                            one.type(),
                                                            one.device(),
                                                            one.path()))
                            .toList();
            List<String> theirs = new ArrayList<>();
            for (String line : Corpus.truth(name, "crash-misc.txt")) {
                String[] words = line.strip().split(" +");
                if (line.startsWith("crash> kmem")) {
                    break;
                }
                if (words.length == 5 && words[0].matches("[0-9a-f]{16}")) {
                    theirs.add(words[0] + " " + words[2] + " " + words[3] + " " + words[4]);
                }
            }
            assertThat(ours).containsExactlyInAnyOrderElementsOf(theirs).isNotEmpty();
            compareFiles(dump, name);
        }
    }

    private static void compareFiles(Dump dump, String name) {
        Pattern head = Pattern.compile("PID: (\\d+) +TASK: ([0-9a-f]{16}).*");
        Pattern file =
                Pattern.compile(" *(\\d+) ([0-9a-f]{16}) [0-9a-f]{16} [0-9a-f]{16} (\\w+) +(.*)");
        List<String> lines = Corpus.truth(name, "crash-misc.txt");
        int at = lines.indexOf("crash> files");
        Matcher task = head.matcher(lines.get(at + 1));
        assertThat(task.matches()).isTrue();
        List<String> theirs = new ArrayList<>();
        for (String line : lines.subList(at + 2, lines.size())) {
            Matcher matcher = file.matcher(line);
            if (line.startsWith("crash>")) {
                break;
            }
            if (matcher.matches()) {
                theirs.add(
                        String.join(
                                " ",
                                matcher.group(1),
                                matcher.group(2),
                                matcher.group(3),
                                matcher.group(4).strip()));
            }
        }
        Task found =
                known(dump.linux().tasks()).tasks().stream()
                        .filter(
                                one ->
                                        one.where().address()
                                                == Long.parseUnsignedLong(task.group(2), 16))
                        .findFirst()
                        .orElseThrow();
        List<String> ours =
                dump.linux().files(found).value().orElse(List.of()).stream()
                        .map(
                                one ->
                                        "%d %016x %s %s"
                                                .formatted(
                                                        one.descriptor(),
                                                        one.where().address(),
                                                        one.kind(),
                                                        one.path()))
                        .toList();
        assertThat(ours).containsExactlyElementsOf(theirs);
    }
}
