package org.xenoscope.window.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;
import org.xenoscope.dump.Dump;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.image.CoreFile;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.window.Jobs;
import org.xenoscope.window.Navigator;
import org.xenoscope.window.Workbench;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The CPU panel as a person uses it, on a machine that was forged.
@ExtendWith(ApplicationExtension.class)
class CpuPanelTest {
    private static final long RIP = 0xffff_82d0_4020_0172L;

    @TempDir Path folder;
    private final Jobs jobs = new Jobs();
    private Workbench workbench;
    private CpuPanel panel;

    @BeforeEach
    void forge() throws Exception {
        Path file = folder.resolve("forged");
        Forge.write(new PvMachine(7), file);
        show(file);
    }

    private void show(Path file) throws Exception {
        Dump dump = Dump.open(file, Progress.NONE);
        workbench = new Workbench(dump, new Navigator(new Location(SpaceId.FILE, 0)), jobs);
        Stage stage = FxToolkit.registerPrimaryStage();
        WaitForAsyncUtils.asyncFx(
                        () -> {
                            panel = new CpuPanel(workbench, () -> {});
                            stage.setScene(new Scene((javafx.scene.Parent) panel.node(), 388, 800));
                            stage.show();
                        })
                .get();
        WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> !rows().isEmpty());
        WaitForAsyncUtils.waitForFxEvents();
    }

    @AfterEach
    void closeDump() {
        jobs.close();
        workbench.dump().close();
    }

    @Test
    void goesToXensRipWhenItsValueIsClicked(FxRobot robot) {
        robot.clickOn("ffff82d040200172");

        assertThat(workbench.navigator().place().location())
                .isEqualTo(new Location(SpaceId.XEN, RIP));
    }

    @Test
    void selectsTheBytesOfARegisterWhenItsNameIsClicked(FxRobot robot) {
        long note =
                workbench
                        .dump()
                        .notes()
                        .cpus()
                        .getFirst()
                        .status()
                        .orElseThrow()
                        .header()
                        .descOffset();

        robot.clickOn("rsp");

        assertThat(workbench.navigator().place().location())
                .isEqualTo(new Location(SpaceId.FILE, note + 264));
        assertThat(workbench.navigator().place().length()).isEqualTo(8);
    }

    @Test
    void keepsTheChosenCpuWhenTheSideIsSwitched(FxRobot robot) throws Exception {
        WaitForAsyncUtils.asyncFx(() -> list().getSelectionModel().select(1)).get();

        robot.clickOn("#side-guests");

        assertThat(list().getSelectionModel().getSelectedItem().name()).isEqualTo("on pCPU 1");
        assertThat(words(robot)).contains(workbench.dump().virtualCpus().missing());

        robot.clickOn("#side-physical");

        assertThat(list().getSelectionModel().getSelectedItem().name()).isEqualTo("pCPU 1");
        assertThat(words(robot)).doesNotContain(workbench.dump().virtualCpus().missing());
    }

    @Test
    void switchesTheSideByKeyToo() throws Exception {
        WaitForAsyncUtils.asyncFx(() -> panel.switchSide()).get();

        assertThat(rows()).extracting(CpuFacts.Row::name).containsExactly("on pCPU 0", "on pCPU 1");
    }

    @Test
    void showsTheSameRegistersAtTheBottomOfTheWindow(FxRobot robot) throws Exception {
        List<String> before = words(robot);

        WaitForAsyncUtils.asyncFx(() -> panel.setWide(true)).get();
        WaitForAsyncUtils.waitForFxEvents();

        assertThat(words(robot)).containsAll(before);
    }

    @Test
    void showsNoValueOfACpuThatNeverSavedItsRegisters(FxRobot robot) throws Exception {
        workbench.dump().close();
        show(
                CoreFile.write(
                        folder,
                        CoreFile.wide()
                                .note("CORE", 1, new byte[336])
                                .note("Xen", 0x100_0002, new byte[32])
                                .load(0x1000, new byte[0x1000])
                                .build()));

        List<String> words = words(robot);
        assertThat(words).contains("never saved", "—");
        assertThat(words)
                .anyMatch(text -> text.startsWith("never saved its registers (offline"))
                .noneMatch(text -> text.matches("(0x)?0{4,16}"));
    }

    @SuppressWarnings("unchecked")
    private ListView<CpuFacts.Row> list() {
        return (ListView<CpuFacts.Row>) panel.node().lookup("#cpu-list");
    }

    private List<CpuFacts.Row> rows() {
        return List.copyOf(list().getItems());
    }

    private List<String> words(FxRobot robot) {
        return robot
                .from(panel.node())
                .lookup((Node node) -> node instanceof Labeled)
                .queryAll()
                .stream()
                .filter(Node::isVisible)
                .map(node -> ((Labeled) node).getText())
                .filter(text -> text != null && !text.isEmpty())
                .toList();
    }
}
