package org.xenoscope.window.shell;

import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;

import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.place.Location;
import org.xenoscope.window.state.StateFile;
import org.xenoscope.window.theme.Theme;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// A person who sits before a window, for tests.
final class Sitting implements AutoCloseable {
    private static final int SECONDS_TO_CLOSE = 30;

    private static final int PATIENCE_SECONDS = 60;

    final FxRobot robot = new FxRobot();
    final Stage stage;
    final DumpWindow window;

    private Sitting(Stage stage, DumpWindow window) {
        this.stage = stage;
        this.window = window;
    }

    /// {@return a sitting before an empty window}
    static Sitting empty(StateFile state) throws Exception {
        FxToolkit.registerPrimaryStage();
        return onFx(
                () -> {
                    Theme.loadFonts();
                    Stage stage = new Stage();
                    DumpWindow window = new DumpWindow(stage, state);
                    window.show();
                    return new Sitting(stage, window);
                });
    }

    /// {@return a sitting before a dump}
    static Sitting of(Path dump) throws Exception {
        Sitting sitting = empty(StateFile.none());
        sitting.open(dump);
        return sitting;
    }

    /// {@return a sitting before a forged machine}
    static Sitting forged(Path folder) throws Exception {
        return of(forge(folder));
    }

    /// {@return a forged dump}
    static Path forge(Path folder) throws Exception {
        Path dump = folder.resolve("vmcore");
        Forge.write(new PvMachine(7), dump);
        return dump;
    }

    void open(Path dump) throws Exception {
        onFx(
                () -> {
                    window.open(dump, Optional.empty());
                    return dump;
                });
        until(() -> window.viewProperty().get().isPresent());
    }

    static <T> T onFx(Callable<T> work) throws Exception {
        return WaitForAsyncUtils.asyncFx(work).get();
    }

    static void run(Runnable work) throws Exception {
        onFx(
                () -> {
                    work.run();
                    return work;
                });
    }

    /// Waits until something is so and no work runs.
    void until(Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS, () -> onFx(condition));
        settle();
    }

    void settle() throws Exception {
        WaitForAsyncUtils.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS, () -> onFx(window::idle));
        WaitForAsyncUtils.waitForFxEvents();
    }

    DumpView view() throws Exception {
        return onFx(() -> window.viewProperty().get().orElseThrow());
    }

    Palette palette() {
        return window.palette();
    }

    Location here() throws Exception {
        return onFx(() -> window.viewProperty().get().orElseThrow().navigator().place().location());
    }

    /// Goes to a place as a link does.
    void go(String place) throws Exception {
        Location where = Location.parse(place);
        DumpView view = view();
        run(() -> view.navigator().go(where));
        settle();
    }

    /// Does an action by its id.
    void act(String id) throws Exception {
        run(
                () ->
                        window.actions().stream()
                                .filter(action -> action.id().equals(id))
                                .findFirst()
                                .orElseThrow()
                                .run());
        settle();
    }

    /// Presses keys together.
    void keys(KeyCode... keys) throws Exception {
        robot.push(keys);
        settle();
    }

    /// {@return a node of the window}
    <T extends Node> T node(String query, Class<T> type) {
        return robot.from(window.scene().getRoot()).lookup(query).queryAs(type);
    }

    /// {@return whether the window has such a node that is seen}
    boolean sees(String query) {
        return robot.from(window.scene().getRoot()).lookup(query).queryAll().stream()
                .anyMatch(Node::isVisible);
    }

    void focus(String query) throws Exception {
        Node node = node(query, Node.class);
        run(node::requestFocus);
    }

    @Override
    public void close() {
        WaitForAsyncUtils.waitForAsyncFx(SECONDS_TO_CLOSE * 1000L, stage::hide);
        WaitForAsyncUtils.waitForFxEvents();
    }
}
