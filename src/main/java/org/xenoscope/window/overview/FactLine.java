package org.xenoscope.window.overview;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

import org.xenoscope.dump.Summary;
import org.xenoscope.window.NodeColumn;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Workbench;

import java.util.Optional;

/// The value of a fact and, behind it, how it is known. Where there is no room for both, the
/// evidence gives way.
final class FactLine extends Region {
    private static final double GAP = 6;

    /// Less of the evidence says nothing.
    private static final double LEAST = 36;

    private final Node value;
    private final Optional<Label> evidence;

    FactLine(Workbench workbench, Summary.Line line) {
        value = value(workbench, line);
        getChildren().add(value);
        evidence =
                line.evidence().isEmpty()
                        ? Optional.empty()
                        : Optional.of(NodeColumn.quiet(line.evidence()));
        evidence.ifPresent(
                label -> {
                    label.setTooltip(new Tooltip(line.evidence()));
                    getChildren().add(label);
                });
        setMinWidth(0);
    }

    private static Node value(Workbench workbench, Summary.Line line) {
        boolean link =
                line.target().isPresent()
                        && (line.value().matches("[a-z0-9-]+:0x[0-9a-f]+")
                                || line.value().startsWith("MFN"));
        if (link) {
            return new PlaceLink(workbench, line.target().get(), line.value());
        }
        Label text = new Label(line.value());
        text.getStyleClass().addAll("facts-value", line.known() ? "known" : "second");
        text.setTooltip(new Tooltip(line.value()));
        return text;
    }

    @Override
    protected void layoutChildren() {
        double width = Math.min(value.prefWidth(-1), getWidth());
        double height = value.prefHeight(-1);
        value.resizeRelocate(0, 0, width, height);
        evidence.ifPresent(
                label -> {
                    double left = getWidth() - width - GAP;
                    label.setVisible(left >= LEAST);
                    double low = Math.max(0, value.getBaselineOffset() - label.getBaselineOffset());
                    label.resizeRelocate(
                            width + GAP,
                            low,
                            Math.max(0, Math.min(left, label.prefWidth(-1))),
                            label.prefHeight(-1));
                });
    }

    @Override
    protected double computePrefWidth(double height) {
        return value.prefWidth(-1) + evidence.map(label -> GAP + label.prefWidth(-1)).orElse(0.0);
    }

    @Override
    protected double computePrefHeight(double width) {
        return value.prefHeight(-1);
    }

    @Override
    public double getBaselineOffset() {
        return value.getBaselineOffset();
    }
}
