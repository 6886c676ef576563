package org.xenoscope.window.shell;

import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import javafx.stage.Window;

import org.controlsfx.control.NotificationPane;
import org.xenoscope.dump.Dump;
import org.xenoscope.forge.Sample;
import org.xenoscope.place.Location;
import org.xenoscope.window.Action;
import org.xenoscope.window.Desk;
import org.xenoscope.window.Job;
import org.xenoscope.window.Jobs;
import org.xenoscope.window.Navigator;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.instance.Request;
import org.xenoscope.window.state.RecentDump;
import org.xenoscope.window.state.Settings;
import org.xenoscope.window.state.StateFile;
import org.xenoscope.window.theme.Theme;

import java.io.File;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// One window: empty, or with one dump. A second dump opens a second window.
public final class DumpWindow {
    /// Windows that several files open at once.
    static final int MOST_WINDOWS = 8;

    private static final int MIN_WIDTH = 1000;
    private static final int MIN_HEIGHT = 640;
    private static final int WIDTH = 1440;
    private static final int HEIGHT = 900;
    private static final Set<String> OVER_ALL = Set.of("quit", "zoom-in", "zoom-out", "zoom-reset");

    private final Stage stage;
    private final StateFile state;
    private final Jobs jobs = new Jobs();
    private final BorderPane frame = new BorderPane();
    private final StackPane root = new StackPane(frame);
    private final Scene scene = new Scene(root, WIDTH, HEIGHT);
    private final StatusRow status = new StatusRow(jobs);
    private final NotificationPane bars = new NotificationPane();
    private final SimpleObjectProperty<Optional<DumpView>> view =
            new SimpleObjectProperty<>(Optional.empty());
    private final ReadOnlyBooleanWrapper hasDump = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper canGoBack = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper canGoForward = new ReadOnlyBooleanWrapper();
    private final Zoom zoom = new Zoom();
    private final Welcome welcome;
    private final List<Action> actions = new WindowActions(this).all();
    private final Overlay overlay = new Overlay(root);
    private final Palette palette = new Palette(overlay, actions, new PalettePlaces(this));
    private Supplier<Optional<Path>> chooser = this::ask;
    private Optional<String> problem = Optional.empty();
    private Optional<Job> opening = Optional.empty();
    private String key = "";
    private Theme theme = Theme.SYSTEM;

    /// A dump that was opened, and by what it is known again.
    private record Opened(Dump dump, String key) {}

    /// Makes an empty window on a stage that remembers nothing.
    public DumpWindow(Stage stage) {
        this(stage, StateFile.none());
    }

    /// Makes an empty window on a stage.
    public DumpWindow(Stage stage, StateFile state) {
        this.stage = stage;
        this.state = state;
        welcome =
                new Welcome(
                        jobs,
                        state,
                        this::choose,
                        this::openSample,
                        path -> open(path, Optional.empty()));
        root.getStyleClass().add("dump-window");
        frame.setTop(ToolRow.empty(actions));
        bars.setContent(welcome);
        frame.setCenter(bars);
        frame.setBottom(status);
        stage.setScene(scene);
        stage.getProperties().put(DumpWindow.class, this);
        stage.setTitle("Xenoscope");
        stage.setMinWidth(MIN_WIDTH);
        stage.setMinHeight(MIN_HEIGHT);
        stage.setOnHidden(_ -> close());
        addIcons();
        theme = theme(state.state().settings().theme());
        zoom.set(state.state().settings().textSize());
        restyle();
        zoom.sizeProperty().subscribe(this::resized);
        Platform.getPreferences().colorSchemeProperty().subscribe(this::restyle);
        scene.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        scene.addEventHandler(KeyEvent.KEY_TYPED, this::typed);
        scene.addEventFilter(MouseEvent.MOUSE_PRESSED, this::mouse);
        scene.addEventFilter(ScrollEvent.SCROLL, zoom::wheel);
        new DropTarget(root, jobs, () -> view.get().isEmpty(), this::dropped);
        state.problem().ifPresent(this::bar);
    }

    private void addIcons() {
        for (int size : new int[] {16, 32, 48, 128}) {
            InputStream bytes = Theme.class.getResourceAsStream("icon-" + size + ".png");
            if (bytes != null) {
                stage.getIcons().add(new Image(bytes));
            }
        }
    }

    private static Theme theme(String name) {
        try {
            return Theme.valueOf(name);
        } catch (IllegalArgumentException _) {
            return Theme.SYSTEM;
        }
    }

    /// {@return a further window, shown}
    DumpWindow another() {
        DumpWindow window = new DumpWindow(new Stage(), state);
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
        restyle();
        settings(state.state().settings().theme(look.name()));
    }

    private void restyle() {
        theme.apply(scene, zoom.sizeProperty().get());
        view.get().ifPresent(DumpView::restyle);
    }

    private void resized() {
        restyle();
        view.get().ifPresent(DumpView::rescale);
        settings(state.state().settings().textSize(zoom.sizeProperty().get()));
    }

    private void settings(Settings settings) {
        state.change(before -> before.with(settings));
    }

    Zoom zoom() {
        return zoom;
    }

    /// Sets the size of the window in pixels.
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
    ReadOnlyObjectProperty<Optional<DumpView>> viewProperty() {
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
                path -> open(path, Optional.empty()),
                exception -> say(Path.of("sample"), "The sample cannot be made: " + exception));
    }

    /// Opens files as if they were dropped: a window each.
    public void dropped(List<Path> files) {
        for (int i = 0; i < Math.min(files.size(), MOST_WINDOWS); i++) {
            DumpWindow target = i == 0 ? this : another();
            target.open(files.get(i), Optional.empty());
        }
    }

    /// Opens what a start of the program asks for, and comes to the front. Without files that is an
    /// empty window.
    void open(Request request) {
        if (request.files().isEmpty() && hasDump.get()) {
            another().toFront();
            return;
        }
        toFront();
        if (request.place().isEmpty()) {
            dropped(request.files());
        } else {
            for (int i = 0; i < Math.min(request.files().size(), MOST_WINDOWS); i++) {
                DumpWindow target = i == 0 ? this : another();
                target.open(request.files().get(i), request.place());
            }
        }
    }

    private void toFront() {
        stage.setIconified(false);
        stage.show();
        stage.toFront();
        stage.requestFocus();
    }

    /// {@return the window that is looked at, or else any that is open}
    static Optional<DumpWindow> front() {
        List<Window> open = List.copyOf(Window.getWindows());
        return Stream.concat(open.stream().filter(Window::isFocused), open.stream())
                .map(window -> window.getProperties().get(DumpWindow.class))
                .filter(DumpWindow.class::isInstance)
                .map(DumpWindow.class::cast)
                .findFirst();
    }

    /// Opens a dump: in this window if it is empty, else in a new one once the dump is open.
    ///
    /// @param place where to go first
    public void open(Path file, Optional<Location> place) {
        problem = Optional.empty();
        opening.ifPresent(Job::cancel);
        opening =
                Optional.of(
                        jobs.start(
                                "Opening " + file.getFileName(),
                                progress -> {
                                    Dump dump = Dump.open(file, progress);
                                    return new Opened(dump, dump.key());
                                },
                                opened -> {
                                    DumpWindow target = view.get().isEmpty() ? this : another();
                                    target.opened(opened, place);
                                },
                                exception -> say(file, String.valueOf(exception.getMessage()))));
    }

    private void opened(Opened opened, Optional<Location> place) {
        Dump dump = opened.dump();
        key = opened.key();
        Navigator navigator = new Navigator(DumpView.start(dump));
        Workbench workbench = new Workbench(dump, navigator, jobs, new Desk(ViewKinds.all()));
        DumpView shown = new DumpView(workbench, stage, zoom, status::say);
        view.set(Optional.of(shown));
        hasDump.set(true);
        canGoBack.bind(navigator.canGoBackProperty());
        canGoForward.bind(navigator.canGoForwardProperty());
        frame.setTop(shown.toolbar(actions));
        bars.setContent(shown.node());
        status.follow(workbench);
        stage.setTitle(DumpView.title(dump) + " — Xenoscope");
        root.requestFocus();
        shown.panels()
                .placeCpus(
                        state.state().settings().cpuPanel(),
                        where -> settings(state.state().settings().cpuPanel(where)));
        state.state().of(key).ifPresent(shown::restore);
        place.ifPresent(navigator::go);
        navigator.placeProperty().subscribe(this::remember);
        recall(dump);
    }

    /// Puts the dump among the recent ones, once it is known what happened in it.
    private void recall(Dump dump) {
        if (Sample.is(dump.path())) {
            return;
        }
        String path = dump.path().toAbsolutePath().toString();
        jobs.start(
                "Reading what happened",
                _ -> dump.summary().headline(),
                headline ->
                        state.change(
                                before ->
                                        before.with(
                                                new RecentDump(
                                                        path,
                                                        "",
                                                        headline,
                                                        Instant.now().getEpochSecond()))),
                _ -> {});
    }

    private void remember() {
        view.get().ifPresent(shown -> state.change(before -> before.with(shown.state(key))));
    }

    private void say(Path file, String sentence) {
        problem = Optional.of(sentence);
        if (view.get().isEmpty()) {
            welcome.say(file, sentence);
        } else {
            bar(sentence);
        }
    }

    /// Says something in a bar above the views, until it is dismissed.
    private void bar(String sentence) {
        bars.show(sentence);
    }

    /// Shows a view by the id of its kind.
    public void showView(String name) {
        view.get().ifPresent(shown -> shown.showTab(name));
    }

    /// Shows each view once, then does what is given.
    void showEveryView(Runnable then) {
        new Tour(this, then).start();
    }

    /// Does something with the open dump's view.
    void withView(Consumer<DumpView> work) {
        view.get().ifPresent(work);
    }

    /// {@return whether a dump is open}
    ObservableBooleanValue hasDump() {
        return hasDump.getReadOnlyProperty();
    }

    /// {@return whether a dump is open and its history has a place before}
    ObservableBooleanValue canGoBack() {
        return canGoBack.getReadOnlyProperty();
    }

    /// {@return whether a dump is open and its history has a place after}
    ObservableBooleanValue canGoForward() {
        return canGoForward.getReadOnlyProperty();
    }

    /// Shows the palette.
    void showPalette() {
        palette.show("");
    }

    /// Shows a page of the help.
    void showHelp(HelpPage page) {
        HelpCard card = new HelpCard(page, actions, overlay::hide);
        overlay.show(card, card.focus());
    }

    /// {@return what is remembered}
    StateFile state() {
        return state;
    }

    Jobs jobs() {
        return jobs;
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

    /// Closes every window.
    void quit() {
        List.copyOf(Window.getWindows()).forEach(Window::hide);
    }

    private void close() {
        remember();
        view.get().ifPresent(DumpView::close);
        status.close();
        jobs.close();
    }

    private void key(KeyEvent event) {
        for (Action action : actions) {
            if (action.keys().stream().anyMatch(keys -> keys.match(event))) {
                if (!overlay.showing() || OVER_ALL.contains(action.id())) {
                    action.run();
                }
                event.consume();
                return;
            }
        }
    }

    /// A digit that is typed on the bytes starts an address.
    private void typed(KeyEvent event) {
        boolean digit = event.getCharacter().matches("[0-9a-fA-F]");
        boolean plain = !event.isShortcutDown() && !event.isAltDown() && !event.isControlDown();
        boolean bytes =
                scene.getFocusOwner() != null && "hex".equals(scene.getFocusOwner().getId());
        if (digit && plain && bytes) {
            withView(shown -> shown.typeAddress(event.getCharacter()));
            event.consume();
        }
    }

    private void mouse(MouseEvent event) {
        if (event.getButton() == MouseButton.BACK) {
            withView(shown -> shown.navigator().back());
        } else if (event.getButton() == MouseButton.FORWARD) {
            withView(shown -> shown.navigator().forward());
        }
    }
}
