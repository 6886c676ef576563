package org.xenoscope.window.state;

import tools.jackson.core.JacksonException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// The file that the state is kept in. It is written one second after a change, as a new file that
/// then takes the old one's name; a broken one is set aside. Without a file the state lasts as long
/// as the program.
public final class StateFile implements AutoCloseable {
    private static final String NAME = "state.json";
    private static final long DELAY_MILLIS = 1000;

    private final Optional<Path> file;
    private final ScheduledExecutorService writer =
            Executors.newSingleThreadScheduledExecutor(StateFile::thread);
    private State state = State.fresh();
    private boolean waiting;
    private Future<?> pending = CompletableFuture.completedFuture(null);
    private Optional<String> problem = Optional.empty();

    private StateFile(Optional<Path> file) {
        this.file = file;
        file.ifPresent(this::read);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "xenoscope-state");
        thread.setDaemon(true);
        return thread;
    }

    /// {@return a state that is never written}
    public static StateFile none() {
        return new StateFile(Optional.empty());
    }

    /// {@return the state in a folder, which is made when it is needed}
    public static StateFile in(Path folder) {
        return new StateFile(Optional.of(folder.resolve(NAME)));
    }

    /// {@return the state in the person's folder for it}
    public static StateFile usual() {
        return in(folder());
    }

    /// {@return the person's folder for what the program keeps}
    public static Path folder() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Path home = Path.of(System.getProperty("user.home", "."));
        if (system.contains("windows")) {
            return variable("LOCALAPPDATA").orElse(home).resolve("Xenoscope");
        }
        if (system.contains("mac")) {
            return home.resolve("Library/Application Support/Xenoscope");
        }
        return variable("XDG_STATE_HOME").orElse(home.resolve(".local/state")).resolve("xenoscope");
    }

    private static Optional<Path> variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(text -> !text.isEmpty())
                .map(Path::of);
    }

    private void read(Path path) {
        if (!Files.isRegularFile(path)) {
            return;
        }
        try {
            state = StateJson.read(Files.readString(path));
        } catch (JacksonException | IOException exception) {
            setAside(path);
        }
    }

    private void setAside(Path path) {
        Path aside = path.resolveSibling(NAME + ".broken");
        try {
            Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
            problem =
                    Optional.of(
                            "The saved state was broken; it is set aside as %s.".formatted(aside));
        } catch (IOException exception) {
            problem = Optional.of("The saved state %s cannot be read.".formatted(path));
        }
    }

    /// {@return what is remembered}
    public synchronized State state() {
        return state;
    }

    /// {@return one sentence about what went wrong with the file, if something did}
    public synchronized Optional<String> problem() {
        return problem;
    }

    /// Changes the state, and writes it a second later.
    public synchronized void change(UnaryOperator<State> how) {
        State next = how.apply(state);
        if (next.equals(state)) {
            return;
        }
        state = next;
        if (file.isPresent() && !waiting && !writer.isShutdown()) {
            waiting = true;
            pending = writer.schedule(this::save, DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void save() {
        String text;
        synchronized (this) {
            waiting = false;
            text = StateJson.write(state);
        }
        file.ifPresent(path -> write(path, text));
    }

    private void write(Path path, String text) {
        try {
            Path folder = Optional.ofNullable(path.getParent()).orElse(Path.of("."));
            Files.createDirectories(folder);
            Path made = Files.createTempFile(folder, "state", ".part");
            try {
                Files.writeString(made, text);
                Files.move(made, path, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(made);
            }
        } catch (IOException exception) {
            synchronized (this) {
                problem = Optional.of("The state cannot be saved: " + exception.getMessage());
            }
        }
    }

    /// Writes what is not yet written, and stops.
    @Override
    public void close() {
        boolean now;
        synchronized (this) {
            now = waiting;
            pending.cancel(false);
            writer.shutdownNow();
        }
        if (now) {
            save();
        }
    }
}
