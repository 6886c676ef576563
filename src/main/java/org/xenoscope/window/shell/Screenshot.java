package org.xenoscope.window.shell;

import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;

import org.xenoscope.place.Location;
import org.xenoscope.window.theme.Theme;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.imageio.ImageIO;

/// Draws a window of a dump into a PNG file, without a display.
///
/// @param dump the dump
/// @param out the file to write
/// @param view the view to show, by the id of its kind
/// @param go a place to go to first
/// @param theme the look
/// @param width pixels
/// @param height pixels
public record Screenshot(
        Path dump,
        Path out,
        String view,
        Optional<Location> go,
        Theme theme,
        int width,
        int height) {
    private static final int DEFAULT_WIDTH = 1440;
    private static final int DEFAULT_HEIGHT = 900;
    private static final long PATIENCE_SECONDS = 600;

    /// Pulses without work before the picture is taken.
    private static final int IDLE_PULSES = 12;

    /// {@return a picture of the overview in the usual size}
    static Screenshot of(Path dump, Path out) {
        return new Screenshot(
                dump, out, "overview", Optional.empty(), Theme.DARK, DEFAULT_WIDTH, DEFAULT_HEIGHT);
    }

    /// Takes the picture.
    ///
    /// @return 0, or 1 if the dump could not be opened or the file not written; one sentence then
    ///   stands on standard error
    public int take() {
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
        CompletableFuture<Optional<String>> done = new CompletableFuture<>();
        Platform.startup(() -> begin(done));
        try {
            Optional<String> problem = done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            problem.ifPresent(words -> System.err.println("xenoscope: " + words));
            return problem.isPresent() ? 1 : 0;
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (TimeoutException _) {
            System.err.printf(
                    "xenoscope: the window was not ready for its picture within %d seconds%n",
                    PATIENCE_SECONDS);
            return 1;
        } catch (ExecutionException exception) {
            System.err.println("xenoscope: the picture could not be taken: " + exception);
            return 1;
        } finally {
            Platform.exit();
        }
    }

    private void begin(CompletableFuture<Optional<String>> done) {
        Thread.currentThread().setUncaughtExceptionHandler(Screenshot::inTheWindow);
        try {
            Theme.loadFonts();
            DumpWindow window = new DumpWindow(new Stage());
            window.theme(theme);
            window.size(width, height);
            window.show();
            window.open(dump, go.map(Location::toString));
            wait(window, done);
        } catch (RuntimeException exception) {
            done.completeExceptionally(exception);
        }
    }

    /// The headless platform copies each frame of a window into a screen of 1000 x 1000 pixels and
    /// throws where it is lower than the window (JavaFX 26.0.2, HeadlessWindow.blit). Nobody sees
    /// that screen: the picture is a snapshot of the scene. Anything else is said.
    private static void inTheWindow(Thread thread, Throwable problem) {
        boolean screen =
                Arrays.stream(problem.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().endsWith(".HeadlessWindow"));
        if (!(problem instanceof IndexOutOfBoundsException && screen)) {
            System.err.println("xenoscope: the window failed: " + problem);
        }
    }

    /// Waits until nothing has run in the window for some pulses, in each of which it was laid out.
    private void wait(DumpWindow window, CompletableFuture<Optional<String>> done) {
        new AnimationTimer() {
            private int idle;
            private boolean chosen;

            @Override
            public void handle(long now) {
                idle = window.idle() ? idle + 1 : 0;
                if (idle < IDLE_PULSES) {
                    return;
                }
                if (chosen) {
                    stop();
                    finish(window, done);
                } else {
                    chosen = true;
                    idle = 0;
                    window.showView(view);
                }
            }
        }.start();
    }

    private void finish(DumpWindow window, CompletableFuture<Optional<String>> done) {
        try {
            Optional<String> problem = window.problem();
            if (problem.isEmpty()) {
                SnapshotParameters corner = new SnapshotParameters();
                // a shadow may reach out of the window, and would shift the picture
                corner.setViewport(new Rectangle2D(0, 0, width, height));
                write(window.scene().getRoot().snapshot(corner, null));
            }
            done.complete(problem);
        } catch (IOException exception) {
            done.complete(Optional.of("%s cannot be written: %s".formatted(out, why(exception))));
        } catch (RuntimeException exception) {
            done.completeExceptionally(exception);
        }
    }

    private static String why(IOException exception) {
        return switch (exception) {
            case NoSuchFileException _ -> "there is no such folder";
            case AccessDeniedException _ -> "permission denied";
            default -> String.valueOf(exception.getMessage());
        };
    }

    private void write(WritableImage image) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int columns = Math.min(width, (int) image.getWidth());
        int rows = Math.min(height, (int) image.getHeight());
        int[] line = new int[columns];
        for (int y = 0; y < rows; y++) {
            image.getPixelReader()
                    .getPixels(
                            0, y, columns, 1, PixelFormat.getIntArgbInstance(), line, 0, columns);
            picture.setRGB(0, y, columns, 1, line, 0, columns);
        }
        // ImageIO itself would print a stack trace where the file cannot be made
        try (OutputStream file = Files.newOutputStream(out)) {
            if (!ImageIO.write(picture, "png", file)) {
                throw new IOException("no PNG writer");
            }
        }
    }
}
