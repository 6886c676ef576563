package org.xenoscope.window.memory;

import javafx.animation.AnimationTimer;

/// The bar that moves in rows whose bytes have been waited for longer than 200 ms.
final class RowPulse extends AnimationTimer {
    private static final long PATIENCE_NANOS = 200_000_000;
    private static final long PERIOD_NANOS = 1_200_000_000;

    private final Runnable changed;
    private boolean running;
    private long began;
    private long now;

    /// @param changed run whenever the bar has moved
    RowPulse(Runnable changed) {
        this.changed = changed;
    }

    /// Starts or ends it.
    void run(boolean wanted) {
        if (wanted && !running) {
            began = 0;
            now = 0;
            start();
        } else if (!wanted) {
            stop();
        }
        running = wanted;
    }

    @Override
    public void handle(long time) {
        began = began == 0 ? time : began;
        now = time;
        if (share() >= 0) {
            changed.run();
        }
    }

    /// {@return where the bar is, 0 to 1; negative if there is none yet}
    double share() {
        long waited = now - began - PATIENCE_NANOS;
        return running && waited >= 0 ? (double) (waited % PERIOD_NANOS) / PERIOD_NANOS : -1;
    }
}
