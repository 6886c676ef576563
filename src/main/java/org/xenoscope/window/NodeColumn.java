package org.xenoscope.window;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/// A column whose cells are nodes made from the row: links, tags, pills, words.
///
/// @param <T> the type of a row
public final class NodeColumn<T> extends TableColumn<T, T> {
    /// Makes a column that does not sort.
    ///
    /// @param width in px at text of 13 px
    /// @param cells makes the node of a row
    public NodeColumn(String title, double width, Function<T, Node> cells) {
        super(title);
        setPrefWidth(width);
        setSortable(false);
        setReorderable(false);
        setCellValueFactory(data -> new ReadOnlyObjectWrapper<>(data.getValue()));
        setCellFactory(_ -> new Cell<>(cells));
    }

    /// {@return the column, which keeps its width when the table grows}
    public NodeColumn<T> fixed() {
        setMinWidth(getPrefWidth());
        setMaxWidth(getPrefWidth());
        return this;
    }

    /// {@return words in the type of numbers and addresses}
    public static Label mono(String words) {
        Label label = new Label(words);
        label.getStyleClass().add("mono");
        return label;
    }

    /// {@return quiet words: where something comes from, or that it is not known}
    public static Label quiet(String words) {
        Label label = new Label(words);
        label.getStyleClass().add("quiet");
        return label;
    }

    /// A cell; its node is made again for each row.
    private static final class Cell<T> extends TableCell<T, T> {
        private final Function<T, Node> cells;

        Cell(Function<T, Node> cells) {
            this.cells = cells;
        }

        @Override
        protected void updateItem(@Nullable T row, boolean empty) {
            super.updateItem(row, empty);
            setGraphic(empty || row == null ? null : cells.apply(row));
        }
    }
}
