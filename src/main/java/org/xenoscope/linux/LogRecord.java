package org.xenoscope.linux;

import org.xenoscope.place.Location;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// One record of a kernel's log.
///
/// @param sequence its number since boot; of logs without numbers counted from 0
/// @param nanoseconds since boot; empty if the log has no stamp
/// @param level 0 emergency to 7 debug; empty if the log does not say
/// @param facility who wrote it: 0 the kernel, 1 a program, as syslog counts
/// @param caller the task or CPU that wrote it, in words: `T327`, `C1`; empty if not kept
/// @param text one or more lines, without the last new line; bytes as UTF-8
/// @param where its text begins, if it has any
public record LogRecord(
        long sequence,
        OptionalLong nanoseconds,
        OptionalInt level,
        int facility,
        Optional<String> caller,
        String text,
        Optional<Location> where) {
    private static final long SECOND = 1_000_000_000L;

    /// {@return the stamp as `dmesg` prints it: `[ 0.000000] `; empty if there is none}
    public String stamp() {
        if (nanoseconds.isEmpty()) {
            return "";
        }
        long stamp = nanoseconds.getAsLong();
        return String.format(
                Locale.ROOT,
                "[%5s.%06d] ",
                Long.toUnsignedString(Long.divideUnsigned(stamp, SECOND)),
                Long.remainderUnsigned(stamp, SECOND) / 1000);
    }

    /// {@return the record as `dmesg` prints it, each line with the stamp}
    public String printed() {
        return stamp() + text.replace("\n", "\n" + stamp());
    }

    /// {@return the name of the level, as syslog has it; empty if not known}
    public String levelName() {
        String[] names = {
            "emergency", "alert", "critical", "error", "warning", "notice", "info", "debug"
        };
        return level.isPresent() ? names[level.getAsInt() & 7] : "";
    }
}
