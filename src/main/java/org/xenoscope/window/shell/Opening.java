package org.xenoscope.window.shell;

import javafx.stage.FileChooser;
import javafx.stage.Stage;

import org.xenoscope.dump.Dump;
import org.xenoscope.forge.Sample;
import org.xenoscope.image.NotADumpException;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.window.Job;
import org.xenoscope.window.Jobs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/// How dumps come into a window: chosen, dropped, from the sample, from another start of the
/// program. One dump comes here if the window is empty; every further one gets a window.
final class Opening {
    private final DumpWindow window;
    private final Jobs jobs;
    private Supplier<Optional<Path>> chooser;
    private Optional<String> problem = Optional.empty();
    private Optional<Job> running = Optional.empty();

    /// A dump that was opened, and by what it is known again.
    record Opened(Dump dump, String key) {}

    Opening(DumpWindow window, Stage stage, Jobs jobs) {
        this.window = window;
        this.jobs = jobs;
        chooser = () -> ask(stage);
    }

    private static Optional<Path> ask(Stage stage) {
        FileChooser dialog = new FileChooser();
        dialog.setTitle("Open a dump");
        return Optional.ofNullable(dialog.showOpenDialog(stage)).map(File::toPath);
    }

    /// Replaces the system's file chooser, for tests.
    void chooser(Supplier<Optional<Path>> answer) {
        chooser = answer;
    }

    /// {@return why the last file was not opened}
    Optional<String> problem() {
        return problem;
    }

    /// Asks for a file and opens it.
    void choose() {
        chooser.get().ifPresent(path -> dropped(List.of(path)));
    }

    /// Opens the built-in sample.
    void sample() {
        jobs.start(
                "Making the sample",
                _ -> Sample.path(),
                path -> open(path, Optional.empty()),
                exception -> say(Path.of("sample"), "The sample cannot be made: " + exception));
    }

    /// Opens what was dropped: files, a window each, and the dumps that folders hold.
    void dropped(List<Path> paths) {
        if (paths.size() == 1 && paths.getFirst().toFile().isFile()) {
            open(paths.getFirst(), Optional.empty());
            return;
        }
        problem = Optional.empty();
        jobs.start(
                "Looking through what was dropped",
                progress -> DroppedFiles.of(paths, progress),
                found -> arrived(paths, found),
                exception -> say(paths.getFirst(), String.valueOf(exception.getMessage())));
    }

    private void arrived(List<Path> paths, DroppedFiles found) {
        found.sentence().ifPresent(sentence -> say(paths.getFirst(), sentence));
        if (found.choose()) {
            window.offer(found.files());
        } else {
            openAll(found.files(), Optional.empty());
        }
    }

    /// Opens files in a window each, at most eight.
    void openAll(List<Path> files, Optional<Location> place) {
        for (int i = 0; i < Math.min(files.size(), DumpWindow.MOST_WINDOWS); i++) {
            DumpWindow target = i == 0 ? window : window.another();
            target.open(files.get(i), place);
        }
    }

    /// Opens a dump: in this window if it is empty, else in a new one once the dump is open.
    ///
    /// @param place where to go first
    void open(Path file, Optional<Location> place) {
        problem = Optional.empty();
        running.ifPresent(Job::cancel);
        running =
                Optional.of(
                        jobs.start(
                                "Opening " + file.getFileName(),
                                progress -> read(file, progress),
                                opened -> window.target().opened(opened, place),
                                exception -> say(file, String.valueOf(exception.getMessage()))));
    }

    /// A dump that nobody waits for any longer is closed again.
    private static Opened read(Path file, Progress progress) throws NotADumpException, IOException {
        Dump dump = Dump.open(file, progress);
        String key = dump.key();
        if (progress.cancelled()) {
            dump.close();
            throw new CancellationException("opening " + file);
        }
        return new Opened(dump, key);
    }

    private void say(Path file, String sentence) {
        problem = Optional.of(sentence);
        window.say(file, sentence);
    }
}
