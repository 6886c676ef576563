package org.xenoscope.linux;

import org.xenoscope.linux.LogReader.LyingLog;

/// Where logs before Linux 5.10 have their bytes: `log_buf` (char *) and `log_buf_len`.
final class LogBuffer {
    private static final int LEAST_BYTES = 1 << 12;

    private LogBuffer() {}

    static long address(KernelMemory memory) {
        return memory.pointer("log_buf").orElseThrow(() -> new LyingLog("log_buf leads nowhere"));
    }

    static int length(KernelMemory memory, int most) {
        long length = memory.number("log_buf_len").orElse(0);
        if (length < LEAST_BYTES || length > most || Long.bitCount(length) != 1) {
            throw new LyingLog("log_buf_len says %d bytes, which cannot be".formatted(length));
        }
        return (int) length;
    }
}
