package org.xenoscope.window.memory;

import javafx.animation.PauseTransition;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;

import org.xenoscope.window.memory.RowFormat.TextForm;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The bar over the bytes: how rows are written, and what a person should know about what they did.
final class ViewBar extends HBox {
    private static final Duration NOTICE = Duration.seconds(8);
    private static final List<Integer> ROWS = List.of(8, 16, 24, 32, 64);
    private static final List<Integer> GROUPS = List.of(1, 2, 4, 8);
    private static final List<Integer> GAPS = List.of(1, 2, 4, 8, 16);

    private final Consumer<RowFormat> changed;
    private final MenuButton group = menu("group-menu", "Bytes in a cell");
    private final MenuButton rows = menu("row-menu", "Bytes in a row");
    private final MenuButton text = menu("text-menu", "Text");
    private final ToggleButton pointers = new ToggleButton("Pointers");
    private final Label note = new Label();
    private final PauseTransition fade = new PauseTransition(NOTICE);
    private RowFormat format = RowFormat.usual();
    private String owner = "";

    /// @param changed told what the person has chosen
    ViewBar(Consumer<RowFormat> changed) {
        this.changed = changed;
        getStyleClass().addAll("view-bar", "hex-bar");
        pointers.setId("pointers");
        pointers.getStyleClass().add("small-toggle");
        pointers.setTooltip(
                new Tooltip(
                        "Colour aligned words that are addresses of Xen or dom0; Ctrl+click or"
                                + " Enter follows them"));
        pointers.setOnAction(_ -> choose(format.pointers(pointers.isSelected())));
        note.setId("hex-note");
        note.getStyleClass().addAll("second", "small");
        note.setMinWidth(0);
        Region space = new Region();
        setHgrow(space, Priority.ALWAYS);
        getChildren().addAll(pointers, group, rows, text, space, note);
        fade.setOnFinished(_ -> note.setText(owner));
        show(format);
    }

    private static MenuButton menu(String id, String what) {
        MenuButton button = new MenuButton();
        button.setId(id);
        button.getStyleClass().add("choice-menu");
        button.setTooltip(new Tooltip(what));
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    /// Says something for a while.
    void say(String sentence) {
        note.setText(sentence);
        note.setTooltip(new Tooltip(sentence));
        fade.playFromStart();
    }

    /// Says what the byte at the caret belongs to; empty if that is not known.
    void owner(String words) {
        owner = words;
        fade.stop();
        note.setText(words);
        note.setTooltip(words.isEmpty() ? null : new Tooltip(words));
    }

    private void choose(RowFormat next) {
        show(next);
        changed.accept(next);
    }

    /// Shows a choice.
    void show(RowFormat next) {
        format = next;
        pointers.setSelected(format.pointers());
        showGroup();
        showRows();
        showText();
    }

    private void showGroup() {
        int bytes = format.group();
        String order = bytes == 1 ? "" : format.bigEndian() ? ", big-endian" : ", little-endian";
        String plural = bytes == 1 ? "1 byte" : bytes + " bytes";
        label(group, plural + order + (format.decimal() ? ", decimal" : ""));
        group.getItems().clear();
        ToggleGroup sizes = new ToggleGroup();
        for (int size : GROUPS) {
            String title = size == 1 ? "1 byte" : size + " bytes";
            group.getItems().add(radio(title, sizes, size == bytes, now -> now.group(size)));
        }
        group.getItems().add(new SeparatorMenuItem());
        ToggleGroup orders = new ToggleGroup();
        group.getItems()
                .addAll(
                        radio(
                                "Little-endian",
                                orders,
                                !format.bigEndian(),
                                now -> now.bigEndian(false)),
                        radio(
                                "Big-endian",
                                orders,
                                format.bigEndian(),
                                now -> now.bigEndian(true)));
        group.getItems().add(new SeparatorMenuItem());
        ToggleGroup bases = new ToggleGroup();
        group.getItems()
                .addAll(
                        radio("Hexadecimal", bases, !format.decimal(), now -> now.decimal(false)),
                        radio("Decimal", bases, format.decimal(), now -> now.decimal(true)));
    }

    private void showRows() {
        label(rows, format.perRow() == 0 ? "Fit" : format.perRow() + " per row");
        rows.getItems().clear();
        ToggleGroup widths = new ToggleGroup();
        rows.getItems().add(radio("Fit", widths, format.perRow() == 0, now -> now.perRow(0)));
        for (int bytes : ROWS) {
            rows.getItems()
                    .add(
                            radio(
                                    bytes + " per row",
                                    widths,
                                    format.perRow() == bytes,
                                    now -> now.perRow(bytes)));
        }
        rows.getItems().addAll(anyNumber(), new SeparatorMenuItem());
        ToggleGroup gaps = new ToggleGroup();
        for (int bytes : GAPS) {
            String title = bytes == 1 ? "Gap after each byte" : "Gap every " + bytes + " bytes";
            rows.getItems().add(radio(title, gaps, format.gap() == bytes, now -> now.gap(bytes)));
        }
        rows.getItems().add(radio("No gaps", gaps, format.gap() == 0, now -> now.gap(0)));
    }

    /// A field for any number from 1 to 256.
    private CustomMenuItem anyNumber() {
        TextField field = new TextField(format.perRow() == 0 ? "" : "" + format.perRow());
        field.setId("row-bytes");
        field.setPromptText("1 to 256");
        field.setPrefColumnCount(6);
        field.setOnAction(
                _ -> {
                    String typed = field.getText().strip();
                    int bytes = typed.matches("[0-9]{1,3}") ? Integer.parseInt(typed) : 0;
                    if (bytes >= 1 && bytes <= RowFormat.MOST) {
                        rows.hide();
                        choose(format.perRow(bytes));
                    } else {
                        field.selectAll();
                        say("A row has 1 to 256 bytes.");
                    }
                });
        HBox box = new HBox(8, field, new Label("per row"));
        box.getStyleClass().add("number-choice");
        CustomMenuItem item = new CustomMenuItem(box, false);
        item.setMnemonicParsing(false);
        return item;
    }

    private void showText() {
        label(text, format.text().title());
        text.getItems().clear();
        ToggleGroup forms = new ToggleGroup();
        for (TextForm form : TextForm.values()) {
            text.getItems()
                    .add(radio(form.title(), forms, format.text() == form, now -> now.text(form)));
        }
    }

    private static void label(MenuButton button, String words) {
        button.setText(words);
        button.setAccessibleText(button.getTooltip().getText() + ": " + words);
    }

    private RadioMenuItem radio(
            String title, ToggleGroup among, boolean chosen, UnaryOperator<RowFormat> change) {
        RadioMenuItem item = new RadioMenuItem(title);
        item.setToggleGroup(among);
        item.setSelected(chosen);
        item.setOnAction(_ -> choose(change.apply(format)));
        return item;
    }
}
