package org.xenoscope.window.shell;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.xenoscope.window.Jobs;
import org.xenoscope.window.state.RecentDump;
import org.xenoscope.window.state.State;
import org.xenoscope.window.state.StateFile;
import org.xenoscope.window.theme.Icon;
import org.xenoscope.window.theme.Theme;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What a window without a dump shows: how to open one, why the last file was none, and the dumps
/// that were open before.
final class Welcome extends ScrollPane {
    private static final int ICON = 48;

    private final Label problem = new Label();
    private final VBox recent = new VBox();
    private final Jobs jobs;
    private final StateFile state;
    private final Consumer<Path> open;

    /// @param choose asks for a file
    /// @param sample opens the built-in sample
    /// @param open opens a file of the recent ones
    Welcome(Jobs jobs, StateFile state, Runnable choose, Runnable sample, Consumer<Path> open) {
        this.jobs = jobs;
        this.state = state;
        this.open = open;
        Label title = new Label("Drop a Xen crash dump here");
        title.getStyleClass().add("headline");
        Label words =
                new Label(
                        "A vmcore is enough. vmlinux, xen-syms and System.map are welcome, not"
                                + " needed.");
        words.getStyleClass().add("second");
        Label key = new Label("Ctrl+O");
        key.getStyleClass().add("on-accent");
        HBox graphic = new HBox(8, Icon.FOLDER.node(), new Label("Open a dump…"), key);
        graphic.setAlignment(Pos.CENTER);
        Button ask = new Button("", graphic);
        ask.setDefaultButton(true);
        ask.setId("welcome-open");
        ask.setAccessibleText("Open a dump");
        ask.getStyleClass().add("tool-button");
        ask.setOnAction(_ -> choose.run());
        Button example = new Button("Open the built-in sample");
        example.setId("welcome-sample");
        example.getStyleClass().add("tool-button");
        example.setOnAction(_ -> sample.run());
        HBox buttons = new HBox(10, ask, example);
        buttons.setAlignment(Pos.CENTER);
        VBox drop = new VBox(icon(), title, words, buttons);
        drop.getStyleClass().add("welcome-drop");
        problem.getStyleClass().add("problem");
        problem.setId("problem");
        problem.setWrapText(true);
        problem.managedProperty().bind(problem.textProperty().isNotEmpty());
        problem.visibleProperty().bind(problem.textProperty().isNotEmpty());
        recent.setId("recent");
        VBox all = new VBox(drop, problem, recent);
        all.getStyleClass().add("welcome");
        VBox centred = new VBox(all);
        centred.setAlignment(Pos.TOP_CENTER);
        setContent(centred);
        setFitToWidth(true);
        getStyleClass().add("pane");
        setId("welcome");
        fill();
    }

    private static Node icon() {
        InputStream bytes = Theme.class.getResourceAsStream("icon-128.png");
        if (bytes == null) {
            return new Region();
        }
        ImageView view = new ImageView(new Image(bytes));
        view.setFitWidth(ICON);
        view.setFitHeight(ICON);
        view.setSmooth(true);
        return view;
    }

    /// Lists dumps to choose from, in the place of the recent ones.
    void offer(List<Path> files) {
        problem.setText("");
        Label title = new Label("%d files: choose which to open".formatted(files.size()));
        title.getStyleClass().add("card-title");
        VBox list = new VBox();
        list.getStyleClass().add("recent-list");
        list.setId("offered");
        for (Path file : files) {
            Label name = new Label(String.valueOf(file.getFileName()));
            Label folder = new Label(String.valueOf(file.getParent()));
            folder.getStyleClass().add("quiet");
            Button row = new Button("", new VBox(2, name, folder));
            row.getStyleClass().add("recent-row");
            row.setMaxWidth(Double.MAX_VALUE);
            row.setAlignment(Pos.CENTER_LEFT);
            row.setAccessibleText("Open " + file);
            row.setOnAction(_ -> open.accept(file));
            list.getChildren().add(row);
        }
        recent.getChildren().setAll(new VBox(8, title, list));
    }

    /// Says why a file was not opened.
    void say(Path file, String sentence) {
        problem.setText(sentence);
        problem.setAccessibleText(file + ": " + sentence);
    }

    /// Shows the recent dumps. Whether their files are there is looked up away from the JavaFX
    /// thread: a network drive may be slow.
    void fill() {
        List<RecentDump> dumps = state.state().recent();
        show(dumps, Map.of());
        jobs.start(
                "Looking for recent dumps",
                _ ->
                        dumps.stream()
                                .collect(
                                        Collectors.toMap(
                                                dump -> dump,
                                                dump -> Files.exists(Path.of(dump.path())),
                                                (a, _) -> a)),
                there -> show(dumps, there),
                _ -> {});
    }

    private void show(List<RecentDump> dumps, Map<RecentDump, Boolean> there) {
        recent.getChildren().clear();
        if (dumps.isEmpty()) {
            return;
        }
        Label title = new Label("Recent");
        title.getStyleClass().add("card-title");
        Hyperlink clear = new Hyperlink("Clear");
        clear.setId("recent-clear");
        clear.setOnAction(_ -> change(state.state().withoutRecent()));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(title, space, clear);
        head.getStyleClass().add("recent-head");
        VBox list = new VBox();
        list.getStyleClass().add("recent-list");
        for (RecentDump dump : dumps) {
            list.getChildren().add(row(dump, there.getOrDefault(dump, true)));
        }
        recent.getChildren().addAll(head, list);
    }

    private void change(State next) {
        state.change(_ -> next);
        fill();
    }

    private Node row(RecentDump dump, boolean there) {
        Path path = Path.of(dump.path());
        Label name = new Label(String.valueOf(path.getFileName()));
        String folder = String.valueOf(path.getParent());
        Label words =
                new Label(
                        List.of(folder, dump.versions(), dump.cause()).stream()
                                .filter(text -> !text.isEmpty())
                                .collect(Collectors.joining(" · ")));
        words.getStyleClass().add("quiet");
        VBox left = new VBox(2, name, words);
        left.setMinWidth(0);
        HBox.setHgrow(left, Priority.ALWAYS);
        Label when = new Label(there ? when(dump.opened()) : "not found");
        when.getStyleClass().add(there ? "second" : "warning");
        when.setMinWidth(Region.USE_PREF_SIZE);
        Button row = new Button("", new HBox(12, left, when));
        ((HBox) row.getGraphic()).setAlignment(Pos.CENTER_LEFT);
        ((HBox) row.getGraphic()).prefWidthProperty().bind(row.widthProperty().subtract(28));
        row.getStyleClass().add("recent-row");
        row.setMaxWidth(Double.MAX_VALUE);
        row.setDisable(!there);
        row.setAccessibleText("Open " + path);
        row.setOnAction(_ -> open.accept(path));
        HBox.setHgrow(row, Priority.ALWAYS);
        Button remove = new Button("", Icon.CROSS.node());
        remove.getStyleClass().addAll("tool-button", "flat");
        remove.setAccessibleText("Remove " + path + " from the list");
        remove.setOnAction(_ -> change(state.state().without(dump)));
        HBox line = new HBox(row, remove);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private static String when(long seconds) {
        ZonedDateTime time = Instant.ofEpochSecond(seconds).atZone(ZoneId.systemDefault());
        boolean today = time.toLocalDate().equals(LocalDate.now(ZoneId.systemDefault()));
        return DateTimeFormatter.ofPattern(
                        today ? "'today' HH:mm" : "yyyy-MM-dd HH:mm", Locale.ROOT)
                .format(time);
    }
}
