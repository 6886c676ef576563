package org.xenoscope.window.symbol;

import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;

import org.controlsfx.control.textfield.TextFields;
import org.xenoscope.window.Job;
import org.xenoscope.window.NodeColumn;
import org.xenoscope.window.PlaceLink;
import org.xenoscope.window.Tag;
import org.xenoscope.window.View;
import org.xenoscope.window.Workbench;

import java.util.List;
import java.util.Optional;

/// All tables of symbols as one, filtered as a person types.
public final class SymbolsView implements View {
    private static final double ROW = 24;

    private final Workbench workbench;
    private final TextField filter = TextFields.createClearableTextField();
    private final Label count = new Label("looking…");
    private final Label empty = new Label("looking…");
    private final TableView<SymbolRow> table = new TableView<>();
    private final BorderPane node = new BorderPane();
    private Optional<SymbolSource> source = Optional.empty();
    private Optional<Job> filtering = Optional.empty();

    /// Makes the view and looks for the symbols.
    public SymbolsView(Workbench workbench) {
        this.workbench = workbench;
        node.setId("symbols");
        filter.setId("symbols-filter");
        filter.setPromptText("Filter names");
        filter.setPrefColumnCount(24);
        filter.textProperty().addListener((_, _, _) -> refilter());
        filter.setOnAction(_ -> goFirst());
        count.getStyleClass().add("quiet");
        empty.getStyleClass().add("second");
        empty.setWrapText(true);
        empty.setId("symbols-empty");
        HBox bar = new HBox(8, filter, count);
        bar.getStyleClass().add("view-bar");
        columns();
        node.setTop(bar);
        node.setCenter(new StackPane(table));
        read();
    }

    private void read() {
        workbench
                .jobs()
                .start(
                        "Reading the symbols",
                        _ -> SymbolSource.of(workbench.dump()),
                        found -> {
                            source = Optional.of(found);
                            refilter();
                        },
                        failure -> empty.setText("unknown: " + failure.getMessage()));
    }

    private void columns() {
        table.setId("symbols-table");
        table.setFixedCellSize(ROW);
        table.setPlaceholder(empty);
        List.of(
                        new NodeColumn<SymbolRow>("Address", 170, this::address),
                        new NodeColumn<SymbolRow>(
                                "Name", 340, row -> NodeColumn.mono(row.symbol().fullName())),
                        new NodeColumn<SymbolRow>(
                                "Kind", 120, row -> new Label(row.symbol().kind())),
                        new NodeColumn<SymbolRow>(
                                "Of", 90, row -> new Label(Tag.name(row.space()))))
                .forEach(table.getColumns()::add);
        table.setRowFactory(
                _ -> {
                    TableRow<SymbolRow> row = new TableRow<>();
                    row.setOnMouseClicked(
                            event -> {
                                if (event.getClickCount() == 2
                                        && event.getButton() == MouseButton.PRIMARY
                                        && !row.isEmpty()) {
                                    go(row.getItem());
                                }
                            });
                    return row;
                });
        table.setOnKeyPressed(
                event -> {
                    SymbolRow row = table.getSelectionModel().getSelectedItem();
                    if (event.getCode() == KeyCode.ENTER && row != null) {
                        go(row);
                        event.consume();
                    }
                });
    }

    private Node address(SymbolRow row) {
        String digits = "%016x".formatted(row.symbol().address());
        if (row.symbol().place()) {
            return new PlaceLink(workbench, row.location(), digits);
        }
        return NodeColumn.mono(digits);
    }

    private void go(SymbolRow row) {
        if (row.symbol().place()) {
            workbench.navigator().go(row.location());
        }
    }

    private void goFirst() {
        if (!table.getItems().isEmpty()) {
            go(table.getItems().getFirst());
        }
    }

    private void refilter() {
        filtering.ifPresent(Job::cancel);
        String typed = filter.getText().strip();
        source.ifPresent(
                known -> {
                    if (typed.isEmpty()) {
                        fill(known.all());
                    } else {
                        filtering =
                                Optional.of(
                                        workbench
                                                .jobs()
                                                .start(
                                                        "Looking for " + typed,
                                                        _ -> known.matching(typed),
                                                        this::fill,
                                                        _ -> {}));
                    }
                });
    }

    private void fill(List<SymbolRow> rows) {
        table.setItems(FXCollections.observableList(rows));
        source.ifPresent(
                known -> {
                    boolean all = rows.size() == known.size();
                    count.setText(
                            all
                                    ? "%d symbols".formatted(known.size())
                                    : "%d of %d symbols".formatted(rows.size(), known.size()));
                    empty.setText(
                            known.tables().isEmpty()
                                    ? "No symbols: %s Drop vmlinux or System.map here."
                                            .formatted(String.join(" ", known.missing()))
                                    : "No name holds %s.".formatted(filter.getText().strip()));
                });
    }

    @Override
    public void renamed() {
        read();
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void close() {
        filtering.ifPresent(Job::cancel);
    }
}
