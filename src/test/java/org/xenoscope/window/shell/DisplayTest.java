package org.xenoscope.window.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.robot.Robot;
import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxToolkit;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.window.theme.Theme;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// What only a real display has: other programs that drop files, pixels that a person sees, windows
/// larger than the headless platform's screen.
@Tag("display")
@ExtendWith(ApplicationExtension.class)
class DisplayTest {
    /// Where the window stands: beside the other program's.
    private static final int LEFT = 100;

    private static final int WIDTH = 1440;
    private static final int HEIGHT = 1080;
    private static final int DROP_SECONDS = 180;

    @TempDir Path folder;
    private Path dump;
    private Stage stage;
    private DumpWindow window;

    @BeforeEach
    void openWindow() throws Exception {
        dump = folder.resolve("the dump of a machine.vmcore");
        Forge.write(new PvMachine(7), dump);
        FxToolkit.registerPrimaryStage();
        onFx(
                () -> {
                    Theme.loadFonts();
                    stage = new Stage();
                    window = new DumpWindow(stage);
                    window.size(WIDTH, HEIGHT);
                    window.show();
                    stage.setX(LEFT);
                    stage.setY(0);
                    return window;
                });
        WaitForAsyncUtils.waitForFxEvents();
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

    private void waitUntilOpen() throws Exception {
        WaitForAsyncUtils.waitFor(
                90,
                TimeUnit.SECONDS,
                () -> onFx(() -> window.viewProperty().get().isPresent() && window.idle()));
        WaitForAsyncUtils.waitForFxEvents();
    }

    @Test
    void opensTheFileThatAnotherProgramDrops() throws Exception {
        String x = Integer.toString(LEFT + WIDTH / 2);
        String y = Integer.toString(HEIGHT / 2);
        assertThat(drag(dump, x, y)).isEqualTo("dropped COPY");

        waitUntilOpen();
        assertThat(window.problem()).isEmpty();
        assertThat(onFx(stage::getTitle)).startsWith("the dump of a machine.vmcore");
    }

    @Test
    void saysWhatADroppedFileIsThatIsNoDump() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "not a dump\n");
        String x = Integer.toString(LEFT + WIDTH / 2);
        assertThat(drag(text, x, "400")).isEqualTo("dropped COPY");

        WaitForAsyncUtils.waitFor(
                90, TimeUnit.SECONDS, () -> onFx(() -> window.problem().isPresent()));
        assertThat(window.problem().orElseThrow()).contains("notes.txt", "text file");
    }

    /// Lets the other program drag a file, under a window manager of its own where there is none.
    private String drag(Path file, String x, String y) throws Exception {
        String said = dragOnce(file, x, y);
        if (!said.equals("no window manager")) {
            return said;
        }
        Optional<Process> manager = windowManager();
        assumeTrue(manager.isPresent(), "a drop from another program needs a window manager");
        try {
            WaitForAsyncUtils.sleep(2, TimeUnit.SECONDS);
            return dragOnce(file, x, y);
        } finally {
            manager.get().destroy();
        }
    }

    private static Optional<Process> windowManager() {
        try {
            return Optional.of(
                    new ProcessBuilder("openbox")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// Runs the other program and returns the last line that it printed.
    private String dragOnce(Path file, String x, String y) throws Exception {
        Path output = folder.resolve("drag.txt");
        Process source =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                Path.of(
                                                DragSource.class
                                                        .getProtectionDomain()
                                                        .getCodeSource()
                                                        .getLocation()
                                                        .toURI())
                                        .toString(),
                                DragSource.class.getName(),
                                file.toString(),
                                x,
                                y)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(source.waitFor(DROP_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            source.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
        return lines.isEmpty() ? "" : lines.getLast();
    }

    @ParameterizedTest
    @EnumSource(Theme.class)
    void paintsOnTheScreenWhatTheSceneHolds(Theme theme) throws Exception {
        onFx(
                () -> {
                    window.theme(theme);
                    window.open(dump, Optional.empty());
                    return window;
                });
        waitUntilOpen();
        // the pulse that paints comes after the one that lays out
        WaitForAsyncUtils.sleep(1, TimeUnit.SECONDS);

        WritableImage scene = onFx(() -> window.scene().snapshot(null));
        int width = (int) scene.getWidth();
        int height = (int) scene.getHeight();
        // but for the frame that a window manager draws, all of it: more than the headless screen
        assertThat(width).isBetween(WIDTH - 20, WIDTH);
        assertThat(height).isBetween(HEIGHT - 60, HEIGHT);
        WritableImage screen =
                onFx(
                        () ->
                                new Robot()
                                        .getScreenCapture(
                                                null,
                                                stage.getX() + window.scene().getX(),
                                                stage.getY() + window.scene().getY(),
                                                width,
                                                height));
        assertThat(alike(scene, screen)).isGreaterThan(0.98);
    }

    /// {@return the share of pixels that are the same in both}
    private static double alike(WritableImage scene, WritableImage screen) {
        PixelReader left = scene.getPixelReader();
        PixelReader right = screen.getPixelReader();
        long same = 0;
        for (int y = 0; y < (int) scene.getHeight(); y++) {
            for (int x = 0; x < (int) scene.getWidth(); x++) {
                same += left.getArgb(x, y) == right.getArgb(x, y) ? 1 : 0;
            }
        }
        return same / scene.getWidth() / scene.getHeight();
    }
}
