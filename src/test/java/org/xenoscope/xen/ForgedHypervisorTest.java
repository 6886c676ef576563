package org.xenoscope.xen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.cpu.PcpuState;
import org.xenoscope.cpu.trace.TraceFrame;
import org.xenoscope.dump.Dump;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.place.Progress;

import java.nio.file.Path;
import java.util.List;

/// The hypervisor of a forged machine, of which everything is known.
@Timeout(60)
class ForgedHypervisorTest {
    @TempDir Path folder;
    private Dump dump;

    @BeforeEach
    void write() throws Exception {
        Path file = folder.resolve("vmcore");
        Forge.write(PvMachine.withHypervisor(21), file);
        dump = Dump.open(file, Progress.NONE);
    }

    @AfterEach
    void close() {
        dump.close();
    }

    @Test
    void tellsWhatItIs() {
        Hypervisor xen = dump.xen();
        assertThat(xen.commandLine().value()).contains("placeholder crashkernel=1M dom0_mem=2M");
        assertThat(xen.buildId().value()).contains("b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3");
        assertThat(xen.maxPage().value()).contains(0x800L);
        assertThat(xen.symbols().value().orElseThrow().address("kexec_crash"))
                .contains(0xffff_82d0_4020_0180L);
        List<String> lines = xen.console().value().orElseThrow().lines();
        assertThat(lines).hasSize(10);
        assertThat(lines.getLast()).isEqualTo("(XEN) Shot down all CPUs");
        Crash crash = xen.crash().value().orElseThrow();
        assertThat(crash.kind()).isEqualTo(Crash.Kind.DOM0_CRASH);
        assertThat(crash.pcpu()).hasValue(1);
    }

    @Test
    void tellsOfItsDomains() {
        List<Domain> domains = dump.xen().domains().value().orElseThrow();
        assertThat(domains.stream().map(Domain::id)).containsExactly(0, 1);
        assertThat(domains.getFirst().type().value()).contains(Domain.Type.PV);
        assertThat(domains.getFirst().vcpus().get(1).runstate().orElseThrow().state())
                .isEqualTo(Runstate.State.RUNNING);
        assertThat(domains.getFirst().vcpus().get(0).stateText()).startsWith("blocked");
        assertThat(domains.get(1).vcpus().getFirst().started()).isFalse();
    }

    @Test
    void tellsOneStoryFromDom0sPanicToTheCrash() {
        assertThat(dump.cpus().physical().stream().map(cpu -> cpu.state()))
                .containsExactly(PcpuState.IDLE, PcpuState.CRASHING);
        assertThat(trace(0))
                .containsExactly(
                        "do_nmi_crash+0x9",
                        "do_nmi+0x9",
                        "handle_ist_exception+0x9",
                        "default_idle+0x6",
                        "idle_loop+0x9");
        assertThat(trace(1))
                .containsExactly(
                        "kexec_crash+0x9",
                        "hwdom_shutdown+0x9",
                        "domain_shutdown+0x9",
                        "do_sched_op+0x9",
                        "pv_hypercall+0x6",
                        "lstar_enter+0x9",
                        "xen_hypercall_pv+0x5",
                        "panic+0x2c",
                        "sysrq_handle_crash+0x16");
    }

    private List<String> trace(int cpu) {
        return dump.cpus().trace(dump.cpus().physical(cpu).orElseThrow()).lines().stream()
                .filter(TraceFrame.class::isInstance)
                .map(line -> ((TraceFrame) line).name())
                .toList();
    }
}
