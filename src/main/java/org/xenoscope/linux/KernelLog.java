package org.xenoscope.linux;

import org.xenoscope.place.Location;

import java.util.List;

/// A kernel's log (printk).
///
/// @param records oldest first
/// @param layout how it is kept, in words
/// @param bytes of text that the ring can hold
/// @param overwritten whether older records are gone
/// @param skipped records that could not be read or were being written
/// @param where the ring begins
public record KernelLog(
        List<LogRecord> records,
        String layout,
        long bytes,
        boolean overwritten,
        int skipped,
        Location where) {
    /// Keeps its own copy.
    public KernelLog {
        records = List.copyOf(records);
    }

    /// {@return how it was read, in words}
    public String evidence() {
        return "%s at %s, %d bytes%s%s"
                .formatted(
                        layout,
                        where,
                        bytes,
                        overwritten ? ", older records are overwritten" : "",
                        skipped == 0 ? "" : ", %d records could not be read".formatted(skipped));
    }
}
