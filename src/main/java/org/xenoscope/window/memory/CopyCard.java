package org.xenoscope.window.memory;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Chooses the form of a copy: the forms at the left, the first lines of the chosen one at the
/// right. Enter or a click copies, Esc goes away.
final class CopyCard extends HBox {
    private static final int LINES = 4;
    private static final int COLUMNS = 72;
    private static final double ROW = 24;

    private final ListView<CopyForm> forms = new ListView<>();
    private final Label preview = new Label();

    /// @param previews gives the text of a form, made from the first bytes
    /// @param chosen told which form to copy
    /// @param away run when the card should go
    CopyCard(
            String title,
            Function<CopyForm, String> previews,
            Consumer<CopyForm> chosen,
            Runnable away) {
        setId("copy-as");
        getStyleClass().addAll("overlay-card", "copy-card");
        forms.getItems().setAll(CopyForm.values());
        forms.setFixedCellSize(ROW);
        forms.setPrefHeight(ROW * CopyForm.values().length + 4);
        forms.setPrefWidth(190);
        forms.setCellFactory(_ -> new FormCell());
        ObservableValue<CopyForm> selected = forms.getSelectionModel().selectedItemProperty();
        selected.addListener(
                (_, _, form) ->
                        preview.setText(
                                Optional.ofNullable(form)
                                        .map(previews)
                                        .map(CopyCard::head)
                                        .orElse("")));
        forms.getSelectionModel().selectFirst();
        forms.addEventFilter(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ENTER) {
                        chosen.accept(forms.getSelectionModel().getSelectedItem());
                        event.consume();
                    } else if (event.getCode() == KeyCode.ESCAPE) {
                        away.run();
                        event.consume();
                    }
                });
        forms.addEventHandler(
                MouseEvent.MOUSE_CLICKED,
                _ -> chosen.accept(forms.getSelectionModel().getSelectedItem()));
        addEventHandler(MouseEvent.ANY, MouseEvent::consume);
        Label head = new Label(title);
        head.getStyleClass().add("quiet");
        preview.getStyleClass().addAll("mono", "copy-preview");
        getChildren().addAll(forms, new VBox(8, head, preview));
    }

    /// {@return what takes the keyboard}
    Node first() {
        return forms;
    }

    /// {@return the first lines of a text}
    static String head(String text) {
        String wrapped = text.replaceAll("(.{" + COLUMNS + "})(?=.)", "$1\n");
        String[] lines = wrapped.split("\n", -1);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(LINES, lines.length); i++) {
            out.append(i == 0 ? "" : "\n").append(lines[i]);
        }
        return lines.length > LINES ? out + " …" : out.toString();
    }

    /// The name of a form.
    private static final class FormCell extends ListCell<CopyForm> {
        @Override
        protected void updateItem(CopyForm form, boolean empty) {
            super.updateItem(form, empty);
            setText(empty || form == null ? "" : form.title());
        }
    }
}
