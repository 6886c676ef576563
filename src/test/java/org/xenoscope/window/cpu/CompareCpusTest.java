package org.xenoscope.window.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;
import org.xenoscope.Corpus;
import org.xenoscope.cpu.Register;
import org.xenoscope.cpu.RegisterComparison;
import org.xenoscope.cpu.RegisterComparison.Result;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.window.Jobs;
import org.xenoscope.window.Navigator;
import org.xenoscope.window.Workbench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Both register sets side by side, against what gdb and a reader of Xen's stacks wrote down.
@Tag("corpus")
@ExtendWith(ApplicationExtension.class)
class CompareCpusTest {
    private static final String NAME = "xen417-dom0-panic";
    private static final Pattern PAIR = Pattern.compile("(\\w+)=0x([0-9a-f]+)");
    private final Jobs jobs = new Jobs();
    private Workbench workbench;
    private CpusView view;

    @BeforeEach
    void open() throws Exception {
        Dump dump = Dump.open(Corpus.dump(NAME), Progress.NONE);
        workbench = new Workbench(dump, new Navigator(new Location(SpaceId.FILE, 0)), jobs);
        Stage stage = FxToolkit.registerPrimaryStage();
        WaitForAsyncUtils.asyncFx(
                        () -> {
                            view = new CpusView(workbench);
                            stage.setScene(new Scene((Parent) view.node(), 1200, 900));
                            stage.show();
                        })
                .get();
        WaitForAsyncUtils.waitFor(
                60, TimeUnit.SECONDS, () -> view.node().lookup(".register-name") != null);
    }

    @AfterEach
    void close() throws Exception {
        WaitForAsyncUtils.asyncFx(view::close).get();
        jobs.close();
        workbench.dump().close();
    }

    @Test
    void w67PutsBothRegisterSetsSideBySide(FxRobot robot) throws Exception {
        Map<String, Long> pcpu = gdb();
        Map<String, Long> vcpu = frame();

        robot.clickOn("#compare-sides");
        WaitForAsyncUtils.waitForFxEvents();

        List<RegisterComparison.Row> rows =
                robot.lookup("#compare-table").<RegisterComparison.Row>queryTableView().getItems();
        Map<String, RegisterComparison.Row> found = new HashMap<>();
        rows.forEach(row -> found.put(row.name(), row));
        for (String name :
                List.of(
                        "rax", "rbx", "rdx", "rsi", "rdi", "rbp", "r8", "r9", "r10", "r12", "r13",
                        "r14", "r15", "rip", "rsp", "rcx", "r11", "cs", "ss")) {
            RegisterComparison.Row row = found.get(name);
            assertThat(value(row.pcpu())).as(name).isEqualTo(pcpu.get(name));
            assertThat(value(row.vcpu())).as(name).isEqualTo(vcpu.get(name));
            boolean same = pcpu.get(name).equals(vcpu.get(name));
            assertThat(row.result() == Result.EQUAL).as(name).isEqualTo(same);
        }
        assertThat(found.get("r8").result()).isEqualTo(Result.EQUAL);
        assertThat(found.get("gs_base").result()).isEqualTo(Result.EQUAL);
        // the hypercall came by SYSCALL: the frame's rcx is its rip, its r11 its rflags
        assertThat(List.of("rip", "rsp", "cs", "ss", "rflags", "rcx", "r11"))
                .allMatch(name -> found.get(name).result() == Result.ENTRY);
        assertThat(found.get("rsi").result()).isEqualTo(Result.DIFFERENT);
        // no program saved the data selectors of a VCPU that is loaded
        assertThat(found.get("ds").result()).isEqualTo(Result.NOT_KNOWN);
        assertThat(found.get("ds").why()).isEqualTo("none of the VCPU");
        assertThat(robot.lookup("→  changed by the entry path").tryQuery()).isPresent();
        assertThat(robot.lookup("=  equal").tryQuery()).isPresent();
    }

    @Test
    void w67CallsNothingOfAnIdleCpuChangedByTheEntry(FxRobot robot) throws Exception {
        WaitForAsyncUtils.asyncFx(
                        () -> {
                            workbench.cpu().choose(0, 0);
                            workbench.cpu().comparingProperty().set(true);
                        })
                .get();
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(robot.lookup("#compare-says").queryAs(Label.class).getText())
                .startsWith("pCPU 0 had turned to something else with d0v0 still loaded");
        assertThat(
                        robot.lookup("#compare-table")
                                .<RegisterComparison.Row>queryTableView()
                                .getItems())
                .noneMatch(row -> row.result() == Result.ENTRY);
    }

    @Test
    void w65MarksARegisterThatIsNotAsInTheOtherView(FxRobot robot) throws Exception {
        assertThat(link(robot, "rsi").getGraphic()).isNotNull();
        assertThat(link(robot, "rsi").getAccessibleText())
                .endsWith("Not as in the other view: different");
        assertThat(link(robot, "r8").getGraphic()).isNull();
    }

    /// The list is filled by a job, and anew when a CPU is chosen.
    private static Hyperlink link(FxRobot robot, String name) throws Exception {
        WaitForAsyncUtils.waitFor(
                60, TimeUnit.SECONDS, () -> robot.lookup(name).tryQuery().isPresent());
        WaitForAsyncUtils.waitForFxEvents();
        return robot.lookup(name).queryAs(Hyperlink.class);
    }

    private static long value(Optional<Register> register) {
        return register.orElseThrow().field().value();
    }

    /// The registers of the second thread, which is the second note.
    private static Map<String, Long> gdb() {
        List<String> lines =
                Corpus.truth(NAME, "gdb.txt").stream()
                        .filter(line -> line.matches("[a-z0-9_]+ +0x[0-9a-f]+ .*"))
                        .toList();
        Map<String, Long> registers = new HashMap<>();
        for (String line : lines) {
            String[] words = line.split(" +", -1);
            boolean second = words[0].equals("rax") && words[1].equals("0xffff830027db7104");
            if (second) {
                registers.clear();
            }
            if (second || !registers.isEmpty()) {
                registers.putIfAbsent(words[0], Long.parseUnsignedLong(words[1].substring(2), 16));
            }
        }
        return registers;
    }

    /// The frame at the top of the stack of pCPU 1.
    private static Map<String, Long> frame() {
        String line =
                Corpus.truth(NAME, "xen-cpus.txt").stream()
                        .dropWhile(text -> !text.startsWith("note CPU 1:"))
                        .filter(text -> text.contains("guest_cpu_user_regs"))
                        .findFirst()
                        .orElseThrow();
        Map<String, Long> registers = new HashMap<>();
        PAIR.matcher(line)
                .results()
                .forEach(
                        pair ->
                                registers.put(
                                        pair.group(1), Long.parseUnsignedLong(pair.group(2), 16)));
        return registers;
    }
}
