package org.xenoscope.window.log;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;

import org.controlsfx.control.SegmentedButton;
import org.controlsfx.control.textfield.TextFields;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;

import java.util.List;
import java.util.stream.Stream;

/// dom0's log and Xen's console. Both at once stand one above the other: their clocks differ, so
/// lines are never merged by guess.
public final class LogsView implements View {
    private final Workbench workbench;
    private final ToggleButton dom0 = new ToggleButton("dom0 log");
    private final ToggleButton xen = new ToggleButton("Xen console");
    private final ToggleButton both = new ToggleButton("Both");
    private final TextField filter = TextFields.createClearableTextField();
    private final TextField find = TextFields.createClearableTextField();
    private final ChoiceBox<LogLevel> levels = new ChoiceBox<>();
    private final CheckBox wrap = new CheckBox("Wrap");
    private final BorderPane node = new BorderPane();
    private List<LogPane> panes = List.of();

    /// Makes the view and looks for the logs.
    public LogsView(Workbench workbench) {
        this.workbench = workbench;
        node.setId("logs");
        node.setTop(bar());
        Label looking = new Label("looking…");
        looking.getStyleClass().add("second");
        node.setCenter(looking);
        node.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        workbench
                .jobs()
                .start(
                        "Reading the logs",
                        _ -> LogFacts.of(workbench.dump()),
                        this::fill,
                        failure -> looking.setText("unknown: " + failure.getMessage()));
    }

    private Node bar() {
        SegmentedButton which = new SegmentedButton(dom0, xen, both);
        dom0.setId("logs-dom0");
        xen.setId("logs-xen");
        both.setId("logs-both");
        both.setSelected(true);
        Stream.of(dom0, xen, both).forEach(button -> button.setOnAction(_ -> choose(button)));
        Stream.of(dom0, xen, both, wrap)
                .forEach(button -> button.setMinWidth(Region.USE_PREF_SIZE));
        filter.setId("logs-filter");
        filter.setPrefColumnCount(10);
        filter.setPromptText("Filter lines");
        filter.textProperty().addListener((_, _, _) -> refilter());
        levels.setId("logs-level");
        levels.getItems().setAll(LogLevel.DEBUG, LogLevel.INFO, LogLevel.WARNING, LogLevel.ERROR);
        levels.setConverter(new LevelNames());
        levels.setValue(LogLevel.DEBUG);
        levels.setAccessibleText("Least level shown");
        levels.valueProperty().addListener((_, _, _) -> refilter());
        wrap.setId("logs-wrap");
        wrap.setOnAction(_ -> panes.forEach(pane -> pane.wrap(wrap.isSelected())));
        find.setId("logs-find");
        find.setPromptText("Find");
        find.setPrefColumnCount(8);
        find.setTooltip(
                new Tooltip("Enter or F3 finds the next, Shift+F3 the one before (Ctrl+F)"));
        find.setOnAction(_ -> find(true));
        Button copy = new Button("Copy");
        copy.setId("logs-copy");
        copy.setMinWidth(Region.USE_PREF_SIZE);
        copy.setTooltip(new Tooltip("Copies the lines that are shown"));
        copy.setOnAction(_ -> PlaceLink.copy(front().map(LogPane::copy).findFirst().orElse("")));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox bar = new HBox(8, which, filter, levels, wrap, space, find, copy);
        bar.getStyleClass().add("view-bar");
        return bar;
    }

    private void fill(List<LogSource> sources) {
        panes.forEach(LogPane::close);
        panes = sources.stream().map(source -> new LogPane(workbench, source, id(source))).toList();
        refilter();
        arrange();
    }

    private static String id(LogSource source) {
        return "log-" + source.space().text();
    }

    private void choose(ToggleButton button) {
        // the buttons exclude one another only from when they are seen
        Stream.of(dom0, xen, both).forEach(other -> other.setSelected(other.equals(button)));
        arrange();
    }

    private void arrange() {
        if (panes.size() < 2) {
            return;
        }
        if (both.isSelected()) {
            SplitPane split = new SplitPane(panes.get(0).node(), panes.get(1).node());
            split.setOrientation(Orientation.VERTICAL);
            split.setDividerPositions(0.62);
            node.setCenter(split);
        } else {
            node.setCenter(panes.get(xen.isSelected() ? 1 : 0).node());
        }
    }

    private void refilter() {
        LogFilter wanted = new LogFilter(filter.getText().strip(), levels.getValue());
        panes.forEach(pane -> pane.show(wanted));
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() == KeyCode.F && event.isShortcutDown() && !event.isShiftDown()) {
            find.requestFocus();
            find.selectAll();
            event.consume();
        } else if (event.getCode() == KeyCode.F3) {
            find(!event.isShiftDown());
            event.consume();
        }
    }

    private void find(boolean forward) {
        String words = find.getText();
        boolean found = front().anyMatch(pane -> pane.find(words, forward));
        find.getStyleClass().remove("problem");
        if (!found && !words.isEmpty()) {
            find.getStyleClass().add("problem");
        }
    }

    /// {@return the logs in sight, the one with the keyboard first}
    private Stream<LogPane> front() {
        return panes.stream()
                .filter(pane -> pane.node().getScene() != null)
                .sorted((a, b) -> Boolean.compare(b.focused(), a.focused()));
    }

    /// Shows one log: "xen" or "dom0"; both for any other word.
    @Override
    public void ask(String question) {
        choose(
                switch (question) {
                    case "xen" -> xen;
                    case "dom0" -> dom0;
                    default -> both;
                });
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void close() {
        panes.forEach(LogPane::close);
        panes = List.of();
    }

    /// The levels as a person reads them.
    private static final class LevelNames extends StringConverter<LogLevel> {
        @Override
        public String toString(LogLevel level) {
            return switch (level) {
                case DEBUG -> "All levels";
                case INFO -> "No debug lines";
                case WARNING -> "Warnings and errors";
                case ERROR -> "Errors";
            };
        }

        @Override
        public LogLevel fromString(String words) {
            throw new UnsupportedOperationException("levels are chosen, not typed");
        }
    }
}
