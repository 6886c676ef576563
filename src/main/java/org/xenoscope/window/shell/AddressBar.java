package org.xenoscope.window.shell;

import javafx.beans.value.ChangeListener;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;

import org.controlsfx.control.textfield.CustomTextField;
import org.xenoscope.dump.Destination;
import org.xenoscope.place.Location;
import org.xenoscope.window.Place;
import org.xenoscope.window.Tag;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.structure.StructureQuery;

import java.util.ArrayList;
import java.util.List;

/// The address field: a menu of spaces, the address, and what is there. While a person types it
/// says where the text would lead, or why not, and lists what could be meant.
final class AddressBar extends HBox {
    private static final double ROW = 26;
    private static final int MOST_ROWS = 10;

    private final Workbench workbench;
    private final DumpSearch search;
    private final SpaceMenu spaces;
    private final CustomTextField field = new CustomTextField();
    private final Label note = new Label();
    private final Label sentence = new Label();
    private final ChoiceList list = new ChoiceList(this::choose);
    private final VBox card = new VBox(sentence, list);
    private final Popup popup = new Popup();
    private final ChangeListener<Place> follow = (_, _, place) -> show(place);
    private Answers answers = new Answers(PaletteQuery.of(""));
    private List<Choice.Match> elsewhere = List.of();
    private boolean moved;
    private boolean following;

    /// @param search looks through the dump for what is typed
    AddressBar(Workbench workbench, DumpSearch search) {
        this.workbench = workbench;
        this.search = search;
        spaces = new SpaceMenu(workbench, search);
        getStyleClass().add("address");
        field.setId("address");
        field.setAccessibleText("Address");
        note.getStyleClass().add("note");
        note.setMinWidth(Region.USE_PREF_SIZE);
        note.setId("address-note");
        field.setRight(note);
        sentence.getStyleClass().add("address-sentence");
        sentence.setId("address-sentence");
        sentence.setMaxWidth(Double.MAX_VALUE);
        sentence.setWrapText(true);
        list.setId("address-list");
        card.getStyleClass().addAll("overlay-card", "address-card");
        popup.getContent().add(card);
        popup.setAutoHide(true);
        // Esc belongs to the field, which gives its address back
        popup.setHideOnEscape(false);
        HBox.setHgrow(field, Priority.ALWAYS);
        HBox.setHgrow(this, Priority.ALWAYS);
        setMinWidth(200);
        getChildren().addAll(spaces, field);
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        field.textProperty().addListener((_, _, text) -> typed(text));
        field.focusedProperty()
                .addListener(
                        (_, _, focused) -> {
                            if (!focused) {
                                popup.hide();
                            }
                        });
        workbench.navigator().placeProperty().addListener(follow);
        show(workbench.navigator().place());
    }

    void close() {
        popup.hide();
        spaces.close();
        workbench.navigator().placeProperty().removeListener(follow);
    }

    /// Symbols have come: what is at the place may have a name now.
    void renamed() {
        if (!field.isFocused()) {
            show(workbench.navigator().place());
        }
    }

    /// Gives the keyboard to the field, its text selected.
    void focus() {
        field.requestFocus();
        field.selectAll();
    }

    /// Gives the keyboard to the field, and starts it with a text.
    void type(String text) {
        field.requestFocus();
        field.setText(text);
        field.end();
    }

    private Location here() {
        return workbench.navigator().place().location();
    }

    private void show(Place place) {
        following = true;
        Location where = place.location();
        spaces.setText(Tag.name(where.space()));
        spaces.setGraphic(new Tag(where.space()));
        spaces.setAccessibleText("Space, " + Tag.name(where.space()));
        field.setText(where.hex());
        field.setAccessibleText("Address, %s, %s".formatted(where.space().text(), where.hex()));
        note.setText("");
        popup.hide();
        following = false;
        workbench
                .jobs()
                .ask(
                        "Looking at " + where,
                        _ -> workbench.dump().whatIsAt(where),
                        words -> {
                            if (here().equals(where)) {
                                note.setText(words);
                                field.setAccessibleText(
                                        "Address, %s, %s, %s"
                                                .formatted(
                                                        where.space().text(), where.hex(), words));
                            }
                        },
                        _ -> {});
    }

    private void typed(String text) {
        note.setText("");
        if (following || !field.isFocused()) {
            return;
        }
        answers.cancel();
        PaletteQuery query = PaletteQuery.completion(text);
        Answers asked = new Answers(query);
        answers = asked;
        elsewhere = List.of();
        moved = false;
        if (text.isBlank()) {
            fillList();
        } else {
            asked.await(
                    search.start(
                            query,
                            found -> {
                                asked.come(found);
                                if (asked == answers && field.isFocused()) {
                                    fillList();
                                }
                            }));
        }
        Location from = here();
        workbench
                .jobs()
                .ask(
                        "Reading the address",
                        _ -> {
                            Destination answer = destination(text, from);
                            return new Answer(answer, workbench.dump().elsewhere(answer));
                        },
                        answer -> {
                            if (field.getText().equals(text) && field.isFocused()) {
                                elsewhere =
                                        answer.elsewhere().stream()
                                                .map(Choices::address)
                                                .map(one -> new Choice.Match(one, List.of(), 0))
                                                .toList();
                                fillList();
                                say(answer.destination());
                            }
                        },
                        _ -> {});
    }

    /// Where a text leads, and in which other spaces it would lead somewhere.
    private record Answer(Destination destination, List<Destination.Goes> elsewhere) {}

    /// Reads a text: a structure over a place, or a place.
    private Destination destination(String text, Location from) {
        return StructureQuery.parse(text)
                .map(query -> query.lay(workbench.dump(), from))
                .orElseGet(() -> workbench.dump().destination(text, from));
    }

    private void fillList() {
        String typed = field.getText().strip();
        List<Choice.Match> matches = new ArrayList<>(elsewhere);
        answers.matches().stream()
                .filter(match -> !match.choice().title().equals(typed) || exactSymbol(match))
                .forEach(matches::add);
        if (moved) {
            list.grow(matches);
        } else {
            list.show(matches, false);
        }
        int rows = Math.min(MOST_ROWS, list.getItems().size());
        list.setVisible(rows > 0);
        list.setManaged(rows > 0);
        list.setPrefHeight(rows * ROW * field.getFont().getSize() / 13 + 2);
        card.setPrefWidth(field.getWidth());
    }

    /// Both kernels may have a symbol of that name: each is offered with its address.
    private static boolean exactSymbol(Choice.Match match) {
        return match.choice().group() == Choice.Group.SYMBOLS;
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
            var corner = field.localToScreen(0, field.getHeight() + 4);
            if (corner != null) {
                popup.show(field, corner.getX(), corner.getY());
            }
        }
    }

    private void go(boolean newTab) {
        String text = field.getText();
        Location from = here();
        workbench
                .jobs()
                .ask(
                        "Reading the address",
                        _ -> destination(text, from),
                        answer -> {
                            if (answer instanceof Destination.Goes
                                    && StructureQuery.parse(text).isPresent()) {
                                popup.hide();
                                show(workbench.navigator().place());
                                workbench.desk().ask(ViewKinds.STRUCTURE, text);
                            } else if (answer instanceof Destination.Goes goes) {
                                leave(goes.location(), goes.length(), newTab);
                            } else {
                                say(answer);
                                field.selectAll();
                            }
                        },
                        _ -> {});
    }

    private void leave(Location location, long length, boolean newTab) {
        if (newTab) {
            workbench.navigator().goInNewTab(location, length);
        } else {
            workbench.navigator().go(location, length);
        }
    }

    private void choose(Choice choice, boolean newTab) {
        switch (choice.does()) {
            case Choice.Does.Go(Location location, long length) -> leave(location, length, newTab);
            case Choice.Does.Type(String text) -> type(text);
            case Choice.Does.Run(Runnable work) -> work.run();
        }
    }

    private void step(int direction) {
        moved = true;
        list.step(direction);
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case ESCAPE -> show(workbench.navigator().place());
            case ENTER ->
                    list.choice()
                            .filter(_ -> popup.isShowing())
                            .ifPresentOrElse(
                                    choice -> choose(choice, event.isShortcutDown()),
                                    () -> go(event.isShortcutDown()));
            case DOWN -> step(1);
            case UP -> step(-1);
            default -> {
                return;
            }
        }
        if (event.getCode() != KeyCode.ESCAPE || !event.isShiftDown()) {
            event.consume();
        }
    }
}
