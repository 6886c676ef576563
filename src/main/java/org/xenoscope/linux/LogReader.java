package org.xenoscope.linux;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Unknown;

/// Reads a kernel's log, whichever of the three layouts it has: the symbols say which.
final class LogReader {
    private LogReader() {}

    /// {@return the log, or why it is not known}
    static Fact<KernelLog> read(KernelMemory memory) {
        try {
            KernelLog log;
            if (memory.symbol("prb").isPresent()) {
                log = RingLog.read(memory);
            } else if (memory.symbol("log_first_idx").isPresent()) {
                log = RecordLog.read(memory);
            } else if (memory.symbol("log_end").isPresent()) {
                log = FlatLog.read(memory);
            } else {
                return new Unknown<>("the kernel's symbols name no log");
            }
            return Known.at(log, log.evidence(), log.where());
        } catch (UnreadableException exception) {
            return new Unknown<>("its log cannot be read: " + Words.inside(exception.hole()));
        } catch (LyingLog lie) {
            return new Unknown<>(lie.sentence());
        }
    }

    /// A log whose sizes or pointers cannot be.
    static final class LyingLog extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String sentence;

        /// @param sentence words that can follow "unknown: "
        LyingLog(String sentence) {
            super(sentence, null, false, false);
            this.sentence = sentence;
        }

        String sentence() {
            return sentence;
        }
    }
}
