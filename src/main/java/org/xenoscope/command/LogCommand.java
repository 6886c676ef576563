package org.xenoscope.command;

import org.xenoscope.dump.Dump;
import org.xenoscope.linux.KernelLog;
import org.xenoscope.linux.LogRecord;
import org.xenoscope.place.Known;
import org.xenoscope.place.Unknown;
import org.xenoscope.report.LogLines;
import org.xenoscope.xen.Console;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `xenoscope log`: what Xen or dom0's kernel printed.
@Command(
        name = "log",
        versionProvider = XenoscopeCommand.Version.class,
        description = "Prints the console of Xen or the log of dom0's kernel.",
        footer = {
            "",
            "Oldest line first. Exit status 3: there is none.",
            "",
            "Examples:",
            "  xenoscope log vmcore xen",
            "  xenoscope log vmcore dom0 --json"
        })
final class LogCommand extends DumpCommand {
    @Parameters(index = "1", paramLabel = "xen|dom0", description = "whose log")
    private Side side = Side.XEN;

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    @Override
    int run(Dump dump) {
        return switch (side) {
            case XEN -> xen(dump);
            case DOM0 -> dom0(dump);
        };
    }

    private int xen(Dump dump) {
        return switch (dump.xen().console()) {
            case Unknown<Console> unknown -> {
                error("Xen's console is not known: " + unknown.reason());
                yield ExitStatus.NOTHING_THERE;
            }
            case Known<Console> known -> {
                for (String line : known.fact().lines()) {
                    out().println(json ? LogLines.json(line) : Printable.text(line));
                }
                yield ExitStatus.DONE;
            }
        };
    }

    private int dom0(Dump dump) {
        return switch (dump.linux().log()) {
            case Unknown<KernelLog> unknown -> {
                error("the log of dom0 is not known: " + unknown.reason());
                yield ExitStatus.NOTHING_THERE;
            }
            case Known<KernelLog> known -> {
                for (LogRecord record : known.fact().records()) {
                    out().println(json ? LogLines.json(record) : Printable.text(record.printed()));
                }
                yield ExitStatus.DONE;
            }
        };
    }
}
