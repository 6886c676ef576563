package org.xenoscope.linux;

import org.xenoscope.linux.LogReader.LyingLog;
import org.xenoscope.space.SpaceReader;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The log of Linux 3.5 to 5.9: a ring of records, each u64 ns, u16 length, u16 bytes of text, u16
/// bytes of dictionary, u8 facility, u8 flags (5 bits) and level (3 bits), with
/// CONFIG_PRINTK_CALLER (5.1) u32 caller; then text and dictionary, padded to 4 or 8
/// (kernel/printk.c, kernel/printk/ printk.c).
final class RecordLog {
    private static final int HEADER = 16;
    private static final int HEADER_WITH_CALLER = 20;
    private static final int MOST_BYTES = 1 << 28;
    private static final int MOST_RECORDS = 1 << 20;

    private RecordLog() {}

    static KernelLog read(KernelMemory memory) {
        SpaceReader reader = memory.reader();
        long buffer = LogBuffer.address(memory);
        int length = LogBuffer.length(memory, MOST_BYTES);
        long first = number(memory, "log_first_idx");
        long next = number(memory, "log_next_idx");
        long sequence =
                memory.symbol("log_first_seq").isPresent()
                        ? reader.u64(memory.symbol("log_first_seq").getAsLong())
                        : 0;
        Window ring = new Window(reader, buffer, length);
        int header = header(ring, first);
        List<LogRecord> records = new ArrayList<>();
        int skipped = 0;
        long at = first;
        while (at != next && records.size() < MOST_RECORDS) {
            if (!ring.has(at, HEADER)) {
                skipped++;
                break;
            }
            int bytes = ring.u16((int) at + 8);
            if (bytes == 0) {
                if (at == 0) {
                    break;
                }
                at = 0;
                continue;
            }
            int text = ring.u16((int) at + 10);
            if (bytes < header + text || !ring.has(at, bytes)) {
                skipped++;
                break;
            }
            records.add(record(ring, (int) at, header, text, sequence++, reader, buffer));
            at += bytes;
            if (records.size() > 1 && at == first) {
                break;
            }
        }
        boolean overwritten = !records.isEmpty() && records.getFirst().sequence() > 0;
        return new KernelLog(
                records,
                "records of printk (header of %d bytes)".formatted(header),
                length,
                overwritten,
                skipped,
                reader.at(buffer));
    }

    private static LogRecord record(
            Window ring,
            int at,
            int header,
            int text,
            long sequence,
            SpaceReader reader,
            long buffer) {
        int caller = header == HEADER_WITH_CALLER ? ring.s32(at + HEADER) : 0;
        return new LogRecord(
                sequence,
                OptionalLong.of(ring.u64(at)),
                OptionalInt.of(ring.u8(at + 15) >> 5),
                ring.u8(at + 14),
                caller == 0
                        ? Optional.empty()
                        : Optional.of((caller < 0 ? "C" : "T") + (caller & Integer.MAX_VALUE)),
                ring.text(at + header, text),
                Optional.of(reader.at(buffer + at + header)));
    }

    private static long number(KernelMemory memory, String symbol) {
        return memory.number(symbol)
                .orElseThrow(
                        () -> new LyingLog("the kernel's symbol %s is missing".formatted(symbol)));
    }

    /// {@return bytes before the text: 16 or 20, as the lengths of the first records demand}
    private static int header(Window ring, long first) {
        int[] votes = new int[2];
        long at = first;
        for (int i = 0; i < 64 && ring.has(at, HEADER); i++) {
            int bytes = ring.u16((int) at + 8);
            int content = ring.u16((int) at + 10) + ring.u16((int) at + 12);
            if (bytes == 0 && at != 0) {
                at = 0;
                continue;
            }
            if (bytes < HEADER) {
                break;
            }
            votes[0] += fits(bytes, HEADER + content) ? 1 : 0;
            votes[1] += fits(bytes, HEADER_WITH_CALLER + content) ? 1 : 0;
            at += bytes;
        }
        return votes[1] > votes[0] ? HEADER_WITH_CALLER : HEADER;
    }

    private static boolean fits(int bytes, int content) {
        return bytes == ((content + 3) & ~3) || bytes == ((content + 7) & ~7);
    }
}
