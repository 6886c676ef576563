package org.xenoscope.window;

import org.xenoscope.place.Progress;

/// One piece of work that {@link Jobs} runs. May be asked and cancelled from any thread.
public final class Job implements Progress {
    private final String title;
    private final long startNanos = System.nanoTime();
    private volatile boolean cancelled;
    private volatile long done;
    private volatile long total;

    Job(String title) {
        this.title = title;
    }

    /// {@return what a person reads while it runs}
    public String title() {
        return title;
    }

    /// Asks the work to stop; its answer, if any, is dropped.
    public void cancel() {
        cancelled = true;
    }

    @Override
    public void report(long done, long total) {
        this.done = done;
        this.total = total;
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    /// {@return done/total from 0 to 1, or -1 if the total is not known}
    public double fraction() {
        long all = total;
        return all <= 0 ? -1 : Math.min(1, (double) done / all);
    }

    /// {@return milliseconds since the start}
    public long ageMillis() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }
}
