package org.xenoscope.window.shell;

import org.xenoscope.window.Jobs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Looks every two seconds whether the dump's file is still there and as long as it was. What was
/// read stays; the person is told once, and once more when the file is back.
final class FileWatch implements AutoCloseable {
    private static final long EVERY_MILLIS = 2000;

    private final Path file;
    private final long size;
    private final Consumer<Optional<String>> told;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(FileWatch::thread);
    private Optional<String> last = Optional.empty();

    /// @param size the bytes that the file had when it was opened
    /// @param told given one sentence when the file has gone or shrunk, and nothing when it is
    ///   back; called on the JavaFX thread
    FileWatch(Path file, long size, Consumer<Optional<String>> told) {
        this.file = file;
        this.size = size;
        this.told = told;
        var _ =
                clock.scheduleWithFixedDelay(
                        this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "xenoscope-watch");
        thread.setDaemon(true);
        return thread;
    }

    /// Looks now; the answer comes as always.
    void again() {
        if (!clock.isShutdown()) {
            clock.execute(this::look);
        }
    }

    private void look() {
        Optional<String> problem = problem(file, size);
        if (!problem.equals(last)) {
            last = problem;
            Jobs.later(() -> told.accept(problem));
        }
    }

    /// {@return one sentence about a file that is no longer what it was}
    static Optional<String> problem(Path file, long size) {
        try {
            long now = Files.size(file);
            if (!Files.isReadable(file)) {
                throw new AccessDeniedException(file.toString());
            }
            return now >= size
                    ? Optional.empty()
                    : Optional.of(sentence("it shrank from %d to %d bytes".formatted(size, now)));
        } catch (NoSuchFileException _) {
            return Optional.of(sentence("No such file"));
        } catch (AccessDeniedException _) {
            return Optional.of(sentence("Permission denied"));
        } catch (IOException exception) {
            return Optional.of(sentence(String.valueOf(exception.getMessage())));
        }
    }

    private static String sentence(String why) {
        return "The file is no longer readable (%s). What was read stays.".formatted(why);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
