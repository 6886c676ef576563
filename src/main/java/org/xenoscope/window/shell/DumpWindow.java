package org.xenoscope.window.shell;

import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.stage.FileChooser;
import javafx.stage.Stage;

import org.xenoscope.dump.Dump;
import org.xenoscope.forge.Sample;
import org.xenoscope.place.Location;
import org.xenoscope.window.Action;
import org.xenoscope.window.Job;
import org.xenoscope.window.Jobs;
import org.xenoscope.window.Navigator;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.theme.Theme;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// One window: empty, or with one dump. A second dump opens a second window.
public final class DumpWindow {
    /// Windows that several files open at once.
    static final int MOST_WINDOWS = 8;

    private static final int MIN_WIDTH = 1000;
    private static final int MIN_HEIGHT = 640;
    private static final int WIDTH = 1440;
    private static final int HEIGHT = 900;

    private final Stage stage;
    private final Jobs jobs = new Jobs();
    private final BorderPane frame = new BorderPane();
    private final StackPane root = new StackPane(frame);
    private final Scene scene = new Scene(root, WIDTH, HEIGHT);
    private final StatusRow status = new StatusRow(jobs);
    private final Welcome welcome = new Welcome(this::choose, this::openSample);
    private final SimpleObjectProperty<Optional<DumpView>> view =
            new SimpleObjectProperty<>(Optional.empty());
    private final Zoom zoom = new Zoom(root);
    private final List<Action> actions = new WindowActions(this).all();
    private Supplier<Optional<Path>> chooser = this::ask;
    private Optional<String> problem = Optional.empty();
    private Optional<Job> opening = Optional.empty();
    private Theme theme = Theme.SYSTEM;

    /// Makes an empty window on a stage.
    public DumpWindow(Stage stage) {
        this.stage = stage;
        root.getStyleClass().add("dump-window");
        frame.setTop(ToolRow.empty(actions));
        frame.setCenter(welcome);
        frame.setBottom(status);
        stage.setScene(scene);
        stage.setTitle("Xenoscope");
        stage.setMinWidth(MIN_WIDTH);
        stage.setMinHeight(MIN_HEIGHT);
        stage.setOnHidden(_ -> close());
        theme(theme);
        scene.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        scene.addEventFilter(MouseEvent.MOUSE_PRESSED, this::mouse);
        root.addEventHandler(DragEvent.DRAG_OVER, this::dragOver);
        root.addEventHandler(DragEvent.DRAG_EXITED, _ -> outline(""));
        root.addEventHandler(DragEvent.DRAG_DROPPED, this::dragDropped);
    }

    /// {@return a further window, shown}
    static DumpWindow another() {
        DumpWindow window = new DumpWindow(new Stage());
        window.show();
        return window;
    }

    /// Shows the window.
    public void show() {
        stage.show();
    }

    /// {@return the scene, for pictures and tests}
    public Scene scene() {
        return scene;
    }

    /// {@return every action of the window}
    public List<Action> actions() {
        return actions;
    }

    /// {@return the look}
    Theme theme() {
        return theme;
    }

    /// Changes the look.
    public void theme(Theme look) {
        theme = look;
        look.apply(scene);
        view.get().ifPresent(DumpView::restyle);
    }

    Zoom zoom() {
        return zoom;
    }

    /// Sets the size of the scene in pixels.
    public void size(int width, int height) {
        stage.setWidth(width);
        stage.setHeight(height);
    }

    /// {@return whether no work runs}
    public boolean idle() {
        return jobs.running().isEmpty();
    }

    /// {@return why the last file was not opened}
    public Optional<String> problem() {
        return problem;
    }

    /// {@return the open dump's view}
    javafx.beans.property.ReadOnlyObjectProperty<Optional<DumpView>> viewProperty() {
        return view;
    }

    /// Replaces the system's file chooser, for tests.
    public void chooser(Supplier<Optional<Path>> answer) {
        chooser = answer;
    }

    private Optional<Path> ask() {
        FileChooser dialog = new FileChooser();
        dialog.setTitle("Open a dump");
        return Optional.ofNullable(dialog.showOpenDialog(stage)).map(File::toPath);
    }

    /// Asks for a file and opens it.
    public void choose() {
        chooser.get().ifPresent(path -> dropped(List.of(path)));
    }

    /// Opens the built-in sample.
    public void openSample() {
        jobs.start(
                "Making the sample",
                _ -> Sample.path(),
                path -> openHereOrElsewhere(path, Optional.empty()),
                exception -> say(Path.of("sample"), "The sample cannot be made: " + exception));
    }

    /// Opens files as if they were dropped: a window each.
    public void dropped(List<Path> files) {
        for (int i = 0; i < Math.min(files.size(), MOST_WINDOWS); i++) {
            if (i == 0) {
                openHereOrElsewhere(files.get(i), Optional.empty());
            } else {
                another().open(files.get(i), Optional.empty());
            }
        }
    }

    private void openHereOrElsewhere(Path file, Optional<Location> place) {
        DumpWindow target = view.get().isPresent() ? another() : this;
        target.open(file, place);
    }

    /// Opens a dump in this window, which must be empty.
    ///
    /// @param place where to go first
    public void open(Path file, Optional<Location> place) {
        problem = Optional.empty();
        opening.ifPresent(Job::cancel);
        opening =
                Optional.of(
                        jobs.start(
                                "Opening " + file.getFileName(),
                                progress -> Dump.open(file, progress),
                                dump -> opened(dump, place),
                                exception -> say(file, String.valueOf(exception.getMessage()))));
    }

    private void opened(Dump dump, Optional<Location> place) {
        if (view.get().isPresent()) {
            dump.close();
            return;
        }
        Navigator navigator = new Navigator(DumpView.start(dump));
        Workbench workbench = new Workbench(dump, navigator, jobs);
        DumpView shown = new DumpView(workbench, stage);
        view.set(Optional.of(shown));
        frame.setTop(shown.toolbar(actions));
        frame.setCenter(shown.node());
        status.follow(workbench);
        stage.setTitle(DumpView.title(dump) + " — Xenoscope");
        root.requestFocus();
        place.ifPresent(navigator::go);
    }

    private void say(Path file, String sentence) {
        problem = Optional.of(sentence);
        if (view.get().isEmpty()) {
            welcome.say(file, sentence);
        }
    }

    /// Shows a view by its name: overview, memory, cpus, findings.
    public void showView(String name) {
        view.get().ifPresent(shown -> shown.showTab(name));
    }

    /// Shows each view once, then does what is given.
    void showEveryView(Runnable then) {
        new Tour(this, then).start();
    }

    /// Does something with the open dump's view.
    void withView(java.util.function.Consumer<DumpView> work) {
        view.get().ifPresent(work);
    }

    /// {@return whether a dump is open}
    javafx.beans.value.ObservableBooleanValue hasDump() {
        return Bindings.createBooleanBinding(() -> view.get().isPresent(), view);
    }

    /// Stops the work that runs.
    void cancelJobs() {
        status.cancelAll();
    }

    /// Opens an empty window.
    void newWindow() {
        another();
    }

    /// Closes the window.
    void closeWindow() {
        stage.hide();
    }

    private void close() {
        view.get().ifPresent(DumpView::close);
        status.close();
        jobs.close();
    }

    private void key(KeyEvent event) {
        for (Action action : actions) {
            if (action.keys().filter(keys -> keys.match(event)).isPresent()) {
                action.run();
                event.consume();
                return;
            }
        }
    }

    private void mouse(MouseEvent event) {
        if (event.getButton() == MouseButton.BACK) {
            withView(shown -> shown.navigator().back());
        } else if (event.getButton() == MouseButton.FORWARD) {
            withView(shown -> shown.navigator().forward());
        }
    }

    private void dragOver(DragEvent event) {
        if (event.getDragboard().hasFiles()) {
            event.acceptTransferModes(TransferMode.COPY);
            int files = event.getDragboard().getFiles().size();
            boolean here = view.get().isEmpty() && files == 1;
            outline(here ? "Open vmcore" : files + " dumps: opens " + files + " windows");
            event.consume();
        }
    }

    private void outline(String verb) {
        root.getChildren().removeIf(node -> node.getStyleClass().contains("drop-outline"));
        if (!verb.isEmpty()) {
            StackPane over = new StackPane(new Label(verb));
            over.getStyleClass().add("drop-outline");
            over.setMouseTransparent(true);
            root.getChildren().add(over);
        }
    }

    private void dragDropped(DragEvent event) {
        outline("");
        List<Path> files = event.getDragboard().getFiles().stream().map(File::toPath).toList();
        dropped(files);
        event.setDropCompleted(!files.isEmpty());
        event.consume();
    }
}
