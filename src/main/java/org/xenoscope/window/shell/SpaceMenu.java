package org.xenoscope.window.shell;

import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;

import org.controlsfx.control.textfield.TextFields;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.window.Tag;
import org.xenoscope.window.Workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The space of the address field, and the list of all spaces below it: file, machine, Xen, dom0,
/// each domU, each task of dom0. There may be thousands, so the list has a filter.
final class SpaceMenu extends MenuButton {
    private static final int MOST = 5000;

    private final Workbench workbench;
    private final DumpSearch search;
    private final TextField filter = TextFields.createClearableTextField();
    private final Label nothing = new Label("looking…");
    private final ChoiceList list = new ChoiceList((choice, _) -> choose(choice));
    private final Popup popup = new Popup();
    private List<Choice> spaces = List.of();
    private List<Choice> tasks = List.of();

    SpaceMenu(Workbench workbench, DumpSearch search) {
        this.workbench = workbench;
        this.search = search;
        setId("spaces");
        setMinWidth(Region.USE_PREF_SIZE);
        setTooltip(new Tooltip("Go to another space"));
        filter.setId("spaces-filter");
        filter.setPromptText("Filter spaces and tasks");
        filter.textProperty().addListener((_, _, _) -> fill());
        filter.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        list.setId("spaces-list");
        list.setPrefHeight(360);
        nothing.getStyleClass().add("second");
        list.setPlaceholder(nothing);
        VBox card = new VBox(6, filter, list);
        card.getStyleClass().addAll("overlay-card", "address-card", "space-card");
        popup.getContent().add(card);
        popup.setAutoHide(true);
    }

    /// Shows the list instead of a menu.
    @Override
    public void show() {
        if (popup.isShowing()) {
            popup.hide();
            return;
        }
        filter.clear();
        fill();
        var corner = localToScreen(0, getHeight() + 4);
        if (corner != null) {
            popup.show(this, corner.getX(), corner.getY());
            filter.requestFocus();
        }
        workbench
                .jobs()
                .ask(
                        "Looking for the spaces",
                        _ -> search.spaces(this::arrive),
                        found -> {
                            spaces = found;
                            fill();
                        },
                        _ -> {});
        workbench
                .jobs()
                .ask(
                        "Looking for tasks",
                        _ -> search.taskSpaces(this::arrive),
                        found -> {
                            tasks = found;
                            fill();
                        },
                        _ -> {});
    }

    private void fill() {
        List<Choice> all = new ArrayList<>(Stream.concat(spaces.stream(), tasks.stream()).toList());
        nothing.setText(all.isEmpty() ? "looking…" : "No space is called so.");
        list.show(Fuzzy.best(filter.getText(), all, MOST), true);
    }

    private void arrive(SpaceId id) {
        popup.hide();
        workbench
                .jobs()
                .start(
                        "Going to " + Tag.name(id),
                        _ -> workbench.dump().spaces().get(id).nextReadable(0).orElse(0),
                        address -> workbench.navigator().go(new Location(id, address)),
                        _ -> {});
    }

    private static void choose(Choice choice) {
        if (choice.does() instanceof Choice.Does.Run(Runnable work)) {
            work.run();
        }
    }

    private void key(KeyEvent event) {
        switch (event.getCode()) {
            case DOWN -> list.step(1);
            case UP -> list.step(-1);
            case ENTER -> list.choice().ifPresent(SpaceMenu::choose);
            default -> {
                return;
            }
        }
        event.consume();
    }

    void close() {
        popup.hide();
    }
}
