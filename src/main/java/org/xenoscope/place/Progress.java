package org.xenoscope.place;

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

    /// Tells how much is done.
    ///
    /// @param done units done, usually bytes
    /// @param total units in all; 0 if not known
    void report(long done, long total);

    /// {@return whether the work should stop now}
    boolean cancelled();
}
