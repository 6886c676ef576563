package org.xenoscope.window.shell;

import javafx.scene.Scene;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

import org.xenoscope.window.Action;

import java.util.List;
import java.util.Set;

/// The keys and the two side buttons of the mouse that act wherever the keyboard is.
final class WindowKeys {
    /// What also works while a card is over the window.
    private static final Set<String> OVER_ALL = Set.of("quit", "zoom-in", "zoom-out", "zoom-reset");

    private final DumpWindow window;
    private final Scene scene;
    private final List<Action> actions;
    private final Overlay overlay;

    WindowKeys(DumpWindow window, Scene scene, List<Action> actions, Overlay overlay) {
        this.window = window;
        this.scene = scene;
        this.actions = actions;
        this.overlay = overlay;
        scene.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        scene.addEventHandler(KeyEvent.KEY_TYPED, this::typed);
        scene.addEventFilter(MouseEvent.MOUSE_PRESSED, this::mouse);
    }

    private void pressed(KeyEvent event) {
        for (Action action : actions) {
            if (action.keys().stream().anyMatch(keys -> keys.match(event))) {
                if (!overlay.showing() || OVER_ALL.contains(action.id())) {
                    action.run();
                }
                event.consume();
                return;
            }
        }
    }

    /// A digit that is typed on the bytes starts an address.
    private void typed(KeyEvent event) {
        boolean digit = event.getCharacter().matches("[0-9a-fA-F]");
        boolean plain = !event.isShortcutDown() && !event.isAltDown() && !event.isControlDown();
        boolean bytes =
                scene.getFocusOwner() != null && "hex".equals(scene.getFocusOwner().getId());
        if (digit && plain && bytes) {
            window.withView(shown -> shown.typeAddress(event.getCharacter()));
            event.consume();
        }
    }

    private void mouse(MouseEvent event) {
        if (event.getButton() == MouseButton.BACK) {
            window.withView(shown -> shown.navigator().back());
        } else if (event.getButton() == MouseButton.FORWARD) {
            window.withView(shown -> shown.navigator().forward());
        }
    }
}
