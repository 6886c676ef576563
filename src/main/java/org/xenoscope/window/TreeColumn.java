package org.xenoscope.window;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableColumn;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/// A column of a tree whose cells are nodes made from the row, as {@link NodeColumn} is for tables.
///
/// @param <T> the type of a row
public final class TreeColumn<T> extends TreeTableColumn<T, T> {
    /// Makes a column that does not sort.
    ///
    /// @param width in px at text of 13 px
    /// @param cells makes the node of a row
    public TreeColumn(String title, double width, Function<T, Node> cells) {
        super(title);
        setPrefWidth(width);
        setSortable(false);
        setReorderable(false);
        setCellValueFactory(data -> new ReadOnlyObjectWrapper<>(data.getValue().getValue()));
        setCellFactory(_ -> new Cell<>(cells));
    }

    /// {@return a column of words}
    public static <T> TreeColumn<T> words(String title, double width, Function<T, String> words) {
        return new TreeColumn<>(title, width, row -> new Label(words.apply(row)));
    }

    /// {@return a column of words in the type of numbers and addresses}
    public static <T> TreeColumn<T> mono(String title, double width, Function<T, String> words) {
        return new TreeColumn<>(title, width, row -> NodeColumn.mono(words.apply(row)));
    }

    /// A cell; its node is made again for each row.
    private static final class Cell<T> extends TreeTableCell<T, T> {
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
