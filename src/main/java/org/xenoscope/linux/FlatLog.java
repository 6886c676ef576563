package org.xenoscope.linux;

import org.xenoscope.space.SpaceReader;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The log before Linux 3.5: a ring of characters, `<6>[ 0.000000] text` and a new line each.
/// `log_end` counts the characters ever written (kernel/printk.c, 2.6.10 to 3.4).
final class FlatLog {
    private static final int MOST_BYTES = 1 << 28;
    private static final Pattern LINE =
            Pattern.compile("(?:<([0-9]{1,3})>)?(?:\\[ *([0-9]{1,9})\\.([0-9]{6})] ?)?(.*)");
    private static final long SECOND = 1_000_000_000L;

    private FlatLog() {}

    static KernelLog read(KernelMemory memory) {
        SpaceReader reader = memory.reader();
        long buffer = LogBuffer.address(memory);
        int length = LogBuffer.length(memory, MOST_BYTES);
        long end = memory.number("log_end").orElse(0);
        long count = Math.min(end, length);
        Window ring = new Window(reader, buffer, length);
        List<LogRecord> records = new ArrayList<>();
        int skipped = 0;
        int lineStart = -1;
        StringBuilder line = new StringBuilder();
        // the oldest line of a ring that has wrapped has lost its start
        boolean whole = end <= length;
        for (long i = end - count; i < end; i++) {
            int at = (int) (i & (length - 1));
            if (!ring.has(at, 1)) {
                skipped += line.isEmpty() ? 0 : 1;
                line.setLength(0);
                whole = false;
                continue;
            }
            char value = (char) ring.u8(at);
            lineStart = line.isEmpty() ? at : lineStart;
            if (value != '\n') {
                line.append(value);
                continue;
            }
            if (whole) {
                records.add(record(line.toString(), records.size(), reader, buffer + lineStart));
            }
            whole = true;
            line.setLength(0);
        }
        if (whole && !line.isEmpty()) {
            records.add(record(line.toString(), records.size(), reader, buffer + lineStart));
        }
        return new KernelLog(
                records,
                "characters of printk",
                length,
                Long.compareUnsigned(end, length) > 0,
                skipped,
                reader.at(buffer));
    }

    private static LogRecord record(String line, int number, SpaceReader reader, long at) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalStateException("every line matches");
        }
        int priority = matcher.group(1) == null ? -1 : Integer.parseInt(matcher.group(1));
        OptionalLong stamp =
                matcher.group(2) == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(
                                Long.parseLong(matcher.group(2)) * SECOND
                                        + Long.parseLong(matcher.group(3)) * 1000);
        return new LogRecord(
                number,
                stamp,
                priority < 0 ? OptionalInt.empty() : OptionalInt.of(priority & 7),
                priority < 0 ? 0 : priority >> 3,
                Optional.empty(),
                matcher.group(4),
                Optional.of(reader.at(at)));
    }
}
