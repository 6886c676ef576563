package org.xenoscope.linux;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a kernel says of its own crash.
///
/// @param cpu the VCPU that called panic; empty if none did
/// @param headline the record that says it best: `Kernel panic - not syncing: sysrq triggered
///   crash`; empty if the log has none
/// @param reasons all records that say why, oldest first
/// @param task the task that ran on that VCPU
public record Panic(
        OptionalInt cpu,
        Optional<LogRecord> headline,
        List<LogRecord> reasons,
        Optional<Task> task) {
    /// Keeps its own copy.
    public Panic {
        reasons = List.copyOf(reasons);
    }

    /// {@return what it says, without the words that every panic begins with}
    public Optional<String> text() {
        return headline.map(LogRecord::text)
                .map(text -> text.lines().findFirst().orElse(""))
                .map(text -> text.replaceFirst("^Kernel panic - not syncing: ?", ""));
    }
}
