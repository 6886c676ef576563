package org.xenoscope.window.overview;

import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

import org.xenoscope.place.Finding;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;

import java.util.List;

/// What is wrong with the dump, worst first.
public final class FindingsView implements View {
    private final ScrollPane node = new ScrollPane();

    /// Makes the view and looks for the findings.
    public FindingsView(Workbench workbench) {
        node.setId("findings");
        node.setFitToWidth(true);
        fill(workbench, List.of(), "looking…");
        workbench
                .jobs()
                .start(
                        "Looking for findings",
                        _ -> {
                            workbench.dump().summary();
                            return workbench.dump().findings();
                        },
                        found ->
                                fill(
                                        workbench,
                                        found,
                                        "No findings: headers, notes and cross-checks that ran are"
                                                + " consistent."),
                        exception ->
                                fill(workbench, List.of(), "unknown: " + exception.getMessage()));
    }

    private void fill(Workbench workbench, List<Finding> findings, String empty) {
        VBox list = new VBox(8);
        list.setPadding(new Insets(16, 18, 16, 18));
        findings.forEach(
                finding -> {
                    Label found = new Label(finding.found());
                    found.getStyleClass().add("quiet");
                    found.setPadding(new Insets(0, 0, 0, 24));
                    list.getChildren().add(new VBox(FindingRow.of(workbench, finding), found));
                });
        if (findings.isEmpty()) {
            Label words = new Label(empty);
            words.getStyleClass().add("second");
            list.getChildren().add(words);
        }
        node.setContent(list);
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void close() {}
}
