package org.xenoscope.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.dump.Dump;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.place.Progress;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/// The kernel of a forged machine, of which everything is known.
@Timeout(60)
class ForgedKernelTest {
    @TempDir Path folder;
    private final PvMachine machine = new PvMachine(21);
    private Path file = Path.of("");
    private Dump dump;

    @BeforeEach
    void write() throws Exception {
        file = folder.resolve("vmcore");
        Forge.write(machine, file);
        dump = Dump.open(file, Progress.NONE);
    }

    @AfterEach
    void close() {
        dump.close();
    }

    @Test
    void tellsItsStory() {
        Linux linux = dump.linux();
        assertThat(linux.release().value()).contains("6.1.0-sample");
        assertThat(linux.commandLine().value())
                .contains("placeholder root=/dev/xvda1 console=hvc0");
        assertThat(linux.taint().value()).contains(0L);
        assertThat(linux.types().value().orElseThrow().offset("task_struct", "comm"))
                .contains(0x48L);
        assertThat(linux.nameOf(0xffff_ffff_8100_7010L)).contains("panic+0x10");
        TaskList tasks = linux.tasks().value().orElseThrow();
        assertThat(tasks.closed()).isTrue();
        assertThat(tasks.tasks().stream().map(Task::command))
                .containsExactly(
                        "swapper/0",
                        "systemd",
                        "kthreadd",
                        "kworker/0:1",
                        "xenwatch",
                        "xenstored",
                        "xenconsoled",
                        "sshd",
                        "bash",
                        "sh",
                        "swapper/1");
        Task shell = tasks.pid(327).orElseThrow();
        assertThat(shell.ppid()).hasValue(311);
        assertThat(shell.state()).isEqualTo(TaskState.RUNNING);
        assertThat(shell.root()).isEqualTo(OptionalLong.of(machine.processRoot()));
        assertThat(tasks.pid(9).orElseThrow().state()).isEqualTo(TaskState.IDLE);
        Panic panic = linux.panic().value().orElseThrow();
        assertThat(panic.cpu()).hasValue(1);
        assertThat(panic.text()).contains("sysrq triggered crash");
        assertThat(panic.task()).contains(shell);
        KernelLog log = linux.log().value().orElseThrow();
        assertThat(log.records()).hasSize(13);
        assertThat(log.skipped()).isZero();
        assertThat(log.records().getLast().printed())
                .contains("[   27.913000] Call Trace:\n[   27.913000]  <TASK>\n");
        assertThat(linux.modules().value().orElseThrow().modules()).isEmpty();
    }

    @Test
    void costsOnlyTheFactThatADamagedDumpLiesAbout() throws Exception {
        byte[] sound = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(9);
        for (int round = 0; round < 60; round++) {
            byte[] damaged = sound.clone();
            for (int i = 0; i < 20_000; i++) {
                int at = 0x2000 + 8 * random.nextInt((damaged.length - 0x2000) / 8);
                damaged[at + random.nextInt(8)] = (byte) random.nextInt(256);
            }
            Path broken = folder.resolve("broken");
            Files.write(broken, damaged);
            try (Dump opened = Dump.open(broken, Progress.NONE)) {
                askEverything(opened.linux());
            }
        }
    }

    private static void askEverything(Linux linux) {
        linux.banner();
        linux.uname();
        linux.commandLine();
        linux.buildId();
        linux.taint();
        linux.configuration();
        linux.info();
        linux.symbols();
        linux.types();
        linux.log();
        linux.current();
        linux.modules();
        linux.mounts();
        linux.panic();
        linux.tasks().value().ifPresent(list -> list.tasks().forEach(task -> linux.files(task)));
    }
}
