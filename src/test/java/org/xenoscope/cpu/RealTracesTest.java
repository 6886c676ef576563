package org.xenoscope.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenoscope.Corpus;
import org.xenoscope.cpu.trace.Grade;
import org.xenoscope.cpu.trace.Trace;
import org.xenoscope.cpu.trace.TraceBorder;
import org.xenoscope.cpu.trace.TraceFrame;
import org.xenoscope.dump.Dump;
import org.xenoscope.linux.Task;
import org.xenoscope.linux.TaskList;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Traces of real dumps against what the crashed kernels printed themselves, and against `crash`.
@Tag("corpus")
class RealTracesTest {
    private static final Pattern LOGGED =
            Pattern.compile("\\[ *[0-9.]+]  (\\w[\\w.]*\\+0x[0-9a-f]+)/0x[0-9a-f]+(?: \\[\\w+])?");
    private static final Pattern XENS =
            Pattern.compile(
                    "\\(XEN\\)    \\[<[0-9a-f]+>] [RS]"
                            + " (?:.*#)?([\\w.]+)(?:\\+(0x)?([0-9a-f]+))/0x.*");
    private static final Pattern CRASH_TASK =
            Pattern.compile("PID: (\\d+) +TASK: ([0-9a-f]+) +CPU: \\d+ +COMMAND: .*");
    private static final Pattern CRASH_FRAME =
            Pattern.compile(" *#\\d+ \\[[0-9a-f]+] \\S+ at ([0-9a-f]+).*");

    /// The kernel's own trace in its log: from the function that asked for the panic outwards the
    /// same frames at the same offsets, and none more. Inside it the panic has gone on since: it
    /// printed the trace (`dump_stack_lvl`), and then called the hypervisor.
    @ParameterizedTest
    @CsvSource({"xen417-dom0-panic, 1, 1", "xen420-dom0-panic, 0, 3"})
    void tracesThePanickingVcpuAsItsOwnLogDoes(String name, int vcpu, int pcpu) throws Exception {
        List<String> logged = logged(name);
        try (Dump dump = open(name)) {
            VirtualCpu cpu = dump.cpus().virtual(0, vcpu).orElseThrow();
            Trace trace = dump.cpus().trace(cpu);
            List<String> names = names(trace);

            assertThat(names.subList(0, 3))
                    .allMatch(function -> function.matches("(xen_|panic).*"))
                    .satisfies(inner -> assertThat(inner.get(2)).startsWith("panic+0x"));
            assertThat(logged.get(1)).startsWith("panic+0x");
            assertThat(names.subList(3, names.size() - 1))
                    .isEqualTo(logged.subList(2, logged.size()));
            assertThat(trace.all()).allMatch(frame -> frame.grade() == Grade.EXACT);
            assertThat(trace.complete()).isTrue();
            assertThat(cpu.mode()).isEqualTo(VirtualCpu.Mode.HYPERCALL);
            assertThat(cpu.hypercall().orElseThrow().says())
                    .isEqualTo("hypercall 29 sched_op(2 shutdown, reason 3 crash)");
            assertThat(cpu.task().value().orElseThrow().task().orElseThrow().command())
                    .isEqualTo("sh");
            assertThat(dump.cpus().under(cpu).orElseThrow().number()).isEqualTo(pcpu);
            user(name, trace.frames().getLast());
        }
    }

    /// `RIP: 0033:0x47b7a0` behind the trace in the log.
    private static void user(String name, TraceFrame frame) {
        String rip =
                Corpus.truth(name, "serial.log").stream()
                        .filter(line -> line.contains("] RIP: 0033:0x"))
                        .reduce((_, last) -> last)
                        .orElseThrow()
                        .replaceAll(".*0033:", "");
        assertThat(frame.code().hex()).isEqualTo(rip);
    }

    @ParameterizedTest
    @CsvSource({"xen417-dom0-panic, 1", "xen420-dom0-panic, 3"})
    void leadsThroughTheHypercallOfThePanicIntoXen(String name, int number) throws Exception {
        try (Dump dump = open(name)) {
            PcpuActivity cpu = dump.cpus().physical(number).orElseThrow();
            assertThat(cpu.crashed()).isTrue();
            assertThat(dump.cpus().physical().stream().filter(PcpuActivity::crashed)).hasSize(1);
            List<String> names =
                    names(dump.cpus().trace(cpu)).stream()
                            .map(function -> function.replaceAll("\\+0x.*", ""))
                            .toList();

            // docs: cpus.md's table of paths into kexec_crash, read in Xen's sources
            assertThat(names)
                    .startsWith(
                            "kexec_crash",
                            "hwdom_shutdown",
                            "domain_shutdown",
                            "do_sched_op",
                            "pv_hypercall",
                            "lstar_enter",
                            "xen_hypercall_pv",
                            "xen_reboot",
                            "panic");
        }
    }

    /// What Xen printed while it panicked: `R` the faulting instruction, `S` words of the stack,
    /// some of them stale.
    @Test
    void tracesXensOwnPanicThroughItsExceptionFrame() throws Exception {
        String name = "xen417-hypervisor-crash";
        List<String> printed = printedByXen(name);
        assertThat(printed).startsWith("dump_numa+0x30").hasSize(9);
        try (Dump dump = open(name)) {
            PcpuActivity cpu = dump.cpus().physical(0).orElseThrow();
            Trace trace = dump.cpus().trace(cpu);
            List<String> xens =
                    trace.frames().stream()
                            .filter(frame -> frame.code().space().equals(SpaceId.XEN))
                            .map(TraceFrame::name)
                            .toList();

            assertThat(cpu.crashed()).isTrue();
            assertThat(xens.subList(0, 4))
                    .extracting(function -> function.replaceAll("\\+0x.*", ""))
                    .containsExactly(
                            "kexec_crash", "panic", "do_page_fault", "handle_exception_saved");
            assertThat(printed).containsSubsequence(xens.subList(4, xens.size()));
            assertThat(xens.subList(4, xens.size()))
                    .extracting(function -> function.replaceAll("\\+0x.*", ""))
                    .containsExactly(
                            "dump_numa",
                            "handle_keypress",
                            "do_sysctl",
                            "pv_hypercall",
                            "lstar_enter");
            assertThat(trace.lines())
                    .filteredOn(TraceBorder.class::isInstance)
                    .extracting(line -> ((TraceBorder) line).says())
                    .satisfies(
                            borders -> {
                                assertThat(borders.get(0)).isEqualTo("page fault");
                                assertThat(borders.get(1)).startsWith("hypercall 35 sysctl(");
                                assertThat(borders.get(2)).isEqualTo("syscall 16 ioctl");
                            });
            assertThat(names(trace)).contains("privcmd_ioctl+0x24e [xen_privcmd]");
            assertThat(trace.complete()).isTrue();
        }
    }

    /// Every task that slept: the same return addresses as `crash` prints with the symbols of the
    /// very kernel. Of an idle task `crash` leaves out the outermost frame, `startup_xen`.
    @ParameterizedTest
    @CsvSource({"xen417-dom0-panic, 60", "xen417-hypervisor-crash, 60", "xen420-dom0-panic, 60"})
    void tracesEverySleepingTaskAsCrashDoes(String name, int fewest) throws Exception {
        Map<Long, List<String>> truth = ofCrash(name);
        int compared = 0;
        try (Dump dump = open(name)) {
            List<Task> tasks = dump.linux().tasks().value().map(TaskList::tasks).orElseThrow();
            for (Task task : tasks) {
                List<String> expected = truth.getOrDefault(task.where().address(), List.of());
                if (expected.isEmpty() || dump.cpus().runs(task).isPresent()) {
                    continue;
                }
                Trace trace = dump.cpus().trace(task);
                List<String> addresses =
                        trace.frames().stream()
                                .filter(frame -> frame.code().space().equals(SpaceId.DOM0))
                                .map(frame -> Long.toHexString(frame.code().address()))
                                .toList();
                assertThat(task.idle() ? addresses.subList(0, expected.size()) : addresses)
                        .as(task.words())
                        .isEqualTo(expected);
                assertThat(trace.complete()).as(task.words()).isTrue();
                compared++;
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(fewest);
    }

    /// Without any symbol the same return addresses come out.
    @ParameterizedTest
    @CsvSource({"xen417-dom0-panic, 1", "xen420-dom0-panic, 0"})
    void tracesWithoutSymbols(String name, int vcpu) throws Exception {
        try (Dump dump = open(name)) {
            VirtualCpu cpu = dump.cpus().virtual(0, vcpu).orElseThrow();
            List<Location> named =
                    dump.cpus().trace(cpu).frames().stream()
                            .map(TraceFrame::code)
                            .filter(code -> code.space().equals(SpaceId.DOM0))
                            .toList();
            var tracer =
                    new org.xenoscope.cpu.trace.KernelTracer(
                            new org.xenoscope.cpu.trace.Code(
                                    dump.linux().reader(),
                                    org.xenoscope.symbol.SymbolTable.EMPTY,
                                    8));
            Trace trace =
                    tracer.trace(
                            org.xenoscope.cpu.trace.KernelTracer.Start.of(
                                    cpu.values().orElseThrow()));

            assertThat(trace.frames()).extracting(TraceFrame::code).isEqualTo(named);
            assertThat(trace.complete()).isTrue();
        }
    }

    private static Dump open(String name) throws Exception {
        return Dump.open(Corpus.dump(name), Progress.NONE);
    }

    private static List<String> names(Trace trace) {
        return trace.frames().stream().map(TraceFrame::name).toList();
    }

    /// The frames of the last trace in the log that are not marked with `?`.
    private static List<String> logged(String name) {
        List<String> frames = new ArrayList<>();
        boolean inside = false;
        for (String line : Corpus.truth(name, "serial.log")) {
            if (line.contains("] Kernel panic - not syncing")) {
                frames.clear();
                inside = true;
            }
            Matcher matcher = LOGGED.matcher(line);
            if (inside && matcher.matches()) {
                frames.add(matcher.group(1));
            }
            inside &= !line.contains("</TASK>");
        }
        return frames;
    }

    private static List<String> printedByXen(String name) {
        List<String> frames = new ArrayList<>();
        for (String line : Corpus.truth(name, "serial.log")) {
            if (line.equals("(XEN) Xen call trace:")) {
                frames.clear();
            }
            Matcher matcher = XENS.matcher(line);
            if (matcher.matches()) {
                frames.add(matcher.group(1) + "+0x" + matcher.group(3));
            }
            if (line.equals("(XEN) Panic on CPU 0:")) {
                return frames;
            }
        }
        return frames;
    }

    /// Return addresses by `task_struct`, of the second list of tasks in the file: that of all.
    private static Map<Long, List<String>> ofCrash(String name) {
        Map<Long, List<String>> tasks = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (String line : Corpus.truth(name, "crash-bt.txt")) {
            Matcher task = CRASH_TASK.matcher(line);
            Matcher frame = CRASH_FRAME.matcher(line);
            if (task.matches()) {
                current = new ArrayList<>();
                tasks.put(Long.parseUnsignedLong(task.group(2), 16), current);
            } else if (frame.matches()) {
                current.add(frame.group(1));
            }
        }
        return tasks;
    }
}
