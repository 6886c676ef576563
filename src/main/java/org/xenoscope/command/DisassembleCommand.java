package org.xenoscope.command;

import org.xenoscope.dump.Disassembly;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Unknown;
import org.xenoscope.report.CpuJson;
import org.xenoscope.report.CpuText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `xenoscope disassemble`: instructions at any address of any space.
@Command(
        name = "disassemble",
        versionProvider = XenoscopeCommand.Version.class,
        description = "Prints instructions, with the names of what they lead to.",
        footer = {
            "",
            "Needs Capstone: the package libcapstone5 (Debian 13) or libcapstone4 (Debian 12).",
            "",
            "Examples:",
            "  xenoscope disassemble vmcore xen:0xffff82d040200000 16",
            "  xenoscope disassemble vmcore dom0:0xffffffff81a442b0 8 --json"
        })
final class DisassembleCommand extends DumpCommand {
    @Parameters(
            index = "1",
            paramLabel = "LOCATION",
            description = "space:address or space:symbol+offset")
    private String location = "";

    @Parameters(index = "2", paramLabel = "N", description = "how many instructions")
    private int count;

    @Option(names = "--json", description = "one JSON object")
    private boolean json;

    @Override
    int run(Dump dump) {
        Location start;
        try {
            start = dump.location(location);
        } catch (IllegalArgumentException exception) {
            error(String.valueOf(exception.getMessage()));
            return ExitStatus.WRONG_USAGE;
        }
        if (count < 1 || count > Disassembly.MOST) {
            error(
                    "%d is no number of instructions from 1 to %d"
                            .formatted(count, Disassembly.MOST));
            return ExitStatus.WRONG_USAGE;
        }
        return switch (dump.disassemble(start, count)) {
            case Unknown<Disassembly> unknown -> {
                error(unknown.reason());
                yield ExitStatus.NOTHING_THERE;
            }
            case Known<Disassembly> known -> print(known.fact());
        };
    }

    private int print(Disassembly disassembly) {
        if (json) {
            CpuJson.disassembly(disassembly, out());
            out().println();
        } else {
            out().print(CpuText.disassembly(disassembly));
        }
        return disassembly.lines().isEmpty() ? ExitStatus.NOTHING_THERE : ExitStatus.DONE;
    }
}
