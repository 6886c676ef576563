package org.xenoscope.window.shell;

import javafx.stage.FileChooser;
import javafx.stage.Stage;

import org.xenoscope.dump.Dump;
import org.xenoscope.forge.Sample;
import org.xenoscope.image.NotADumpException;
import org.xenoscope.place.Progress;
import org.xenoscope.symbol.Companion;
import org.xenoscope.window.Job;
import org.xenoscope.window.Jobs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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

    /// What was dropped or named: dumps and folders, and files of symbols.
    private record Sorted(List<Path> others, List<Path> companions) {
        static Sorted of(List<Path> paths) {
            Map<Boolean, List<Path>> parts =
                    paths.stream().collect(Collectors.partitioningBy(Companion::likely));
            return new Sorted(
                    parts.getOrDefault(false, List.of()), parts.getOrDefault(true, List.of()));
        }
    }

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

    /// Opens what was dropped: files, a window each, and the dumps that folders hold. Files of
    /// symbols go to the dumps beside them; alone, to the dump that is open.
    void dropped(List<Path> paths) {
        arrive(paths, Optional.empty());
    }

    /// Opens what a person named or dropped.
    ///
    /// @param place where to go first
    void arrive(List<Path> paths, Optional<String> place) {
        problem = Optional.empty();
        if (paths.isEmpty()) {
            return;
        }
        jobs.ask(
                "Looking at " + paths.getFirst().getFileName(),
                _ -> Sorted.of(paths),
                sorted -> arrive(sorted, place),
                exception -> say(paths.getFirst(), String.valueOf(exception.getMessage())));
    }

    private void arrive(Sorted sorted, Optional<String> place) {
        List<Path> paths = sorted.others();
        Optional<DumpView> shown = window.viewProperty().get();
        if (paths.isEmpty() && shown.isPresent()) {
            shown.get().use(sorted.companions(), () -> {});
        } else if (paths.isEmpty()) {
            openAll(sorted.companions(), place, List.of());
        } else if (paths.stream().noneMatch(Files::isDirectory)
                && paths.size() <= DumpWindow.MOST_WINDOWS) {
            openAll(paths, place, sorted.companions());
        } else {
            jobs.start(
                    "Looking through what was dropped",
                    progress -> DroppedFiles.of(paths, progress),
                    found -> arrived(paths, found, sorted.companions()),
                    exception -> say(paths.getFirst(), String.valueOf(exception.getMessage())));
        }
    }

    private void arrived(List<Path> paths, DroppedFiles found, List<Path> companions) {
        found.sentence().ifPresent(sentence -> say(paths.getFirst(), sentence));
        if (found.choose()) {
            window.offer(found.files());
        } else {
            openAll(found.files(), Optional.empty(), companions);
        }
    }

    /// Opens files in a window each, at most eight.
    private void openAll(List<Path> files, Optional<String> place, List<Path> companions) {
        for (int i = 0; i < Math.min(files.size(), DumpWindow.MOST_WINDOWS); i++) {
            DumpWindow target = i == 0 ? window : window.another();
            target.opening().open(files.get(i), place, companions);
        }
    }

    /// Opens a dump: in this window if it is empty, else in a new one once the dump is open.
    ///
    /// @param place where to go first
    void open(Path file, Optional<String> place) {
        open(file, place, List.of());
    }

    private void open(Path file, Optional<String> place, List<Path> companions) {
        problem = Optional.empty();
        running.ifPresent(Job::cancel);
        running =
                Optional.of(
                        jobs.start(
                                "Opening " + file.getFileName(),
                                progress -> read(file, progress),
                                opened -> window.target().opened(opened, place, companions),
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
