package org.xenoscope.window.cpu;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.xenoscope.cpu.trace.Grade;
import org.xenoscope.cpu.trace.Trace;
import org.xenoscope.cpu.trace.TraceBorder;
import org.xenoscope.cpu.trace.TraceFrame;
import org.xenoscope.cpu.trace.TraceLine;
import org.xenoscope.window.NodeColumn;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Workbench;

/// A call trace as lines: frames with links, borders between worlds as rules. Uncertain frames are
/// grey with a question mark.
final class TraceList extends VBox {
    /// Lines shown; the command prints all.
    private static final int MOST = 200;

    private final Workbench workbench;
    private final boolean wide;
    private int row;
    private int number;

    /// @param wide whether there is room to say how each frame was found
    TraceList(Workbench workbench, CpuView cpu, boolean wide) {
        super(6);
        this.workbench = workbench;
        this.wide = wide;
        setPadding(new Insets(8, 12, 12, 12));
        setId("trace");
        Label title = new Label("Trace");
        title.getStyleClass().add("card-title");
        title.setStyle("-fx-font-weight: bold;");
        Label looking = NodeColumn.quiet("looking…");
        getChildren().addAll(new HBox(8, title), looking);
        workbench
                .jobs()
                .start(
                        "Walking the stack of " + cpu.name(),
                        _ -> cpu.trace().get(),
                        found -> {
                            getChildren().remove(looking);
                            show(found);
                        },
                        failure -> looking.setText("unknown: " + failure.getMessage()));
    }

    private void show(Trace trace) {
        if (trace.lines().isEmpty()) {
            boolean why = !trace.ending().isEmpty();
            getChildren().add(words(why ? "No trace: %s.".formatted(trace.ending()) : "No trace."));
            return;
        }
        GridPane grid = new GridPane(8, 2);
        trace.lines().stream().limit(MOST).forEach(line -> add(grid, line));
        getChildren().add(grid);
        if (trace.lines().size() > MOST) {
            getChildren().add(words("%d more lines.".formatted(trace.lines().size() - MOST)));
        }
        if (!trace.ending().isEmpty()) {
            getChildren().add(words((trace.complete() ? "" : "incomplete: ") + trace.ending()));
        }
    }

    private static Label words(String text) {
        Label label = NodeColumn.quiet(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private void add(GridPane grid, TraceLine line) {
        switch (line) {
            case TraceFrame frame -> frame(grid, frame);
            case TraceBorder border -> grid.add(border(border), 0, row, wide ? 4 : 3, 1);
        }
        row++;
    }

    private void frame(GridPane grid, TraceFrame frame) {
        boolean uncertain = frame.grade() == Grade.UNCERTAIN;
        Label index = NodeColumn.mono(uncertain ? "?" : "" + number++);
        index.setMinWidth(Region.USE_PREF_SIZE);
        PlaceLink link =
                new PlaceLink(workbench, frame.code(), "%016x".formatted(frame.code().address()));
        link.setMinWidth(Region.USE_PREF_SIZE);
        Label name = NodeColumn.mono(frame.name());
        name.setTooltip(new Tooltip("%s: %s".formatted(frame.grade().words(), frame.how())));
        name.setMinWidth(wide ? Region.USE_PREF_SIZE : 0);
        GridPane.setHgrow(name, Priority.ALWAYS);
        if (uncertain) {
            name.getStyleClass().setAll("label", "mono", "second");
        }
        grid.add(index, 0, row);
        grid.add(link, 1, row);
        grid.add(name, 2, row);
        if (wide) {
            grid.add(NodeColumn.quiet(frame.how()), 3, row);
        }
    }

    private static Node border(TraceBorder border) {
        Label says = NodeColumn.quiet(border.says());
        says.setWrapText(true);
        says.setMinHeight(Region.USE_PREF_SIZE);
        Separator left = new Separator();
        left.setPrefWidth(14);
        Separator right = new Separator();
        HBox.setHgrow(right, Priority.ALWAYS);
        HBox line = new HBox(8, left, says, right);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setPadding(new Insets(4, 0, 4, 0));
        return line;
    }
}
