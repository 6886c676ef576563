package org.xenoscope.window.shell;

import javafx.beans.value.ChangeListener;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;

import org.xenoscope.dump.Destination;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Space;
import org.xenoscope.window.Navigator;
import org.xenoscope.window.Tag;
import org.xenoscope.window.Workbench;

/// The address field: a menu of spaces, the address, and what is there. While a person types it
/// says where the text would lead, or why not.
final class AddressBar extends HBox {
    private final Workbench workbench;
    private final MenuButton spaces = new MenuButton();
    private final TextField field = new TextField();
    private final Label note = new Label();
    private final Label sentence = new Label();
    private final Popup popup = new Popup();
    private final ChangeListener<Navigator.Place> follow = (_, _, place) -> show(place);
    private boolean following;

    AddressBar(Workbench workbench) {
        this.workbench = workbench;
        getStyleClass().add("address");
        field.setId("address");
        field.setAccessibleText("Address");
        note.getStyleClass().add("note");
        note.setMinWidth(Region.USE_PREF_SIZE);
        note.setId("address-note");
        sentence.getStyleClass().add("address-sentence");
        sentence.setId("address-sentence");
        popup.getContent().add(new VBox(sentence));
        popup.setAutoHide(true);
        HBox.setHgrow(field, Priority.ALWAYS);
        HBox.setHgrow(this, Priority.ALWAYS);
        setMinWidth(200);
        for (Space space : workbench.dump().spaces().all()) {
            SpaceId id = space.id();
            MenuItem item = new MenuItem(Tag.name(id), new Tag(id));
            item.setId("space-" + id.text());
            item.setOnAction(_ -> arrive(id));
            spaces.getItems().add(item);
        }
        spaces.setId("spaces");
        spaces.setMinWidth(Region.USE_PREF_SIZE);
        getChildren().addAll(spaces, field, note);
        field.setOnAction(_ -> go());
        field.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        field.textProperty().addListener((_, _, text) -> typed(text));
        workbench.navigator().placeProperty().addListener(follow);
        show(workbench.navigator().place());
    }

    void close() {
        popup.hide();
        workbench.navigator().placeProperty().removeListener(follow);
    }

    /// Gives the keyboard to the field, its text selected.
    void focus() {
        field.requestFocus();
        field.selectAll();
    }

    private Location here() {
        return workbench.navigator().place().location();
    }

    private void show(Navigator.Place place) {
        following = true;
        Location where = place.location();
        spaces.setText(Tag.name(where.space()));
        spaces.setGraphic(new Tag(where.space()));
        field.setText(where.hex());
        field.setAccessibleText("Address, %s, %s".formatted(where.space().text(), where.hex()));
        note.setText("");
        popup.hide();
        following = false;
        workbench
                .jobs()
                .start(
                        "Looking at " + where,
                        _ -> workbench.dump().whatIsAt(where),
                        words -> {
                            if (here().equals(where)) {
                                note.setText(words);
                            }
                        },
                        _ -> {});
    }

    private void arrive(SpaceId id) {
        workbench
                .jobs()
                .start(
                        "Going to " + Tag.name(id),
                        _ -> workbench.dump().spaces().get(id).nextReadable(0).orElse(0),
                        address -> workbench.navigator().go(new Location(id, address)),
                        _ -> {});
    }

    private void typed(String text) {
        if (following || !field.isFocused()) {
            return;
        }
        Location from = here();
        workbench
                .jobs()
                .start(
                        "Reading the address",
                        _ -> workbench.dump().destination(text, from),
                        answer -> {
                            if (field.getText().equals(text) && field.isFocused()) {
                                say(answer);
                            }
                        },
                        _ -> {});
    }

    private void say(Destination answer) {
        sentence.getStyleClass().remove("wrong");
        switch (answer) {
            case Destination.Goes(Location location, long _, String says) ->
                    sentence.setText("goes to " + location + (says.isEmpty() ? "" : ", " + says));
            case Destination.Refused(String why) -> {
                sentence.getStyleClass().add("wrong");
                sentence.setText(why);
            }
        }
        if (!popup.isShowing() && getScene() != null) {
            var corner = field.localToScreen(0, field.getHeight() + 2);
            if (corner != null) {
                popup.show(field, corner.getX(), corner.getY());
            }
        }
    }

    private void go() {
        String text = field.getText();
        Location from = here();
        workbench
                .jobs()
                .start(
                        "Reading the address",
                        _ -> workbench.dump().destination(text, from),
                        answer -> {
                            if (answer instanceof Destination.Goes goes) {
                                workbench.navigator().go(goes.location(), goes.length());
                            } else {
                                say(answer);
                                field.selectAll();
                            }
                        },
                        _ -> {});
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE) {
            show(workbench.navigator().place());
            event.consume();
        }
    }
}
