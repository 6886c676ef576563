package org.xenoscope.window;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCombination;

import java.util.Arrays;
import java.util.List;

/// Something a person can do, as data: menus, keys, palette and help are made from it.
///
/// @param id a name for tests
/// @param menu the menu it stands in
/// @param title what it is called
/// @param keys its key combinations, the usual one first; may be empty
/// @param enabled whether it can be done now
/// @param why why it cannot be done while it cannot
/// @param work what it does
public record Action(
        String id,
        String menu,
        String title,
        List<KeyCombination> keys,
        ObservableBooleanValue enabled,
        String why,
        Runnable work) {

    /// {@return an action that can always be done}
    ///
    /// @param keys key combinations with spaces between them; may be empty
    public static Action always(String id, String menu, String title, String keys, Runnable work) {
        return when(id, menu, title, keys, Bindings.createBooleanBinding(() -> true), "", work);
    }

    /// {@return an action that can be done while `enabled` holds}
    ///
    /// @param keys key combinations with spaces between them; may be empty
    /// @param why why it cannot be done while it cannot
    public static Action when(
            String id,
            String menu,
            String title,
            String keys,
            ObservableBooleanValue enabled,
            String why,
            Runnable work) {
        return new Action(
                id,
                menu,
                title,
                Arrays.stream(keys.split(" ", -1))
                        .filter(text -> !text.isEmpty())
                        .map(KeyCombination::valueOf)
                        .toList(),
                enabled,
                why,
                work);
    }

    /// {@return the usual key combination as people read it; empty if there is none}
    public String keyText() {
        return keys.isEmpty() ? "" : keys.getFirst().getDisplayText();
    }

    /// {@return a menu item that does it}
    public MenuItem menuItem() {
        MenuItem item = new MenuItem(title);
        item.setId(id);
        if (!keys.isEmpty()) {
            item.setAccelerator(keys.getFirst());
        }
        item.setOnAction(_ -> run());
        item.disableProperty().bind(Bindings.not(enabled));
        return item;
    }

    /// Does it, if it can be done now.
    public void run() {
        if (enabled.get()) {
            work.run();
        }
    }
}
