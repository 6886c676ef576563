package org.xenoscope.window.shell;

import javafx.collections.SetChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

import org.xenoscope.place.Finding;
import org.xenoscope.place.Location;
import org.xenoscope.place.Severity;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.theme.Icon;

import java.util.List;
import java.util.Optional;

/// The toolbar's count of findings that were not dismissed, in the colour of the worst, and the way
/// from one to the next.
final class FindingsButton extends Button {
    private static final double NARROW = 1200;

    private final Workbench workbench;
    private final Label count = new Label();
    private final Label words = new Label();
    private final SetChangeListener<Finding> follow = _ -> count();
    private List<Finding> findings = List.of();
    private Optional<Finding> visited = Optional.empty();

    /// @param bars where findings go that concern the whole dump
    FindingsButton(Workbench workbench, Bars bars) {
        this.workbench = workbench;
        HBox line = new HBox(6, Icon.FLAG.node(), count, words);
        line.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        setGraphic(line);
        setId("findings-button");
        getStyleClass().addAll("tool-button", "flat");
        setTooltip(new Tooltip("Findings (F8 goes to the next)"));
        setOnAction(_ -> workbench.desk().show(ViewKinds.FINDINGS));
        sceneProperty()
                .addListener(
                        (_, _, scene) -> {
                            if (scene != null) {
                                scene.widthProperty().addListener(_ -> narrow());
                                narrow();
                            }
                        });
        workbench.dismissed().findings().addListener(follow);
        count();
        workbench
                .jobs()
                .start(
                        "Looking for findings",
                        _ -> {
                            workbench.dump().summary();
                            return workbench.dump().findings();
                        },
                        found -> found(found, bars),
                        _ -> {});
    }

    private void narrow() {
        boolean room = getScene() == null || getScene().getWidth() >= NARROW;
        words.setVisible(room);
        words.setManaged(room);
    }

    private void found(List<Finding> all, Bars bars) {
        findings = all;
        count();
        for (Finding finding : all) {
            if (finding.severity() == Severity.ERROR) {
                bars.add(
                        new Bars.Bar(
                                finding.severity(),
                                finding.sentence(),
                                Optional.of(
                                        new Bars.Offer(
                                                "What is missing",
                                                () -> workbench.desk().show(ViewKinds.FINDINGS)))));
            }
        }
    }

    private void count() {
        List<Finding> left = workbench.dismissed().remaining(findings);
        count.setText(Integer.toString(left.size()));
        words.setText(left.size() == 1 ? "finding" : "findings");
        count.getStyleClass().setAll("label", left.isEmpty() ? "second" : style(left.getFirst()));
        setAccessibleText(count.getText() + " " + words.getText());
    }

    private static String style(Finding worst) {
        return switch (worst.severity()) {
            case ERROR -> "wrong";
            case WARNING -> "warning";
            case INFO -> "info";
        };
    }

    /// Goes to the place of the next finding, or of the one before, round the end.
    void step(boolean forward) {
        List<Finding> places =
                workbench.dismissed().remaining(findings).stream()
                        .filter(finding -> finding.where().isPresent())
                        .toList();
        if (places.isEmpty()) {
            workbench.desk().say("No finding has a place.");
            return;
        }
        int index = visited.map(places::indexOf).orElse(-1);
        int next =
                index < 0 && !forward
                        ? places.size() - 1
                        : Math.floorMod(index + (forward ? 1 : -1), places.size());
        Finding finding = places.get(next);
        visited = Optional.of(finding);
        Location where = finding.where().orElseThrow();
        workbench.navigator().go(where);
        workbench.desk().say(finding.sentence());
    }

    void close() {
        workbench.dismissed().findings().removeListener(follow);
    }
}
