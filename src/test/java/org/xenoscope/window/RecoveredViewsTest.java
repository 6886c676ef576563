package org.xenoscope.window;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import javafx.stage.Stage;

import org.fxmisc.richtext.StyleClassedTextArea;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;
import org.xenoscope.Corpus;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.window.domain.DomainsView;
import org.xenoscope.window.log.LogsView;
import org.xenoscope.window.structure.StructureQuery;
import org.xenoscope.window.structure.StructureView;
import org.xenoscope.window.symbol.SymbolsView;
import org.xenoscope.window.task.TasksView;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// The views of what the dump tells of itself, on a real dump whose truth other programs wrote
/// down.
@Tag("corpus")
@ExtendWith(ApplicationExtension.class)
class RecoveredViewsTest {
    private static final String NAME = "xen417-dom0-panic";
    private final Jobs jobs = new Jobs();
    private Workbench workbench;
    private View view;

    @AfterEach
    void closeDump() throws Exception {
        on(
                () -> {
                    view.close();
                    return true;
                });
        jobs.close();
        workbench.dump().close();
    }

    @Test
    void w32ShowsBothLogsAndFiltersThem(FxRobot robot) throws Exception {
        show(LogsView::new);
        until(() -> text(robot, "log-dom0").contains("Kernel panic - not syncing"));
        until(() -> text(robot, "log-xen").contains("Hardware Dom0 crashed"));

        assertThat(text(robot, "log-dom0")).contains("sysrq triggered crash");

        type(robot, "#logs-filter", "Kernel panic");
        until(() -> text(robot, "log-dom0").lines().count() == 1);
        assertThat(text(robot, "log-dom0")).contains("Kernel panic - not syncing");
        type(robot, "#logs-filter", "no line says this");
        until(
                () ->
                        robot.lookup("#log-xen-empty")
                                .queryAs(Label.class)
                                .getText()
                                .equals("No line matches. 461 lines are hidden."));
    }

    @Test
    void w33ListsEveryTaskThatPsListed(FxRobot robot) throws Exception {
        show(TasksView::new);
        until(() -> tree(robot, "tasks-table").getExpandedItemCount() > 60);

        Object first = tree(robot, "tasks-table").getTreeItem(0).getValue();
        assertThat(first.toString()).contains("panicked=true").contains("command=sh");
        long listed =
                Corpus.truth(NAME, "crash-ps.txt").stream()
                        .filter(
                                line ->
                                        line.matches(
                                                ">? +[0-9]+ +[0-9]+ +[0-9] +ffff[0-9a-f]{12} .*"))
                        .map(line -> line.replaceAll(".*(ffff[0-9a-f]{12}).*", "$1"))
                        .distinct()
                        .count();
        assertThat((long) tree(robot, "tasks-table").getExpandedItemCount())
                .isGreaterThanOrEqualTo(listed);
    }

    @Test
    void w34ListsDom0WithItsVcpus(FxRobot robot) throws Exception {
        show(DomainsView::new);
        until(() -> tree(robot, "domains-table").getExpandedItemCount() == 3);

        assertThat(robot.lookup("#domains-says").queryAs(Label.class).getText())
                .isEqualTo("dom0 is the only domain.");
    }

    @Test
    void w35FindsASymbolAsItIsTyped(FxRobot robot) throws Exception {
        show(SymbolsView::new);
        until(() -> robot.lookup("#symbols-table").queryTableView().getItems().size() > 100_000);

        type(robot, "#symbols-filter", "linux_banner");
        until(() -> robot.lookup("#symbols-table").queryTableView().getItems().size() < 50);
        on(
                () -> {
                    robot.lookup("#symbols-filter")
                            .queryAs(TextField.class)
                            .fireEvent(new javafx.event.ActionEvent());
                    return true;
                });

        assertThat(workbench.navigator().place().location())
                .isEqualTo(new Location(SpaceId.DOM0, 0xffff_ffff_8216_1900L));
    }

    @Test
    void w36LaysATypeOverAPlace(FxRobot robot) throws Exception {
        show(StructureView::new);
        on(
                () -> {
                    ((StructureView) view)
                            .show(new StructureQuery("list_head", "dom0:0xffffffff82161900"));
                    return true;
                });
        until(() -> tree(robot, "structure-table").getExpandedItemCount() == 3);

        TreeItem<?> next = tree(robot, "structure-table").getTreeItem(1);
        // the first eight bytes of "Linux version 6."
        assertThat(next.getValue().toString()).contains("65762078756e694c");
    }

    @Test
    void e15SaysThatATypeIsNotThere(FxRobot robot) throws Exception {
        show(StructureView::new);
        on(
                () -> {
                    ((StructureView) view)
                            .show(new StructureQuery("no_such_struct", "dom0:0xffffffff82161900"));
                    return true;
                });
        until(
                () ->
                        robot.lookup("#structure-empty")
                                .queryAs(Label.class)
                                .getText()
                                .startsWith("No type no_such_struct"));
    }

    private void show(Function<Workbench, View> maker) throws Exception {
        workbench =
                new Workbench(
                        Dump.open(Corpus.dump(NAME), Progress.NONE),
                        new Navigator(new Location(SpaceId.FILE, 0)),
                        jobs);
        FxToolkit.registerPrimaryStage();
        view = on(() -> maker.apply(workbench));
        on(
                () -> {
                    Stage stage = new Stage();
                    stage.setScene(
                            new Scene(new javafx.scene.layout.StackPane(view.node()), 900, 600));
                    stage.show();
                    return true;
                });
    }

    private static String text(FxRobot robot, String id) throws Exception {
        return on(
                () ->
                        robot.lookup("#" + id)
                                .tryQueryAs(StyleClassedTextArea.class)
                                .map(StyleClassedTextArea::getText)
                                .orElse(""));
    }

    private static TreeTableView<?> tree(FxRobot robot, String id) {
        return robot.lookup("#" + id).queryAs(TreeTableView.class);
    }

    private static void type(FxRobot robot, String query, String words) throws Exception {
        on(
                () -> {
                    robot.lookup(query).queryAs(TextField.class).setText(words);
                    return true;
                });
    }

    private static <T> T on(Callable<T> work) throws Exception {
        return WaitForAsyncUtils.asyncFx(work).get();
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, condition);
    }
}
