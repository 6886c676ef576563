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

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `xenoscope trace`: the call trace of a physical CPU, a VCPU or a task.
@Command(
        name = "trace",
        versionProvider = XenoscopeCommand.Version.class,
        description = "Prints the call trace of a physical CPU, a VCPU or a task of dom0.",
        footer = {
            "",
            "A frame a line, innermost first, each with how sure it is: exact (from unwinding data"
                    + " or",
            "an exception frame) or on the path (a verified return address that fits its"
                    + " neighbours).",
            "",
            "Examples:",
            "  xenoscope trace vmcore pcpu:1",
            "  xenoscope trace vmcore dom0-vcpu:1 --json",
            "  xenoscope trace vmcore 327 --stack"
        })
final class TraceCommand extends DumpCommand {
    private static final Pattern PCPU = Pattern.compile("pcpu:?(\\d{1,4})");
    private static final Pattern VCPU = Pattern.compile("dom(\\d{1,5})-vcpu:?(\\d{1,4})");
    private static final Pattern PID = Pattern.compile("\\d{1,9}");

    @Parameters(
            index = "1",
            paramLabel = "WHOSE",
            description = "pcpu:N, dom0-vcpu:N, or the PID of a task of dom0")
    private String whose = "";

    @Option(names = "--json", description = "one JSON object")
    private boolean json;

    @Option(names = "--all", description = "frames that are most likely left over, too")
    private boolean all;

    @Option(names = "--stack", description = "the words of the stack instead, each with what it is")
    private boolean stack;

    /// What was asked for.
    ///
    /// @param title in words
    /// @param trace its trace
    /// @param words the words of its stack
    private record Found(String title, Supplier<Trace> trace, Supplier<List<StackWord>> words) {}

    @Override
    int run(Dump dump) {
        Matcher pcpu = PCPU.matcher(whose);
        Matcher vcpu = VCPU.matcher(whose);
        Optional<Found> found;
        if (pcpu.matches()) {
            found = dump.cpus().physical(Integer.parseInt(pcpu.group(1))).map(cpu -> of(dump, cpu));
        } else if (vcpu.matches()) {
            found =
                    dump.cpus()
                            .virtual(
                                    Integer.parseInt(vcpu.group(1)),
                                    Integer.parseInt(vcpu.group(2)))
                            .map(cpu -> of(dump, cpu));
        } else if (PID.matcher(whose).matches()) {
            return task(dump, Integer.parseInt(whose));
        } else {
            error("\"%s\" is none of pcpu:N, dom0-vcpu:N and a PID".formatted(whose));
            return ExitStatus.WRONG_USAGE;
        }
        if (found.isEmpty()) {
            error("the dump has no %s".formatted(whose));
            return ExitStatus.NOTHING_THERE;
        }
        return print(found.get());
    }

    private static Found of(Dump dump, PcpuActivity cpu) {
        return new Found(
                "pCPU %d: %s".formatted(cpu.number(), cpu.says()),
                () -> dump.cpus().trace(cpu),
                () -> dump.cpus().stackWords(cpu));
    }

    private static Found of(Dump dump, VirtualCpu cpu) {
        String call = cpu.hypercall().map(found -> ", in " + found.says()).orElse("");
        return new Found(
                "%s: %s%s; registers %s"
                        .formatted(cpu.name(), cpu.says(), call, cpu.registersFrom()),
                () -> dump.cpus().trace(cpu),
                () -> dump.cpus().stackWords(cpu));
    }

    private int task(Dump dump, int pid) {
        if (pid == 0) {
            error("PID 0 is the idle task of every VCPU; ask for dom0-vcpu:N");
            return ExitStatus.WRONG_USAGE;
        }
        return switch (dump.linux().tasks()) {
            case Unknown<TaskList> unknown -> {
                error("dom0's tasks are not known: " + unknown.reason());
                yield ExitStatus.NOTHING_THERE;
            }
            case Known<TaskList> known -> task(dump, known.fact(), pid);
        };
    }

    private int task(Dump dump, TaskList tasks, int pid) {
        Optional<Task> task =
                tasks.tasks().stream().filter(candidate -> candidate.pid() == pid).findFirst();
        if (task.isEmpty()) {
            error("dom0 has no task with PID %d".formatted(pid));
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

    private int print(Found found) {
        if (stack) {
            List<StackWord> words = found.words().get();
            if (json) {
                CpuJson.stack(words, out());
                out().println();
            } else {
                out().print(CpuText.stack(words));
            }
            return words.isEmpty() ? ExitStatus.NOTHING_THERE : ExitStatus.DONE;
        }
        Trace trace = found.trace().get();
        if (json) {
            CpuJson.trace(whose, found.title(), trace, out());
            out().println();
        } else {
            out().print(CpuText.trace(found.title(), trace, all));
        }
        return trace.frames().isEmpty() ? ExitStatus.NOTHING_THERE : ExitStatus.DONE;
    }
}
