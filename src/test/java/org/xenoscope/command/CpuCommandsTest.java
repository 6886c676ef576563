package org.xenoscope.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xenoscope.Corpus;
import org.xenoscope.forge.Era;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.Machine32;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// `cpus`, `trace`, `disassemble`, `tasks --stack`.
class CpuCommandsTest {
    @TempDir Path folder;

    /// Dumps of 2006 tell their notes, and why they tell no more.
    @ParameterizedTest
    @EnumSource(Era.class)
    void sayWhatADumpOf2006CannotTell(Era era) throws Exception {
        Path dump = folder.resolve("vmcore");
        Forge.write(new Machine32(true, 1), era, dump);
        Shell cpus = Shell.run("cpus", dump.toString());
        Shell json = Shell.run("cpus", dump.toString(), "--json");

        assertThat(json.json()).containsKeys("physical", "virtual");
        assertThat(cpus.out()).contains("VCPUs: unknown: ");
        if (era == Era.WITHOUT_NOTES) {
            assertThat(cpus.status()).isEqualTo(ExitStatus.NOTHING_THERE);
        } else {
            assertThat(cpus.status()).isEqualTo(ExitStatus.DONE);
            assertThat(cpus.out())
                    .contains(
                            "pCPU 0: never saved its registers (offline, or it did not answer the"
                                    + " NMI)  (its notes alone: ");
            Shell trace = Shell.run("trace", dump.toString(), "pcpu:0");
            assertThat(trace.status()).isEqualTo(ExitStatus.NOTHING_THERE);
            assertThat(trace.out()).contains("incomplete: its notes alone: ");
        }
    }

    @Test
    void refuseWhatIsNoCpuAndNoTask() throws Exception {
        Path dump = folder.resolve("vmcore");
        Forge.write(new Machine32(true, 1), Era.CR3_OF_2006, dump);

        assertThat(Shell.run("trace", dump.toString(), "everything").status())
                .isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(Shell.run("trace", dump.toString(), "pcpu:99").status())
                .isEqualTo(ExitStatus.NOTHING_THERE);
        assertThat(Shell.run("trace", dump.toString(), "0").status())
                .isEqualTo(ExitStatus.WRONG_USAGE);
        assertThat(Shell.run("trace", dump.toString(), "4242").err()).contains("not known: ");
        assertThat(Shell.run("disassemble", dump.toString(), "xen:0xff100000", "0").status())
                .isEqualTo(ExitStatus.WRONG_USAGE);
    }

    /// The registers are those that gdb read at the top of the stack of pCPU 1 (xen-cpus.txt).
    @Test
    @Tag("corpus")
    @SuppressWarnings("unchecked")
    void printFlatSetsOfRegisters() {
        String dump = Corpus.dump("xen417-dom0-panic").toString();
        Map<String, Object> json = Shell.run("cpus", dump, "--json").json();
        List<Map<String, Object>> virtual = (List<Map<String, Object>>) json.get("virtual");
        List<Map<String, Object>> physical = (List<Map<String, Object>>) json.get("physical");
        Map<String, Object> registers = (Map<String, Object>) virtual.get(1).get("registers");

        assertThat(virtual.get(1)).containsEntry("name", "d0v1").containsEntry("command", "sh");
        assertThat(registers)
                .containsEntry("rip", "0xffffffff81a442b5")
                .containsEntry("rax", "0x1d")
                .containsEntry("rbp", "0xffffc900409dbb60")
                .containsEntry("cr3", "0x1718c000");
        assertThat(physical.get(1)).containsEntry("crashed", true).containsEntry("loaded", "d0v1");
        assertThat((Map<String, Object>) physical.get(1).get("registers"))
                .containsEntry("rsp", "0xffff830027dbfe08")
                .containsEntry("cr3", "0x1718c000")
                .allSatisfy((_, value) -> assertThat((String) value).startsWith("0x"));
    }

    @Test
    @Tag("corpus")
    void printAFrameALine() {
        String dump = Corpus.dump("xen417-dom0-panic").toString();
        String byVcpu = Shell.run("trace", dump, "dom0-vcpu:1").out();
        String byTask = Shell.run("tasks", dump, "--stack", "327").out();

        assertThat(byVcpu.lines().filter(line -> line.startsWith("#"))).hasSize(12);
        assertThat(byVcpu).contains("sysrq_handle_crash+0x16 ", "end: entered from user space");
        assertThat(byTask.lines().skip(1)).isEqualTo(byVcpu.lines().skip(1).toList());
        assertThat(Shell.run("trace", dump, "327", "--stack").out())
                .contains("returns to write_sysrq_trigger+0x24", "frame: rip");
    }
}
