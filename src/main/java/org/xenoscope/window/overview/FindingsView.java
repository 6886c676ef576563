package org.xenoscope.window.overview;

import javafx.collections.SetChangeListener;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextFlow;

import org.controlsfx.control.textfield.TextFields;
import org.xenoscope.place.Finding;
import org.xenoscope.window.LinkedWords;
import org.xenoscope.window.NodeColumn;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;

import java.util.List;
import java.util.Locale;

/// What is wrong with the dump, worst first. A finding that was dismissed stays under "Dismissed".
public final class FindingsView implements View {
    private static final String NONE =
            "No findings: headers, notes and cross-checks that ran are consistent.";

    private final Workbench workbench;
    private final TableView<Finding> table = new TableView<>();
    private final TextField filter = TextFields.createClearableTextField();
    private final CheckBox dismissed = new CheckBox();
    private final VBox node = new VBox();
    private final SetChangeListener<Finding> follow = _ -> fill();
    private final MenuItem dismiss = new MenuItem("Dismiss");
    private List<Finding> findings = List.of();
    private String empty = "looking…";

    /// Makes the view and looks for the findings.
    public FindingsView(Workbench workbench) {
        this.workbench = workbench;
        node.setId("findings");
        filter.setId("findings-filter");
        filter.setPromptText("Filter the findings");
        filter.getStyleClass().add("filter");
        filter.textProperty().addListener(_ -> fill());
        filter.addEventHandler(KeyEvent.KEY_PRESSED, this::clear);
        dismissed.setId("findings-dismissed");
        dismissed.setOnAction(_ -> fill());
        HBox bar = new HBox(filter, dismissed);
        bar.getStyleClass().add("view-bar");
        table.setId("findings-table");
        table.setAccessibleText("Findings");
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getColumns()
                .addAll(
                        List.of(
                                new NodeColumn<Finding>("", 40, FindingRow::shape).fixed(),
                                new NodeColumn<Finding>("Finding", 430, this::sentence),
                                new NodeColumn<Finding>("Place", 170, this::place),
                                new NodeColumn<Finding>(
                                        "How found",
                                        130,
                                        finding -> NodeColumn.quiet(finding.found()))));
        table.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        dismiss.setOnAction(_ -> toggle());
        MenuItem copy = new MenuItem("Copy");
        copy.setOnAction(_ -> copy());
        table.setContextMenu(new ContextMenu(dismiss, copy));
        VBox.setVgrow(table, Priority.ALWAYS);
        node.getChildren().setAll(bar, table);
        workbench.dismissed().findings().addListener(follow);
        fill();
        workbench
                .jobs()
                .start(
                        "Looking for findings",
                        _ -> {
                            workbench.dump().summary();
                            return workbench.dump().findings();
                        },
                        found -> found(found, NONE),
                        exception -> found(List.of(), "unknown: " + exception.getMessage()));
    }

    private void found(List<Finding> all, String words) {
        findings = all;
        empty = words;
        fill();
    }

    private void fill() {
        String wanted = filter.getText().strip().toLowerCase(Locale.ROOT);
        int aside = findings.size() - workbench.dismissed().remaining(findings).size();
        dismissed.setText("Dismissed (%d)".formatted(aside));
        dismissed.setVisible(aside > 0);
        boolean showAside = dismissed.isSelected() && aside > 0;
        List<Finding> shown =
                findings.stream()
                        .filter(one -> showAside == isAside(one))
                        .filter(one -> words(one).contains(wanted))
                        .toList();
        table.getItems().setAll(shown);
        dismiss.setText(showAside ? "Take back" : "Dismiss");
        String hidden =
                wanted.isEmpty()
                        ? "All findings are dismissed."
                        : "No finding matches. %d are hidden.".formatted(findings.size());
        Label none = new Label(findings.isEmpty() ? empty : hidden);
        none.getStyleClass().add("second");
        none.setWrapText(true);
        table.setPlaceholder(none);
    }

    private boolean isAside(Finding finding) {
        return workbench.dismissed().findings().contains(finding);
    }

    private static String words(Finding finding) {
        return (finding.sentence() + " " + finding.found() + " " + finding.where())
                .toLowerCase(Locale.ROOT);
    }

    private Node sentence(Finding finding) {
        TextFlow flow = new TextFlow();
        flow.getChildren().setAll(LinkedWords.of(workbench, finding.sentence()));
        flow.setMinHeight(javafx.scene.layout.Region.USE_PREF_SIZE);
        flow.setAccessibleText(finding.sentence());
        return flow;
    }

    private Node place(Finding finding) {
        return finding.where()
                .<Node>map(place -> new PlaceLink(workbench, place))
                .orElseGet(() -> NodeColumn.quiet("—"));
    }

    private void clear(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE && !filter.getText().isEmpty()) {
            filter.clear();
            event.consume();
        }
    }

    private void key(KeyEvent event) {
        Finding finding = table.getSelectionModel().getSelectedItem();
        if (finding == null) {
            return;
        }
        switch (event.getCode()) {
            case ENTER ->
                    finding.where()
                            .ifPresent(
                                    place -> {
                                        if (event.isShortcutDown()) {
                                            workbench.navigator().goInNewTab(place, 1);
                                        } else {
                                            workbench.navigator().go(place);
                                        }
                                    });
            case DELETE -> toggle();
            case C -> {
                if (!event.isShortcutDown() || event.isShiftDown()) {
                    return;
                }
                copy();
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void toggle() {
        Finding finding = table.getSelectionModel().getSelectedItem();
        if (finding != null) {
            workbench.dismissed().toggle(finding);
        }
    }

    private void copy() {
        Finding finding = table.getSelectionModel().getSelectedItem();
        if (finding != null) {
            String place = finding.where().map(where -> " " + where).orElse("");
            PlaceLink.copy(finding.sentence() + place);
        }
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void close() {
        workbench.dismissed().findings().removeListener(follow);
    }
}
