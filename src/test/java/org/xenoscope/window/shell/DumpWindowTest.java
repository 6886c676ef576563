package org.xenoscope.window.shell;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.place.Location;
import org.xenoscope.window.Action;
import org.xenoscope.window.theme.Theme;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// A window as a person uses it, on a machine that was forged.
@ExtendWith(ApplicationExtension.class)
class DumpWindowTest {
    @TempDir Path folder;
    private Path dump;
    private Stage stage;
    private DumpWindow window;

    @BeforeEach
    void openWindow() throws Exception {
        dump = folder.resolve("vmcore");
        Forge.write(new PvMachine(7), dump);
        FxToolkit.registerPrimaryStage();
        onFx(
                () -> {
                    Theme.loadFonts();
                    stage = new Stage();
                    window = new DumpWindow(stage);
                    window.show();
                    return window;
                });
    }

    @AfterEach
    void closeWindow() throws Exception {
        onFx(
                () -> {
                    stage.hide();
                    return stage;
                });
    }

    private static <T> T onFx(Callable<T> work) throws Exception {
        return WaitForAsyncUtils.asyncFx(work).get();
    }

    private void waitUntil(Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, () -> onFx(condition));
        WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, () -> onFx(window::idle));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void open() throws Exception {
        onFx(
                () -> {
                    window.open(dump, Optional.empty());
                    return dump;
                });
        waitUntil(() -> window.viewProperty().get().isPresent());
    }

    private Location here() throws Exception {
        return onFx(() -> window.viewProperty().get().orElseThrow().navigator().place().location());
    }

    private void type(FxRobot robot, String text) {
        robot.clickOn("#address");
        robot.push(KeyCode.SHORTCUT, KeyCode.A);
        robot.write(text);
        robot.type(KeyCode.ENTER);
    }

    @Test
    void opensTheDumpThatAnArgumentNames() throws Exception {
        open();

        assertThat(stage.getTitle()).isEqualTo("vmcore — Xenoscope");
        assertThat(window.problem()).isEmpty();
    }

    @Test
    void opensTheDumpThatTheMenuAsksFor(FxRobot robot) throws Exception {
        window.chooser(() -> Optional.of(dump));
        robot.clickOn("#open-button");

        waitUntil(() -> window.viewProperty().get().isPresent());
        assertThat(stage.getTitle()).startsWith("vmcore");
    }

    @Test
    void opensTheDumpThatWasDropped() throws Exception {
        onFx(
                () -> {
                    window.dropped(List.of(dump));
                    return dump;
                });

        waitUntil(() -> window.viewProperty().get().isPresent());
    }

    @Test
    void saysWhatADroppedTextFileIs(FxRobot robot) throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "no dump at all\n");
        onFx(
                () -> {
                    window.dropped(List.of(text));
                    return text;
                });

        waitUntil(() -> window.problem().isPresent());
        assertThat(robot.lookup("#problem").queryAs(Label.class).getText())
                .isEqualTo(window.problem().orElseThrow())
                .contains("notes.txt")
                .contains("text");
    }

    @ParameterizedTest
    @CsvSource({
        "machine:0x1000, machine:0x1000",
        "file:0x1000, file:0x1000",
        "xen:0xffff82d040200000, xen:0xffff82d040200000",
        "dom0:0xffffffff81008040, dom0:0xffffffff81008040",
        "dom0-physical:0x1008040, dom0-physical:0x1008040",
        "mfn 0x600, machine:0x600000",
        "cpu1.rip, xen:0xffff82d040200172",
    })
    void goesWhereTheAddressFieldSays(String typed, String arrived, FxRobot robot)
            throws Exception {
        open();
        type(robot, typed);

        waitUntil(() -> here().toString().equals(arrived));
        assertThat(robot.lookup("#address").queryAs(TextField.class).getText())
                .isEqualTo(Location.parse(arrived).hex());
    }

    @Test
    void keepsAWrongAddressInTheFieldAndSaysWhy(FxRobot robot) throws Exception {
        open();
        Location before = here();
        type(robot, "nonsense!");
        waitUntil(() -> true);

        assertThat(here()).isEqualTo(before);
        assertThat(robot.lookup("#address").queryAs(TextField.class).getText())
                .isEqualTo("nonsense!");
    }

    @Test
    void showsEveryStepOfATranslation(FxRobot robot) throws Exception {
        open();
        type(robot, "dom0:0xffffffff81008040");
        waitUntil(() -> robot.lookup("#steps").queryAs(TableView.class).getItems().size() == 7);

        // root, L4 to L1, PT_LOAD and the cross-check with the m2p
        assertThat(robot.lookup("L4[511]").tryQuery()).isPresent();
        assertThat(robot.lookup("L1[8]").tryQuery()).isPresent();
    }

    @Test
    void goesBackAndForward(FxRobot robot) throws Exception {
        open();
        Location start = here();
        type(robot, "machine:0x1000");
        waitUntil(() -> here().toString().equals("machine:0x1000"));

        robot.clickOn("#back-button");
        waitUntil(() -> here().equals(start));
        robot.clickOn("#forward-button");
        waitUntil(() -> here().toString().equals("machine:0x1000"));
    }

    @Test
    void cancelsAnOpenAndStaysEmpty() throws Exception {
        onFx(
                () -> {
                    window.open(dump, Optional.empty());
                    window.cancelJobs();
                    return dump;
                });
        waitUntil(() -> true);

        assertThat(window.viewProperty().get()).isEmpty();
        assertThat(stage.getTitle()).isEqualTo("Xenoscope");
    }

    @Test
    void changesItsTheme() throws Exception {
        onFx(
                () -> {
                    window.theme(Theme.LIGHT);
                    return window;
                });
        assertThat(window.scene().getRoot().getStyleClass()).contains("light");
    }

    @Test
    void noTwoActionsShareAKey() {
        List<String> keys =
                window.actions().stream()
                        .flatMap(action -> action.keys().stream())
                        .map(Object::toString)
                        .toList();

        assertThat(keys).doesNotHaveDuplicates();
        assertThat(window.actions()).extracting(Action::title).doesNotContain("");
    }
}
