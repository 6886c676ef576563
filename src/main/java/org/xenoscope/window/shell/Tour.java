package org.xenoscope.window.shell;

import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.util.Duration;

import java.util.ArrayDeque;
import java.util.Deque;

/// Shows each view of a window once, as the start-up cache is trained.
final class Tour {
    private static final double STEP_MILLIS = 150;

    private final DumpWindow window;
    private final Runnable then;
    private final Deque<String> views = new ArrayDeque<>(ViewKinds.ids());
    private final Timeline clock = new Timeline();

    Tour(DumpWindow window, Runnable then) {
        this.window = window;
        this.then = then;
    }

    void start() {
        clock.getKeyFrames().add(new KeyFrame(Duration.millis(STEP_MILLIS), _ -> step()));
        clock.setCycleCount(Timeline.INDEFINITE);
        clock.play();
    }

    private void step() {
        if (!window.idle()) {
            return;
        }
        if (views.isEmpty()) {
            clock.stop();
            then.run();
            return;
        }
        window.showView(views.removeFirst());
    }
}
