package org.xenoscope.command;

import org.xenoscope.dump.Dump;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Optional;
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

    @Override
    int run(Dump dump) {
        Matcher pcpu = PCPU.matcher(whose);
        Matcher vcpu = VCPU.matcher(whose);
        TracePrinter printer = new TracePrinter(this, whose, json, all, stack);
        Optional<TracePrinter.Found> found;
        if (pcpu.matches()) {
            found =
                    dump.cpus()
                            .physical(Integer.parseInt(pcpu.group(1)))
                            .map(cpu -> TracePrinter.of(dump, cpu));
        } else if (vcpu.matches()) {
            found =
                    dump.cpus()
                            .virtual(
                                    Integer.parseInt(vcpu.group(1)),
                                    Integer.parseInt(vcpu.group(2)))
                            .map(cpu -> TracePrinter.of(dump, cpu));
        } else if (PID.matcher(whose).matches()) {
            return printer.task(dump, Integer.parseInt(whose));
        } else {
            error("\"%s\" is none of pcpu:N, dom0-vcpu:N and a PID".formatted(whose));
            return ExitStatus.WRONG_USAGE;
        }
        if (found.isEmpty()) {
            error("the dump has no %s".formatted(whose));
            return ExitStatus.NOTHING_THERE;
        }
        return printer.print(found.get());
    }
}
