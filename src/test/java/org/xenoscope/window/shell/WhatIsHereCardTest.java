package org.xenoscope.window.shell;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.GridPane;
import javafx.scene.text.TextFlow;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.place.Location;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.PlaceMenu;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// The card that says what is at a place.
class WhatIsHereCardTest {
    private static final String TEXT = "dom0:0xffffffff81008040";

    @TempDir Path folder;

    @Test
    void w45ShowsWhatIsHereByKeyboardAndGoesWhereALinkLeads() throws Exception {
        try (Sitting sitting = Sitting.forged(folder)) {
            sitting.go(TEXT);
            sitting.keys(KeyCode.SHORTCUT, KeyCode.I);
            assertThat(sitting.sees("#what-is-here")).isTrue();
            assertThat(topics(sitting)).contains("same byte", "step 1").doesNotHaveDuplicates();
            sitting.robot.type(KeyCode.ESCAPE);
            sitting.settle();
            assertThat(sitting.sees("#what-is-here")).isFalse();

            sitting.act("what-is-here");
            Button every = sitting.node("#what-is-here-mappings", Button.class);
            Sitting.run(every::fire);
            sitting.settle();
            assertThat(topics(sitting)).contains("mapped in dom0");

            // a link of the card goes, and the card is gone
            PlaceLink machine =
                    grid(sitting).getChildren().stream()
                            .filter(TextFlow.class::isInstance)
                            .flatMap(flow -> ((TextFlow) flow).getChildren().stream())
                            .filter(PlaceLink.class::isInstance)
                            .map(PlaceLink.class::cast)
                            .filter(link -> link.getText().startsWith("machine:"))
                            .findFirst()
                            .orElseThrow();
            Sitting.run(machine::fire);
            sitting.settle();
            assertThat(sitting.here()).isEqualTo(machine.location());
            assertThat(sitting.sees("#what-is-here")).isFalse();
        }
    }

    @Test
    void w45StandsInTheMenuOfAPlace() throws Exception {
        try (Sitting sitting = Sitting.forged(folder)) {
            DumpView view = sitting.view();
            Sitting.run(
                    () ->
                            PlaceMenu.of(view.workbench(), Location.parse(TEXT)).getItems().stream()
                                    .filter(item -> Objects.equals(item.getId(), "place-what"))
                                    .findFirst()
                                    .orElseThrow()
                                    .fire());
            sitting.settle();
            assertThat(topics(sitting)).contains("same byte");
            assertThat(sitting.here()).isNotEqualTo(Location.parse(TEXT));
        }
    }

    private static GridPane grid(Sitting sitting) {
        return sitting.node("#what-is-here-lines", GridPane.class);
    }

    private static List<String> topics(Sitting sitting) throws Exception {
        return Sitting.onFx(
                () ->
                        grid(sitting).getChildren().stream()
                                .filter((Node node) -> node instanceof Label)
                                .map(node -> ((Label) node).getText())
                                .toList());
    }
}
