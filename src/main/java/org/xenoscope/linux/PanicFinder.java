package org.xenoscope.linux;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Unknown;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Finds out whether and why a kernel panicked: `panic_cpu` (-1 if no VCPU did), and the records of
/// its log that say so.
final class PanicFinder {
    private static final Pattern PANIC = Pattern.compile("^Kernel panic - not syncing.*");
    private static final Pattern REASON =
            Pattern.compile(
                    "^(Kernel panic - not syncing|BUG: |Oops|general protection fault"
                            + "|.*Unable to handle|sysrq: Trigger a crash|SysRq : Trigger a crash"
                            + "|.*soft lockup|.*hard LOCKUP|kernel BUG at|invalid opcode|.*Out of"
                            + " memory: Kill|INFO: task .* blocked for more than).*");
    private static final int MOST_REASONS = 8;

    private PanicFinder() {}

    /// {@return the panic, or that there was none}
    static Fact<Panic> find(KernelMemory memory, Fact<KernelLog> log, List<CurrentTask> current) {
        OptionalLong number = memory.number("panic_cpu");
        OptionalInt cpu =
                number.isPresent() && number.getAsLong() < PerCpuAreas.MOST
                        ? OptionalInt.of((int) number.getAsLong())
                        : OptionalInt.empty();
        List<LogRecord> reasons = reasons(log);
        Optional<LogRecord> panic =
                reasons.stream().filter(record -> matches(PANIC, record)).findFirst();
        if (cpu.isEmpty() && panic.isEmpty()) {
            return new Unknown<>(
                    number.isPresent()
                            ? "panic_cpu is -1 and the log tells of no panic: the kernel did not"
                                    + " panic"
                            : "neither panic_cpu nor the log tells of a panic");
        }
        Optional<Task> task =
                cpu.isEmpty()
                        ? Optional.empty()
                        : current.stream()
                                .filter(one -> one.cpu() == cpu.getAsInt())
                                .findFirst()
                                .flatMap(CurrentTask::task);
        Panic found = new Panic(cpu, panic, reasons, task);
        return panic.flatMap(LogRecord::where)
                .<Fact<Panic>>map(where -> Known.at(found, "panic_cpu and the log", where))
                .orElseGet(() -> Known.of(found, "panic_cpu"));
    }

    private static List<LogRecord> reasons(Fact<KernelLog> log) {
        List<LogRecord> all =
                log.value().map(KernelLog::records).orElse(List.of()).stream()
                        .filter(record -> matches(REASON, record))
                        .toList();
        return all.subList(Math.max(0, all.size() - MOST_REASONS), all.size());
    }

    private static boolean matches(Pattern pattern, LogRecord record) {
        int end = record.text().indexOf('\n');
        return pattern.matcher(end < 0 ? record.text() : record.text().substring(0, end)).matches();
    }
}
