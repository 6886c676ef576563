package org.xenoscope.window.stack;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
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
import org.xenoscope.dump.Dump;
import org.xenoscope.linux.Task;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.window.Jobs;
import org.xenoscope.window.Navigator;
import org.xenoscope.window.Workbench;

import java.util.List;
import java.util.concurrent.TimeUnit;

/// The stack view on a real dump: dom0 panicked in a write to sysrq-trigger, served by pCPU 1.
@Tag("corpus")
@ExtendWith(ApplicationExtension.class)
class StackViewTest {
    private final Jobs jobs = new Jobs();
    private Workbench workbench;
    private StackView view;

    @BeforeEach
    void show() throws Exception {
        Dump dump = Dump.open(Corpus.dump("xen417-dom0-panic"), Progress.NONE);
        workbench = new Workbench(dump, new Navigator(new Location(SpaceId.FILE, 0)), jobs);
        workbench.cpu().choose(1, -1);
        Stage stage = FxToolkit.registerPrimaryStage();
        WaitForAsyncUtils.asyncFx(
                        () -> {
                            view = new StackView(workbench);
                            view.following(true, true);
                            stage.setScene(new Scene((Parent) view.node(), 900, 700));
                            stage.show();
                        })
                .get();
    }

    @AfterEach
    void closeDump() throws Exception {
        WaitForAsyncUtils.asyncFx(view::close).get();
        jobs.close();
        workbench.dump().close();
    }

    @Test
    void w38NumbersTheFramesOfXensTraceBesideTheirWords(FxRobot robot) throws Exception {
        await(robot, "Stack of pCPU 1");

        // the calls of a dom0 panic in Xen's sources: common/domain.c, common/shutdown.c
        assertThat(frames(robot))
                .anySatisfy(row -> assertThat(row.word().says()).contains("domain_shutdown+"))
                .anySatisfy(row -> assertThat(row.word().says()).contains("do_sched_op+"));
        assertThat(rows(robot)).anySatisfy(row -> assertThat(row.margin()).isEqualTo("┃"));
        // the guest's registers begin with r15, which is no return address
        assertThat(rows(robot))
                .anySatisfy(row -> assertThat(row.word().says()).isEqualTo("frame: r15"));
        assertThat(frames(robot)).allSatisfy(row -> assertThat(row.word().value()).isNegative());
    }

    @Test
    void w38ShowsTheStackOfATask(FxRobot robot) throws Exception {
        await(robot, "Stack of pCPU 1");
        Task init =
                workbench.dump().linux().tasks().value().orElseThrow().tasks().stream()
                        .filter(task -> task.pid() == 1)
                        .findFirst()
                        .orElseThrow();

        WaitForAsyncUtils.asyncFx(() -> workbench.navigator().goIn("stack", init.where(), 1)).get();
        await(robot, "Stack of task 1 ");

        long bottom = init.stack().orElseThrow();
        assertThat(rows(robot))
                .allSatisfy(
                        row ->
                                assertThat(row.word().where().address() - bottom)
                                        .isBetween(0L, 0x3fffL));
        assertThat(frames(robot).getFirst().word().says()).contains("schedule");
    }

    private static List<StackRow> frames(FxRobot robot) {
        return rows(robot).stream().filter(row -> row.margin().startsWith("#")).toList();
    }

    @SuppressWarnings("unchecked")
    private static List<StackRow> rows(FxRobot robot) {
        return robot.lookup("#stack-table").queryAs(TableView.class).getItems();
    }

    private static void await(FxRobot robot, String title) throws Exception {
        WaitForAsyncUtils.waitFor(
                60,
                TimeUnit.SECONDS,
                () ->
                        robot.lookup("#stack-title")
                                .queryAs(Label.class)
                                .getText()
                                .startsWith(title));
    }
}
