package org.xenoscope.window.log;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

import org.xenoscope.dump.Destination;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.window.Job;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Tag;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.text.TextLine;
import org.xenoscope.window.text.TextView;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One log with its head: what it is, where it was read, how many lines there are.
final class LogPane {
    /// What is smaller is a number, no address.
    private static final long SMALL = 0x1_0000;

    private final Workbench workbench;
    private final LogSource source;
    private final TextView text;
    private final LogLinks links;
    private final Label count = new Label();
    private final Label empty = new Label();
    private final BorderPane node = new BorderPane();
    private Optional<Job> filtering = Optional.empty();
    private boolean wasShown;

    LogPane(Workbench workbench, LogSource source, String id) {
        this.workbench = workbench;
        this.source = source;
        text = new TextView(workbench, id, source.name());
        links = new LogLinks(this::place);
        empty.getStyleClass().add("second");
        empty.setWrapText(true);
        empty.setId(id + "-empty");
        count.getStyleClass().add("quiet");
        node.setTop(head());
        node.setCenter(new StackPane(text.node(), empty));
        node.getStyleClass().add("pane");
        if (!source.found()) {
            empty.setText(source.says());
            text.node().setVisible(false);
        }
    }

    private Node head() {
        Label name = new Label(source.name());
        name.getStyleClass().add("title");
        HBox head = new HBox(8, new Tag(source.space()), name);
        head.getStyleClass().add("panel-head");
        if (source.found()) {
            Label says = new Label(source.says());
            says.getStyleClass().add("quiet");
            head.getChildren().add(says);
            source.where()
                    .ifPresent(place -> head.getChildren().add(new PlaceLink(workbench, place)));
            head.getChildren().add(count);
        }
        return head;
    }

    /// {@return where a word of the log leads: an address in the space of its kernel or of the
    /// other, a function, a CPU}
    private Optional<Location> place(String word) {
        if (word.matches("(?:0x)?[0-9a-f]+")) {
            return number(Location.parseAddress(word));
        }
        String name = word.replaceFirst("/0x[0-9a-f]+$", "");
        return workbench.dump().destination(name, new Location(source.space(), 0))
                        instanceof Destination.Goes goes
                ? Optional.of(goes.location())
                : Optional.empty();
    }

    /// A number leads somewhere where memory is mapped.
    private Optional<Location> number(long address) {
        SpaceId other = source.space().equals(SpaceId.XEN) ? SpaceId.DOM0 : SpaceId.XEN;
        return Stream.of(source.space(), other)
                .filter(_ -> Long.compareUnsigned(address, SMALL) >= 0)
                .filter(space -> workbench.dump().spaces().get(space).locate(address) >= 0)
                .map(space -> new Location(space, address))
                .findFirst();
    }

    Node node() {
        return node;
    }

    /// Shows the lines that pass a filter. The first time it shows the end, as people read logs.
    void show(LogFilter filter) {
        if (!source.found()) {
            return;
        }
        filtering.ifPresent(Job::cancel);
        filtering =
                Optional.of(
                        workbench
                                .jobs()
                                .start(
                                        "Filtering the " + source.name(),
                                        _ -> filter.of(source, links),
                                        this::shown,
                                        failure ->
                                                count.setText(
                                                        String.valueOf(failure.getMessage()))));
    }

    private void shown(LogFilter.Filtered lines) {
        text.show(lines.document());
        empty.setText(
                lines.shown() > 0
                        ? ""
                        : "No line matches. %d lines are hidden.".formatted(lines.hidden()));
        count.setText(
                lines.hidden() == 0
                        ? "%d lines".formatted(lines.shown())
                        : "%d of %d lines"
                                .formatted(lines.shown(), lines.shown() + lines.hidden()));
        if (!wasShown) {
            text.end();
        }
        wasShown = true;
    }

    /// Selects the next place that holds some words.
    ///
    /// @return whether there is one
    boolean find(String words, boolean forward) {
        return text.find(words, forward);
    }

    void wrap(boolean wrap) {
        text.wrap(wrap);
    }

    /// {@return the lines in sight as text}
    String copy() {
        return text.lines().stream().map(TextLine::text).collect(Collectors.joining("\n"));
    }

    boolean focused() {
        return node.isFocusWithin();
    }

    /// Ends it.
    void close() {
        text.close();
    }
}
