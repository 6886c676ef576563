package org.xenoscope.window.shell;

import javafx.animation.PauseTransition;
import javafx.scene.Node;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.util.Duration;

/// Runs something when the primary button stays pressed on a node.
final class LongPress {
    private static final Duration LONG = Duration.millis(500);

    private LongPress() {}

    static void on(Node node, Runnable work) {
        PauseTransition wait = new PauseTransition(LONG);
        boolean[] done = {false};
        wait.setOnFinished(
                _ -> {
                    done[0] = true;
                    work.run();
                });
        node.addEventFilter(
                MouseEvent.MOUSE_PRESSED,
                event -> {
                    done[0] = false;
                    if (event.getButton() == MouseButton.PRIMARY) {
                        wait.playFromStart();
                    }
                });
        node.addEventFilter(
                MouseEvent.MOUSE_RELEASED,
                event -> {
                    wait.stop();
                    if (done[0]) {
                        event.consume();
                    }
                });
        node.addEventFilter(MouseEvent.MOUSE_EXITED, _ -> wait.stop());
    }
}
