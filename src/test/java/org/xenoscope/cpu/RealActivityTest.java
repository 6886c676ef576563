package org.xenoscope.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.xenoscope.Corpus;
import org.xenoscope.cpu.trace.SavedRegisters;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.Progress;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the CPUs of real dumps were doing, against what a debugger read at the tops of Xen's
/// stacks.
@Tag("corpus")
class RealActivityTest {
    private static final List<String> DUMPS = Corpus.ELF_DUMPS;
    private static final Pattern TOP =
            Pattern.compile(
                    " +stack top 0x([0-9a-f]+) processor_id (\\d+) current_vcpu 0x([0-9a-f]+).*");
    private static final Pattern FRAME = Pattern.compile(" +guest_cpu_user_regs (.*)");

    @ParameterizedTest
    @FieldSource("DUMPS")
    void findsEveryStackAndTheFrameAtItsTop(String name) throws Exception {
        List<String> truth = Corpus.truth(name, "xen-cpus.txt");
        int seen = 0;
        try (Dump dump = Dump.open(Corpus.dump(name), Progress.NONE)) {
            for (int i = 0; i < truth.size(); i++) {
                Matcher top = TOP.matcher(truth.get(i));
                if (!top.matches()) {
                    continue;
                }
                seen++;
                PcpuActivity cpu =
                        dump.cpus().physical(Integer.parseInt(top.group(2))).orElseThrow();
                long end = Long.parseUnsignedLong(top.group(1), 16);
                assertThat(cpu.xen().orElseThrow().stack()).isEqualTo(end - 0x8000);
                if (cpu.guest().isPresent()) {
                    frame(truth.get(i + 1), cpu.guest().get());
                }
            }
            assertThat(dump.cpus().physical()).hasSize(seen);
            assertThat(dump.cpus().findings()).isEmpty();
        }
    }

    private static void frame(String line, SavedRegisters frame) {
        Matcher matcher = FRAME.matcher(line);
        assertThat(matcher.matches()).isTrue();
        for (String pair : matcher.group(1).split(" ", -1)) {
            String[] parts = pair.split("=", 2);
            long value = Long.parseUnsignedLong(parts[1].substring(2), 16);
            if (SavedRegisters.GENERAL.contains(parts[0])) {
                assertThat(frame.general(parts[0])).as(pair).isEqualTo(value);
            } else if (parts[0].equals("rip")) {
                assertThat(frame.rip()).isEqualTo(value);
            } else if (parts[0].equals("rsp")) {
                assertThat(frame.rsp()).isEqualTo(value);
            }
        }
    }

    /// Which VCPU each pCPU had, by gdb on Xen's structures with their debug information
    /// (domains.txt, xen-cpus.txt) and by hand in Xen's sources.
    @Test
    void tellsRunningFromIdleFromStillLoaded() throws Exception {
        try (Dump dump = Dump.open(Corpus.dump("xen420-dom0-panic"), Progress.NONE)) {
            assertThat(dump.cpus().physical())
                    .extracting(PcpuActivity::says)
                    .containsExactly(
                            "idle, d0v1 still loaded",
                            "idle, d1v0 still loaded",
                            "idle, no VCPU loaded",
                            "crashed here, running d0v0");
            assertThat(dump.cpus().physical())
                    .extracting(PcpuActivity::state)
                    .containsExactly(
                            PcpuState.IDLE_LOADED,
                            PcpuState.IDLE_LOADED,
                            PcpuState.IDLE,
                            PcpuState.CRASHING);
            assertThat(dump.cpus().virtual())
                    .extracting(VirtualCpu::says)
                    .containsExactly(
                            "running on pCPU 3",
                            "runnable, still loaded on pCPU 0",
                            "blocked, still loaded on pCPU 1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "xen417-dom0-panic, 0, down, 'hypercall 24 vcpu_op(2 down, vcpu 0)', swapper/0",
        "xen417-hypervisor-crash, 0, running, 'hypercall 35 sysctl(', xl",
        "xen417-hypervisor-crash, 1, blocked, hypercall 29 sched_op(1 block), swapper/1",
        "xen420-dom0-panic, 1, runnable, hypercall 29 sched_op(1 block), swapper/1",
    })
    void tellsWhatTheOtherVcpusDid(String name, int number, String state, String call, String task)
            throws Exception {
        try (Dump dump = Dump.open(Corpus.dump(name), Progress.NONE)) {
            VirtualCpu cpu = dump.cpus().virtual(0, number).orElseThrow();

            assertThat(cpu.vcpu().stateText()).isEqualTo(state);
            assertThat(cpu.hypercall().orElseThrow().says()).startsWith(call);
            assertThat(cpu.task().value().orElseThrow().task().orElseThrow().command())
                    .isEqualTo(task);
            assertThat(cpu.findings()).isEmpty();
        }
    }

    /// `CPU: 1 PID: 327` and `CPU: 0 PID: 501` in the logs, and "Executing kexec image on cpu1",
    /// cpu3 and cpu0 on Xen's console.
    @ParameterizedTest
    @CsvSource({
        "xen417-dom0-panic, 'dom0 says that VCPU 1 panicked; it was on pCPU 1, from where the crash"
                + " was led'",
        "xen420-dom0-panic, 'dom0 says that VCPU 0 panicked; it was on pCPU 3, from where the crash"
                + " was led'",
        "xen417-hypervisor-crash, the crash was led from pCPU 0; dom0's kernel tells of no panic",
    })
    void saysWhoCrashed(String name, String sentence) throws Exception {
        try (Dump dump = Dump.open(Corpus.dump(name), Progress.NONE)) {
            assertThat(dump.cpus().whoCrashed().value()).hasValue(sentence);
        }
    }

    /// The stop of the panic on VCPU 1 reached VCPU 0 while it idled: below the interrupt stands
    /// what it did.
    @Test
    void goesOnBelowTheInterruptThatStoppedAVcpu() throws Exception {
        try (Dump dump = Dump.open(Corpus.dump("xen417-dom0-panic"), Progress.NONE)) {
            VirtualCpu cpu = dump.cpus().virtual(0, 0).orElseThrow();
            List<String> names =
                    dump.cpus().trace(cpu).frames().stream()
                            .map(frame -> frame.name().replaceAll("\\+0x.*", ""))
                            .toList();

            assertThat(names)
                    .containsSubsequence(
                            "xen_hypercall_pv",
                            "stop_self",
                            "__flush_smp_call_function_queue",
                            "xen_pv_evtchn_do_upcall",
                            "xen_safe_halt",
                            "do_idle",
                            "start_kernel",
                            "startup_xen");
            assertThat(dump.cpus().stackWords(cpu))
                    .filteredOn(word -> word.kind() == StackWord.Kind.FRAME)
                    .extracting(StackWord::says)
                    .anyMatch(says -> says.startsWith("returns to stop_self+0x"));
        }
    }
}
