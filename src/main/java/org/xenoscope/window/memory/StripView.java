package org.xenoscope.window.memory;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.xenoscope.place.Location;
import org.xenoscope.place.Part;
import org.xenoscope.space.Trail;
import org.xenoscope.window.Workbench;

import java.util.List;
import java.util.Optional;

/// What stands below the bytes: how the byte at the caret was found, or which fields it belongs to.
/// Folds to one line that still says where the byte is in each space.
final class StripView extends VBox {
    private static final String NO_FIELDS = "Fields: the byte belongs to no header or note";

    private final Chips chips;
    private final StepsView steps;
    private final FieldsView fields;
    private final StackPane body = new StackPane();
    private final Label title = new Label();
    private final RadioMenuItem translation = new RadioMenuItem("Translation");
    private final MenuButton kind = new MenuButton();
    private final RadioMenuItem ofFields = new RadioMenuItem("Fields");
    private final Button fold = new Button();
    private Optional<Part> owner = Optional.empty();
    private boolean preferFields = true;
    private boolean folded;
    private Runnable arranged = () -> {};

    StripView(Workbench workbench) {
        chips = new Chips(workbench);
        steps = new StepsView(workbench, chips::mark);
        fields = new FieldsView(workbench);
        setId("strip");
        setMinHeight(Region.USE_PREF_SIZE);
        ToggleGroup group = new ToggleGroup();
        translation.setToggleGroup(group);
        translation.setId("show-translation");
        ofFields.setToggleGroup(group);
        ofFields.setId("show-fields");
        translation.setOnAction(_ -> choose(false));
        ofFields.setOnAction(_ -> choose(true));
        MenuItem copy = new MenuItem("Copy as text");
        copy.setOnAction(_ -> copy());
        kind.getItems().addAll(translation, ofFields, new SeparatorMenuItem(), copy);
        kind.setId("strip-menu");
        kind.getStyleClass().addAll("choice-menu", "strip-kind");
        kind.setMinWidth(USE_PREF_SIZE);
        fold.setId("fold-strip");
        fold.getStyleClass().addAll("tool-button", "flat", "fold");
        fold.setMinWidth(USE_PREF_SIZE);
        fold.setOnAction(_ -> fold(!folded));
        title.getStyleClass().addAll("second", "small");
        title.setMinWidth(0);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        HBox.setHgrow(chips, Priority.ALWAYS);
        HBox head = new HBox(8, kind, title, chips, fold);
        head.getStyleClass().addAll("view-bar", "strip-head");
        VBox.setVgrow(body, Priority.ALWAYS);
        body.setMinHeight(0);
        body.getChildren().addAll(steps.node(), fields);
        getChildren().addAll(head, body);
        arrange();
    }

    /// @param arranged run after the strip has been folded or unfolded
    void onArranged(Runnable arranged) {
        this.arranged = arranged;
    }

    boolean folded() {
        return folded;
    }

    /// {@return whether the person wants fields where there are some}
    boolean preferFields() {
        return preferFields;
    }

    private void choose(boolean wanted) {
        preferFields = wanted;
        if (folded) {
            fold(false);
        }
        arrange();
    }

    /// Restores a choice.
    void prefer(boolean wanted) {
        preferFields = wanted;
        arrange();
    }

    /// Folds the strip to its line, or opens it.
    void fold(boolean wanted) {
        folded = wanted;
        arrange();
        arranged.run();
    }

    private boolean showsFields() {
        return preferFields && owner.isPresent();
    }

    private void arrange() {
        boolean showFields = showsFields();
        ofFields.setDisable(owner.isEmpty());
        ofFields.setText(owner.isEmpty() ? NO_FIELDS : "Fields");
        ofFields.setSelected(showFields);
        translation.setSelected(!showFields);
        body.setVisible(!folded);
        body.setManaged(!folded);
        steps.node().setVisible(!showFields);
        fields.setVisible(showFields);
        title.setVisible(showFields);
        title.setManaged(showFields);
        chips.setVisible(!showFields || folded);
        chips.setManaged(!showFields || folded);
        kind.setText(showFields ? "Fields" : "Translation");
        kind.setAccessibleText("What the strip shows: " + kind.getText());
        fold.setText(folded ? "▴" : "▾");
        fold.setAccessibleText(folded ? "Open the strip" : "Fold the strip to one line");
        fold.setTooltip(new Tooltip(fold.getAccessibleText()));
    }

    /// Shows which part of the file the byte belongs to.
    void owner(Optional<Part> part, Location where) {
        owner = part;
        part.ifPresent(
                shown -> {
                    title.setText(
                            "of %s   %d bytes at file:0x%x"
                                    .formatted(shown.name(), shown.length(), shown.fileOffset()));
                    fields.show(shown, where.address());
                });
        arrange();
    }

    /// Shows a translation.
    void show(Trail trail, List<Location> places, Location here) {
        chips.show(places, here, trail.hole(), trail.steps().size());
        steps.show(trail);
    }

    /// Opens the trail and gives it the keyboard.
    void explain() {
        preferFields = false;
        fold(false);
        steps.focus();
    }

    /// Copies what is shown as text.
    void copy() {
        if (showsFields()) {
            fields.copy();
        } else {
            steps.copy();
        }
    }

    /// {@return the content, for the keyboard's round of areas}
    Node content() {
        return showsFields() ? fields : steps.node();
    }
}
