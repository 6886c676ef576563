package org.xenoscope.window.code;

import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.window.Job;
import org.xenoscope.window.Place;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Tag;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.text.TextLine;
import org.xenoscope.window.text.TextView;

import java.util.Optional;
import java.util.stream.Collectors;

/// The function around the person's place, one instruction a line; targets of jumps and calls are
/// links, and the instruction at the place is marked.
public final class CodeView implements View {
    private final Workbench workbench;
    private final CodeFacts facts;
    private final TextView text;
    private final Label title = new Label();
    private final Label tagPlace = new Label();
    private final Label empty = new Label("looking…");
    private final BorderPane node = new BorderPane();
    private final ChangeListener<Place> come = (_, _, place) -> come(place);
    private Optional<CodePage> page = Optional.empty();
    private Optional<Job> decoding = Optional.empty();

    /// Makes the view at the person's place.
    public CodeView(Workbench workbench) {
        this.workbench = workbench;
        facts = new CodeFacts(workbench.dump());
        text = new TextView(workbench, "code-text", "Instructions");
        node.setId("code");
        title.setId("code-title");
        title.getStyleClass().add("mono");
        empty.getStyleClass().add("second");
        empty.setWrapText(true);
        empty.setId("code-empty");
        Button before = step("Function before", "code-before", false);
        Button after = step("Next function", "code-after", true);
        Button copy = new Button("Copy");
        copy.setId("code-copy");
        copy.setTooltip(new Tooltip("Copies the function as text"));
        copy.setOnAction(_ -> PlaceLink.copy(copied()));
        HBox.setHgrow(title, Priority.ALWAYS);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox bar = new HBox(8, tagPlace, title, before, after, copy);
        bar.getStyleClass().add("view-bar");
        node.setTop(bar);
        node.setCenter(new StackPane(text.node(), empty));
        workbench.navigator().placeProperty().addListener(come);
        decode(workbench.navigator().place().location());
    }

    private Button step(String words, String id, boolean forward) {
        Button button = new Button(words);
        button.setId(id);
        button.setOnAction(
                _ ->
                        page.ifPresent(
                                shown ->
                                        decode(
                                                new Location(
                                                        shown.start().space(),
                                                        forward
                                                                ? shown.end()
                                                                : shown.start().address() - 1))));
        return button;
    }

    private void come(Place place) {
        Location where = place.location();
        boolean there = page.filter(shown -> shown.holds(where)).isPresent();
        if (place.jump() || !there) {
            decode(where);
        }
    }

    private void decode(Location where) {
        decoding.ifPresent(Job::cancel);
        if (where.space().equals(SpaceId.FILE)) {
            refuse("Bytes of the file are no code. Go to an address in xen, dom0 or a task.");
            return;
        }
        decoding =
                Optional.of(
                        workbench
                                .jobs()
                                .start(
                                        "Decoding " + where,
                                        _ -> facts.page(where),
                                        this::fill,
                                        failure -> refuse(String.valueOf(failure.getMessage()))));
    }

    private void fill(Fact<CodePage> found) {
        switch (found) {
            case Unknown<CodePage> unknown -> refuse(unknown.reason());
            case Known<CodePage> known -> {
                CodePage shown = known.fact();
                page = Optional.of(shown);
                empty.setText("");
                text.node().setVisible(true);
                tagPlace.setGraphic(new Tag(shown.start().space()));
                title.setText(shown.title());
                text.show(shown.document());
                text.line(shown.line());
            }
        }
    }

    private void refuse(String sentence) {
        page = Optional.empty();
        text.node().setVisible(false);
        title.setText("");
        tagPlace.setGraphic(null);
        empty.setText(sentence);
    }

    private String copied() {
        return text.lines().stream().map(TextLine::text).collect(Collectors.joining("\n"));
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void close() {
        workbench.navigator().placeProperty().removeListener(come);
        decoding.ifPresent(Job::cancel);
        text.close();
    }
}
