package org.xenoscope.command;

import org.xenoscope.dump.Dump;
import org.xenoscope.linux.Task;
import org.xenoscope.linux.TaskList;
import org.xenoscope.place.Known;
import org.xenoscope.place.Unknown;
import org.xenoscope.report.KernelJson;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// `xenoscope tasks`: a line for each task of a kernel.
@Command(
        name = "tasks",
        versionProvider = XenoscopeCommand.Version.class,
        description = "Prints the tasks of dom0's kernel, or of another PV domain's.",
        footer = {
            "",
            "A line each: PID, PPID, CPU, address of the task_struct, state, command.",
            "Threads stand behind their process, idle tasks of VCPUs at the end.",
            "",
            "Examples:",
            "  xenoscope tasks vmcore",
            "  xenoscope tasks vmcore dom1 --json",
            "  xenoscope tasks vmcore --stack 327"
        })
final class TasksCommand extends DumpCommand {
    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DOMAIN",
            description = "dom0, dom1 … (default: dom0)")
    private String domain = "dom0";

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Option(
            names = "--stack",
            paramLabel = "PID",
            description = "the call trace on the kernel stack of one task of dom0 instead")
    private Optional<Integer> stack = Optional.empty();

    @Override
    int run(Dump dump) {
        int number;
        try {
            number = DomainName.number(domain);
        } catch (IllegalArgumentException exception) {
            error(String.valueOf(exception.getMessage()));
            return ExitStatus.WRONG_USAGE;
        }
        if (stack.isPresent()) {
            if (number != 0) {
                error("stacks are traced for tasks of dom0 only");
                return ExitStatus.WRONG_USAGE;
            }
            int pid = stack.get();
            return new TracePrinter(this, Integer.toString(pid), json, false, false)
                    .task(dump, pid);
        }
        return switch (dump.linux(number).tasks()) {
            case Known<TaskList> known -> {
                known.fact().tasks().forEach(task -> out().println(line(task)));
                if (!known.fact().closed()) {
                    error(known.fact().says());
                }
                yield ExitStatus.DONE;
            }
            case Unknown<TaskList> unknown -> {
                error("the tasks of %s are not known: %s".formatted(domain, unknown.reason()));
                yield ExitStatus.NOTHING_THERE;
            }
        };
    }

    private String line(Task task) {
        return json
                ? KernelJson.task(task)
                : Printable.text(
                        String.format(
                                Locale.ROOT,
                                "%7d %7s %4s %016x %s %s",
                                task.pid(),
                                number(task.ppid()),
                                number(task.cpu()),
                                task.where().address(),
                                task.state().letter(),
                                task.command()));
    }

    private static String number(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "-";
    }
}
