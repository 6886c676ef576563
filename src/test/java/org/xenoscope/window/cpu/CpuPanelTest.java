package org.xenoscope.window.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
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
import org.xenoscope.cpu.PhysicalCpu;
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
                            stage.setWidth(388);
                            stage.setHeight(800);
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
        long note = firstNote();

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
        assertThat(words(robot)).contains(PhysicalCpu.GUESTS_NOT_TOLD);

        robot.clickOn("#side-physical");

        assertThat(list().getSelectionModel().getSelectedItem().name()).isEqualTo("pCPU 1");
        assertThat(words(robot)).doesNotContain(PhysicalCpu.GUESTS_NOT_TOLD);
    }

    @Test
    void w62KeepsTheThreadWhenTheSideSwitchesInAnotherView(FxRobot robot) throws Exception {
        CpusView tab = WaitForAsyncUtils.asyncFx(() -> new CpusView(workbench)).get();
        WaitForAsyncUtils.asyncFx(
                        () -> {
                            list().getSelectionModel().select(1);
                            tab.switchSide();
                        })
                .get();

        assertThat(list().getSelectionModel().getSelectedItem().name()).isEqualTo("on pCPU 1");
        assertThat(workbench.cpu().pcpuProperty().get()).isEqualTo(1);
        WaitForAsyncUtils.asyncFx(tab::close).get();
    }

    @Test
    void w62ReadsTheCpusOnceForAllViews(FxRobot robot) {
        assertThat(CpuFacts.of(workbench)).isSameAs(CpuFacts.of(workbench));
        assertThat(list().getItems()).isEqualTo(CpuFacts.of(workbench).physical());
    }

    @Test
    void w65WalksTheRegistersByKeysAndSelectsTheBytesOfOne(FxRobot robot) throws Exception {
        long note = firstNote();
        WaitForAsyncUtils.asyncFx(() -> robot.lookup("r14").query().requestFocus()).get();

        robot.type(KeyCode.DOWN);
        robot.type(KeyCode.UP);
        robot.type(KeyCode.UP);
        robot.type(KeyCode.ENTER);

        // r13 is the third of user_regs_struct, which begins 112 bytes into the note
        assertThat(workbench.navigator().place().location())
                .isEqualTo(new Location(SpaceId.FILE, note + 112 + 16));
    }

    @Test
    void w65CopiesOneRegisterInTheColumnsOfGdb(FxRobot robot) throws Exception {
        WaitForAsyncUtils.asyncFx(() -> robot.lookup("rip").query().requestFocus()).get();

        robot.press(KeyCode.CONTROL).type(KeyCode.C).release(KeyCode.CONTROL);

        String copied =
                WaitForAsyncUtils.asyncFx(() -> Clipboard.getSystemClipboard().getString()).get();
        assertThat(copied).isEqualTo("rip            0xffff82d040200172 0xffff82d040200172");
    }

    @Test
    void w69GoesToRipWhenARowIsClickedTwice(FxRobot robot) {
        robot.doubleClickOn("pCPU 0");

        assertThat(workbench.navigator().place().location())
                .isEqualTo(new Location(SpaceId.XEN, RIP));
    }

    @Test
    void w68StandsInThreeColumnsAtTheBottomOfTheWindow(FxRobot robot) throws Exception {
        WaitForAsyncUtils.asyncFx(
                        () -> {
                            panel.node().getScene().getWindow().setWidth(1000);
                            panel.node().getScene().getWindow().setHeight(300);
                            panel.setWide(true);
                        })
                .get();
        WaitForAsyncUtils.waitForFxEvents();

        double list = left(robot, "pCPU 0");
        double general = left(robot, "General registers");
        double control = left(robot, "Control registers");
        assertThat(list).isLessThan(general);
        assertThat(general).isLessThan(control);
    }

    private double left(FxRobot robot, String text) {
        Node found = robot.from(panel.node()).lookup(text).query();
        return found.localToScene(found.getBoundsInLocal()).getMinX();
    }

    private long firstNote() {
        return workbench
                .dump()
                .notes()
                .cpus()
                .getFirst()
                .status()
                .orElseThrow()
                .header()
                .descOffset();
    }

    @Test
    void switchesTheSideByKeyToo() throws Exception {
        WaitForAsyncUtils.asyncFx(() -> panel.switchSide()).get();

        assertThat(rows()).extracting(CpuView::name).containsExactly("on pCPU 0", "on pCPU 1");
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
    private ListView<CpuView> list() {
        return (ListView<CpuView>) panel.node().lookup("#cpu-list");
    }

    private List<CpuView> rows() {
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
