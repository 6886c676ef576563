package org.xenoscope.window.overview;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import org.xenoscope.place.Finding;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Workbench;

/// A finding as a line: the shape of its severity, its sentence, its place.
final class FindingRow {
    private FindingRow() {}

    static Node of(Workbench workbench, Finding finding) {
        Label sentence = new Label(finding.sentence());
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        Region space = new Region();
        HBox.setHgrow(space, Priority.SOMETIMES);
        HBox row = new HBox(10, shape(finding), sentence, space);
        row.setAlignment(Pos.TOP_LEFT);
        finding.where()
                .ifPresent(
                        place -> {
                            PlaceLink link = new PlaceLink(workbench, place);
                            link.setMinWidth(Region.USE_PREF_SIZE);
                            row.getChildren().add(link);
                        });
        return row;
    }

    /// {@return the shape of a severity: the colour never speaks alone}
    static Label shape(Finding finding) {
        Label shape =
                new Label(
                        switch (finding.severity()) {
                            case ERROR -> "✕";
                            case WARNING -> "▲";
                            case INFO -> "●";
                        });
        shape.getStyleClass()
                .add(
                        switch (finding.severity()) {
                            case ERROR -> "wrong";
                            case WARNING -> "warning";
                            case INFO -> "info";
                        });
        shape.setMinWidth(14);
        shape.setAccessibleText(finding.severity().toString());
        return shape;
    }
}
