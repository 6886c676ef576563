package org.xenoscope.window.shell;

import javafx.beans.value.ChangeListener;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextFlow;

import org.xenoscope.dump.WhatIsHere;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Unknown;
import org.xenoscope.window.Job;
import org.xenoscope.window.LinkedWords;
import org.xenoscope.window.NodeColumn;
import org.xenoscope.window.Place;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Tag;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.theme.Icon;

import java.util.List;
import java.util.Optional;

/// All that is known of one place, as a card over the window. It goes with Esc, and when the person
/// goes elsewhere; its work ends with it.
final class WhatIsHereCard extends VBox {
    private static final double WORDS_WIDTH = 560;

    private final Workbench workbench;
    private final Location place;
    private final GridPane grid = new GridPane();
    private final Button close = new Button("", Icon.CROSS.node());
    private final Button mappings = new Button("Find every mapping");
    private final ChangeListener<Place> gone;
    private Optional<Job> job = Optional.empty();
    private int row;

    private WhatIsHereCard(Workbench workbench, Location place, Runnable hide) {
        this.workbench = workbench;
        this.place = place;
        gone = (_, _, _) -> hide.run();
        getStyleClass().addAll("overlay-card", "help");
        setId("what-is-here");
        grid.getStyleClass().add("help-grid");
        grid.setId("what-is-here-lines");
        Label title = new Label("What is here");
        title.getStyleClass().add("headline");
        close.getStyleClass().addAll("tool-button", "flat");
        close.setAccessibleText("Close");
        close.setOnAction(_ -> hide.run());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head =
                new HBox(
                        8,
                        title,
                        new Tag(place.space()),
                        new PlaceLink(workbench, place),
                        space,
                        close);
        head.setAlignment(Pos.CENTER_LEFT);
        mappings.setId("what-is-here-mappings");
        mappings.setVisible(false);
        mappings.managedProperty().bind(mappings.visibleProperty());
        mappings.setOnAction(_ -> findMappings());
        ScrollPane scroll = new ScrollPane(grid);
        scroll.setFitToWidth(true);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(head, scroll, mappings);
        sceneProperty()
                .addListener(
                        (_, _, scene) -> {
                            if (scene == null) {
                                end();
                            }
                        });
        workbench.navigator().placeProperty().addListener(gone);
        read();
    }

    /// Shows the card wherever a view asks what is at a place.
    static void serve(Workbench workbench, Overlay overlay) {
        workbench
                .desk()
                .serveWhatIsHere(
                        place -> {
                            WhatIsHereCard card =
                                    new WhatIsHereCard(workbench, place, overlay::hide);
                            overlay.show(card, card.close);
                        });
    }

    private void end() {
        job.ifPresent(Job::cancel);
        workbench.navigator().placeProperty().removeListener(gone);
    }

    private void read() {
        add("", List.of(NodeColumn.quiet("looking…")));
        job =
                Optional.of(
                        workbench
                                .jobs()
                                .start(
                                        "Looking what is at " + place,
                                        _ -> WhatIsHere.of(workbench.dump(), place),
                                        this::show,
                                        failure ->
                                                replace(
                                                        "",
                                                        new Unknown<>(
                                                                String.valueOf(
                                                                        failure.getMessage())))));
    }

    private void show(WhatIsHere found) {
        clear();
        found.lines().forEach(line -> add(line.topic(), line.fact()));
        for (int i = 0; i < found.steps().size(); i++) {
            add("step " + (i + 1), LinkedWords.of(workbench, found.steps().get(i)));
        }
        mappings.setVisible(found.hasFrame());
    }

    private void findMappings() {
        mappings.setVisible(false);
        close.requestFocus();
        job =
                Optional.of(
                        workbench
                                .jobs()
                                .start(
                                        "Looking for every mapping of " + place,
                                        _ -> WhatIsHere.mappings(workbench.dump(), place),
                                        lines ->
                                                lines.forEach(
                                                        line -> add(line.topic(), line.fact())),
                                        failure ->
                                                add(
                                                        "mapped at",
                                                        new Unknown<>(
                                                                String.valueOf(
                                                                        failure.getMessage())))));
    }

    private void clear() {
        grid.getChildren().clear();
        row = 0;
    }

    private void replace(String topic, Fact<String> fact) {
        clear();
        add(topic, fact);
    }

    private void add(String topic, Fact<String> fact) {
        switch (fact) {
            case Known<String>(String words, String evidence, Optional<Location> where) -> {
                List<Node> nodes = LinkedWords.of(workbench, words);
                nodes.add(NodeColumn.quiet("  " + evidence));
                where.ifPresent(
                        at -> {
                            nodes.add(NodeColumn.quiet(" at "));
                            nodes.add(new PlaceLink(workbench, at));
                        });
                add(topic, nodes);
            }
            case Unknown<String>(String why) ->
                    add(topic, LinkedWords.of(workbench, "unknown: " + why));
        }
    }

    private void add(String topic, List<Node> words) {
        Label name = new Label(topic);
        name.getStyleClass().add("second");
        name.setMinWidth(Region.USE_PREF_SIZE);
        GridPane.setValignment(name, VPos.TOP);
        TextFlow flow = new TextFlow();
        flow.getChildren().addAll(words);
        flow.setPrefWidth(WORDS_WIDTH);
        grid.addRow(row++, name, flow);
    }
}
