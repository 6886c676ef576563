package org.xenoscope.window.shell;

import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.Subscription;

import org.xenoscope.dump.Dump;
import org.xenoscope.forge.Sample;
import org.xenoscope.place.Severity;
import org.xenoscope.window.Action;
import org.xenoscope.window.Desk;
import org.xenoscope.window.Jobs;
import org.xenoscope.window.Navigator;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.instance.Request;
import org.xenoscope.window.state.RecentDump;
import org.xenoscope.window.state.Settings;
import org.xenoscope.window.state.StateFile;
import org.xenoscope.window.theme.Theme;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

    private final Stage stage;
    private final StateFile state;
    private final Jobs jobs = new Jobs();
    private final BorderPane frame = new BorderPane();
    private final StackPane root = new StackPane(frame);
    private final Scene scene = new Scene(root, WIDTH, HEIGHT);
    private final StatusRow status = new StatusRow(jobs);
    private final Bars bars = new Bars();
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
    private final Opening opening;
    private final Subscription look;
    private String key = "";
    private Theme theme = Theme.SYSTEM;

    /// Makes an empty window on a stage that remembers nothing.
    public DumpWindow(Stage stage) {
        this(stage, StateFile.none());
    }

    /// Makes an empty window on a stage.
    public DumpWindow(Stage stage, StateFile state) {
        this.stage = stage;
        this.state = state;
        opening = new Opening(this, stage, jobs);
        welcome =
                new Welcome(
                        jobs,
                        state,
                        this::choose,
                        this::openSample,
                        path -> open(path, Optional.empty()));
        root.getStyleClass().add("dump-window");
        frame.setTop(ToolRow.empty(actions));
        frame.setCenter(bars.over(welcome));
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
        look = Platform.getPreferences().colorSchemeProperty().subscribe(this::restyle);
        new WindowKeys(this, scene, actions, overlay);
        scene.addEventFilter(ScrollEvent.SCROLL, zoom::wheel);
        new DropTarget(root, jobs, () -> view.get().isEmpty(), this::dropped);
        state.problem().ifPresent(words -> bars.add(Bars.Bar.of(Severity.WARNING, words)));
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
        return opening.problem();
    }

    /// {@return the open dump's view}
    ReadOnlyObjectProperty<Optional<DumpView>> viewProperty() {
        return view;
    }

    /// Replaces the system's file chooser, for tests.
    public void chooser(Supplier<Optional<Path>> answer) {
        opening.chooser(answer);
    }

    /// Asks for a file and opens it.
    public void choose() {
        opening.choose();
    }

    /// Opens the built-in sample.
    public void openSample() {
        opening.sample();
    }

    /// Opens files and folders as if they were dropped: a window each.
    public void dropped(List<Path> files) {
        opening.dropped(files);
    }

    /// Opens what a start of the program asks for, and comes to the front. Without files that is an
    /// empty window.
    void open(Request request) {
        if (request.files().isEmpty() && hasDump.get()) {
            another().toFront();
            return;
        }
        toFront();
        opening.arrive(request.files(), request.place());
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
    /// @param place where to go first, as a person types it
    public void open(Path file, Optional<String> place) {
        opening.open(file, place);
    }

    Opening opening() {
        return opening;
    }

    /// {@return this window if it is empty, else a new one}
    DumpWindow target() {
        return view.get().isEmpty() ? this : another();
    }

    /// Lets the person choose among dumps: in the welcome pane of a window without one.
    void offer(List<Path> files) {
        DumpWindow target = target();
        target.welcome.offer(files);
    }

    /// Shows a dump in this window, which is empty.
    void opened(Opening.Opened opened, Optional<String> place, List<Path> companions) {
        Dump dump = opened.dump();
        key = opened.key();
        Navigator navigator = new Navigator(DumpView.start(dump));
        Workbench workbench = new Workbench(dump, navigator, jobs, new Desk(ViewKinds.all()));
        DumpView shown = new DumpView(workbench, stage, zoom, status::say);
        WhatIsHereCard.serve(workbench, overlay);
        view.set(Optional.of(shown));
        hasDump.set(true);
        canGoBack.bind(navigator.canGoBackProperty());
        canGoForward.bind(navigator.canGoForwardProperty());
        frame.setTop(shown.toolbar(actions));
        frame.setCenter(shown.node());
        status.follow(workbench);
        stage.setTitle(DumpView.title(dump) + " — Xenoscope");
        root.requestFocus();
        shown.panels()
                .placeCpus(
                        state.state().settings().cpuPanel(),
                        where -> settings(state.state().settings().cpuPanel(where)));
        state.state().of(key).ifPresent(shown::restore);
        shown.use(companions, () -> place.ifPresent(shown::goTo));
        navigator.placeProperty().subscribe(this::remember);
        shown.watch();
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

    /// Says why a file was not opened.
    void say(Path file, String sentence) {
        if (view.get().isEmpty()) {
            welcome.say(file, sentence);
        } else {
            view.get().get().bars().add(Bars.Bar.of(Severity.WARNING, sentence));
        }
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

    Palette palette() {
        return palette;
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
        look.unsubscribe();
        view.get().ifPresent(DumpView::close);
        status.close();
        jobs.close();
    }
}
