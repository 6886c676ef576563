package org.xenoscope.command;

import org.xenoscope.cpu.PcpuActivity;
import org.xenoscope.cpu.StackWord;
import org.xenoscope.cpu.VirtualCpu;
import org.xenoscope.cpu.trace.Trace;
import org.xenoscope.dump.Dump;
import org.xenoscope.linux.Task;
import org.xenoscope.linux.TaskList;
import org.xenoscope.place.Known;
import org.xenoscope.place.Unknown;
import org.xenoscope.report.CpuJson;
import org.xenoscope.report.CpuText;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Prints traces and stacks, as `trace` and `tasks --stack` do.
final class TracePrinter {
    private final DumpCommand command;
    private final String asked;
    private final boolean json;
    private final boolean all;
    private final boolean stack;

    /// @param command whose output it is
    /// @param asked what a person asked for
    /// @param json whether as JSON
    /// @param all whether with uncertain frames
    /// @param stack whether the words of the stack instead
    TracePrinter(DumpCommand command, String asked, boolean json, boolean all, boolean stack) {
        this.command = command;
        this.asked = asked;
        this.json = json;
        this.all = all;
        this.stack = stack;
    }

    /// What was asked for.
    ///
    /// @param title in words
    /// @param trace its trace
    /// @param words the words of its stack
    record Found(String title, Supplier<Trace> trace, Supplier<List<StackWord>> words) {}

    static Found of(Dump dump, PcpuActivity cpu) {
        return new Found(
                "pCPU %d: %s".formatted(cpu.number(), cpu.says()),
                () -> dump.cpus().trace(cpu),
                () -> dump.cpus().stackWords(cpu));
    }

    static Found of(Dump dump, VirtualCpu cpu) {
        String call = cpu.hypercall().map(found -> ", in " + found.says()).orElse("");
        return new Found(
                "%s: %s%s; registers %s"
                        .formatted(cpu.name(), cpu.says(), call, cpu.registersFrom()),
                () -> dump.cpus().trace(cpu),
                () -> dump.cpus().stackWords(cpu));
    }

    /// Prints the trace of a task of dom0.
    ///
    /// @return the exit status
    int task(Dump dump, int pid) {
        if (pid == 0) {
            command.error("PID 0 is the idle task of every VCPU; ask for dom0-vcpu:N");
            return ExitStatus.WRONG_USAGE;
        }
        return switch (dump.linux().tasks()) {
            case Unknown<TaskList> unknown -> {
                command.error("dom0's tasks are not known: " + unknown.reason());
                yield ExitStatus.NOTHING_THERE;
            }
            case Known<TaskList> known -> task(dump, known.fact(), pid);
        };
    }

    private int task(Dump dump, TaskList tasks, int pid) {
        Optional<Task> task =
                tasks.tasks().stream().filter(candidate -> candidate.pid() == pid).findFirst();
        if (task.isEmpty()) {
            command.error("dom0 has no task with PID %d".formatted(pid));
            return ExitStatus.NOTHING_THERE;
        }
        Task found = task.get();
        String running =
                dump.cpus()
                        .runs(found)
                        .map(cpu -> ", on %s, %s".formatted(cpu.name(), cpu.says()))
                        .orElse("");
        return print(
                new Found(
                        "task %s%s".formatted(found.words(), running),
                        () -> dump.cpus().trace(found),
                        () -> dump.cpus().stackWords(found)));
    }

    /// Prints what was asked for.
    ///
    /// @return the exit status
    int print(Found found) {
        if (stack) {
            List<StackWord> words = found.words().get();
            if (json) {
                CpuJson.stack(words, command.out());
                command.out().println();
            } else {
                command.out().print(CpuText.stack(words));
            }
            return words.isEmpty() ? ExitStatus.NOTHING_THERE : ExitStatus.DONE;
        }
        Trace trace = found.trace().get();
        if (json) {
            CpuJson.trace(asked, found.title(), trace, command.out());
            command.out().println();
        } else {
            command.out().print(CpuText.trace(found.title(), trace, all));
        }
        return trace.frames().isEmpty() ? ExitStatus.NOTHING_THERE : ExitStatus.DONE;
    }
}
