package org.xenoscope.window;

import javafx.application.Platform;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.xenoscope.place.Progress;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Work off the JavaFX thread, with progress and cancel: the one place that calls
/// `Platform.runLater`.
public final class Jobs implements AutoCloseable {
    private final ExecutorService workers =
            Executors.newFixedThreadPool(
                    Math.max(2, Runtime.getRuntime().availableProcessors()), Jobs::worker);

    /// Few threads for answers to what a person types: a scan never holds them up.
    private final ExecutorService answers = Executors.newFixedThreadPool(2, Jobs::worker);

    private final ObservableList<Job> running = FXCollections.observableArrayList();

    /// Work that computes a value away from the JavaFX thread.
    ///
    /// @param <T> the type of the value
    @FunctionalInterface
    public interface Work<T> {
        /// Does the work; asks `progress` whether to stop.
        T run(Progress progress) throws Exception;
    }

    private static Thread worker(Runnable work) {
        Thread thread = new Thread(work, "xenoscope-worker");
        thread.setDaemon(true);
        return thread;
    }

    /// {@return the jobs that run now, oldest first; changes on the JavaFX thread}
    public ObservableList<Job> running() {
        return running;
    }

    /// Starts work. Call on the JavaFX thread; the callbacks run there too, unless the job was
    /// cancelled.
    ///
    /// @param title what a person reads while it runs
    /// @param work run on another thread
    /// @param done given the value
    /// @param failed given what the work threw
    public <T> Job start(String title, Work<T> work, Consumer<T> done, Consumer<Exception> failed) {
        return run(workers, title, work, done, failed);
    }

    /// Starts work that answers what a person types, as {@link #start} does, on threads that long
    /// work does not take.
    public <T> Job ask(String title, Work<T> work, Consumer<T> done, Consumer<Exception> failed) {
        return run(answers, title, work, done, failed);
    }

    private <T> Job run(
            ExecutorService threads,
            String title,
            Work<T> work,
            Consumer<T> done,
            Consumer<Exception> failed) {
        Job job = new Job(title);
        running.add(job);
        threads.execute(
                () -> {
                    try {
                        // who jumps on cancels what waits in line: it does not begin at all
                        job.check();
                        T value =
                                ScopedValue.where(Progress.CURRENT, job).call(() -> work.run(job));
                        deliver(job, () -> done.accept(value));
                    } catch (Exception exception) {
                        deliver(job, () -> failed.accept(exception));
                    }
                });
        return job;
    }

    /// Runs something on the JavaFX thread, for those who come from outside the program.
    public static void later(Runnable work) {
        Platform.runLater(work);
    }

    private void deliver(Job job, Runnable answer) {
        Platform.runLater(
                () -> {
                    running.remove(job);
                    if (!job.cancelled()) {
                        answer.run();
                    }
                });
    }

    @Override
    public void close() {
        running.forEach(Job::cancel);
        workers.shutdownNow();
        answers.shutdownNow();
    }
}
