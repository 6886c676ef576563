package org.xenoscope.window.memory;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

import org.xenoscope.place.Hole;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Tag;
import org.xenoscope.window.Workbench;

import java.util.List;
import java.util.Optional;

/// The same byte in each space: a chip each, with arrows along the route that was walked.
final class Chips extends FlowPane {
    /// As wide as four chips: the line is as high as it must be then.
    private static final double WRAP = 640;

    private final Workbench workbench;
    private final Text before = new Text();
    private final Text marked = new Text();
    private final Text behind = new Text();
    private String digits = "";

    Chips(Workbench workbench) {
        super(6, 4);
        this.workbench = workbench;
        setId("chips");
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(0);
        setPrefWrapLength(WRAP);
        before.getStyleClass().add("chip-digits");
        behind.getStyleClass().add("chip-digits");
        marked.getStyleClass().add("chip-marked");
    }

    /// Shows the places of a byte.
    ///
    /// @param here the one where the person is
    /// @param hole why the route ends before a byte
    void show(List<Location> places, Location here, Optional<Hole> hole, int steps) {
        getChildren().clear();
        for (int i = 0; i < places.size(); i++) {
            Location place = places.get(i);
            boolean also = i > 0 && place.space().kind() == SpaceId.Kind.DOMAIN_PHYSICAL;
            if (i > 0) {
                getChildren().add(quiet(also ? "also" : "→"));
            }
            getChildren().add(chip(place, place.equals(here)));
        }
        hole.ifPresent(
                why -> {
                    String word = HolePattern.of(why.reason()).word();
                    String words =
                            steps > 1 ? "stops at step %d: %s".formatted(steps, lower(word)) : word;
                    HBox chip = new HBox(new Label(words));
                    chip.getStyleClass().addAll("chip", "hole");
                    getChildren().addAll(quiet("→"), chip);
                });
    }

    private static String lower(String word) {
        return word.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + word.substring(1);
    }

    private static Label quiet(String words) {
        Label label = new Label(words);
        label.getStyleClass().add("quiet");
        return label;
    }

    private Node chip(Location place, boolean here) {
        PlaceLink link = new PlaceLink(workbench, place, place.hex());
        HBox chip = new HBox(new Tag(place.space()), link);
        chip.getStyleClass().add("chip");
        if (here) {
            chip.getStyleClass().add("here");
            digits = place.hex();
            link.setGraphic(new TextFlow(before, marked, behind));
            link.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            mark(Optional.empty());
        }
        return chip;
    }

    /// Marks the digits of the person's address that hold some bits.
    void mark(Optional<AddressBits> bits) {
        int prefix = 2;
        int shown = digits.length() - prefix;
        int first = bits.map(used -> used.firstDigit() - (16 - shown)).orElse(shown);
        int end = bits.map(used -> used.endDigit() - (16 - shown)).orElse(shown);
        int from = prefix + Math.clamp(first, 0, shown);
        int to = prefix + Math.clamp(end, 0, shown);
        before.setText(digits.substring(0, from));
        marked.setText(digits.substring(from, to));
        behind.setText(digits.substring(to));
    }
}
