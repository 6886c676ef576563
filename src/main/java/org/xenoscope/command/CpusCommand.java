package org.xenoscope.command;

import org.xenoscope.dump.Dump;
import org.xenoscope.report.CpuJson;
import org.xenoscope.report.CpuText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `xenoscope cpus`: what every physical CPU and every VCPU was doing.
@Command(
        name = "cpus",
        versionProvider = XenoscopeCommand.Version.class,
        description = "Prints what every physical CPU and every VCPU was doing, with registers.",
        footer = {
            "",
            "Examples:",
            "  xenoscope cpus vmcore",
            "  xenoscope cpus vmcore --json | jq '.virtual[0].registers.rip'"
        })
final class CpusCommand extends DumpCommand {
    @Option(names = "--json", description = "one JSON object")
    private boolean json;

    @Override
    int run(Dump dump) {
        if (json) {
            CpuJson.cpus(dump, out());
            out().println();
        } else {
            out().print(CpuText.cpus(dump));
        }
        boolean nothing = dump.cpus().physical().isEmpty() && dump.cpus().virtual().isEmpty();
        if (nothing) {
            error("the dump has no notes of CPUs, and no stack of one was found");
        }
        return nothing ? ExitStatus.NOTHING_THERE : ExitStatus.DONE;
    }
}
