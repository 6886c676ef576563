package org.xenoscope.window.memory;

import javafx.animation.Animation;
import javafx.animation.Transition;
import javafx.application.Platform;
import javafx.util.Duration;

/// The light on the row of a jump's target: strong at first, then as weak as on every caret's row.
final class RowFlash {
    private static final double REST = 0.07;
    private static final double STRONG = 0.45;
    private static final Duration TIME = Duration.millis(600);

    private final Transition fade;
    private double strength = REST;

    /// @param changed run whenever the strength changes
    RowFlash(Runnable changed) {
        fade =
                new Transition() {
                    {
                        setCycleDuration(TIME);
                    }

                    @Override
                    protected void interpolate(double share) {
                        strength = REST + (STRONG - REST) * (1 - share);
                        changed.run();
                    }
                };
    }

    /// Lights the row, unless the system asks for less motion.
    void start() {
        if (!Platform.getPreferences().isReducedMotion()) {
            fade.playFromStart();
        }
    }

    /// {@return whether it fades now}
    boolean running() {
        return fade.getStatus() == Animation.Status.RUNNING;
    }

    void stop() {
        fade.stop();
        strength = REST;
    }

    /// {@return how strong the tint of the caret's row is, 0 to 1}
    double strength() {
        return strength;
    }
}
