package org.xenoscope.window;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCombination;

import java.util.Optional;

/// Something a person can do, as data: menus, keys and help are made from it.
///
/// @param id a name for tests
/// @param menu the menu it stands in
/// @param title what it is called
/// @param keys its key combination, if it has one
/// @param enabled whether it can be done now
/// @param work what it does
public record Action(
        String id,
        String menu,
        String title,
        Optional<KeyCombination> keys,
        ObservableBooleanValue enabled,
        Runnable work) {

    /// {@return an action that can always be done}
    public static Action always(String id, String menu, String title, String keys, Runnable work) {
        return when(id, menu, title, keys, Bindings.createBooleanBinding(() -> true), work);
    }

    /// {@return an action that can be done while `enabled` holds}
    public static Action when(
            String id,
            String menu,
            String title,
            String keys,
            ObservableBooleanValue enabled,
            Runnable work) {
        return new Action(
                id,
                menu,
                title,
                keys.isEmpty() ? Optional.empty() : Optional.of(KeyCombination.valueOf(keys)),
                enabled,
                work);
    }

    /// {@return a menu item that does it}
    public MenuItem menuItem() {
        MenuItem item = new MenuItem(title);
        item.setId(id);
        keys.ifPresent(item::setAccelerator);
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
