package org.xenoscope.place;

import java.util.concurrent.CancellationException;

/// What long work asks and tells: how far it is, and whether it should stop.
///
/// Polled at least once per page or 64 KiB. Stopping is not an error: results so far stay.
public interface Progress {

    /// Work that nobody watches and nobody stops.
    Progress NONE =
            new Progress() {
                @Override
                public void report(long done, long total) {}

                @Override
                public boolean cancelled() {
                    return false;
                }
            };

    /// The job that this thread works for. Facts are looked for by whoever asks first, often deep
    /// below a job; this is how that job sees the progress and can stop it.
    ScopedValue<Progress> CURRENT = ScopedValue.newInstance();

    /// {@return the progress of the job that this thread works for; {@link #NONE} outside jobs}
    static Progress current() {
        return CURRENT.orElse(NONE);
    }

    /// Ends the work if it should stop.
    ///
    /// @throws CancellationException if it should
    default void check() {
        if (cancelled()) {
            throw new CancellationException("stopped");
        }
    }

    /// Tells how much is done.
    ///
    /// @param done units done, usually bytes
    /// @param total units in all; 0 if not known
    void report(long done, long total);

    /// {@return whether the work should stop now}
    boolean cancelled();
}
