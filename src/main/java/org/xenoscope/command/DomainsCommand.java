package org.xenoscope.command;

import org.xenoscope.dump.Dump;
import org.xenoscope.place.Known;
import org.xenoscope.place.Unknown;
import org.xenoscope.report.DomainLines;
import org.xenoscope.xen.Domain;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.List;

/// `xenoscope domains`: the domains and their VCPUs, as Xen has them.
@Command(
        name = "domains",
        versionProvider = XenoscopeCommand.Version.class,
        description = "Prints the domains and their VCPUs, as Xen has them.",
        footer = {
            "",
            "Exit status 3: none was found.",
            "",
            "Examples:",
            "  xenoscope domains vmcore",
            "  xenoscope domains vmcore --json"
        })
final class DomainsCommand extends DumpCommand {
    @Option(names = "--json", description = "one JSON object a domain")
    private boolean json;

    @Override
    int run(Dump dump) {
        return switch (dump.xen().domains()) {
            case Unknown<List<Domain>> unknown -> {
                error("Xen's domains are not known: " + unknown.reason());
                yield ExitStatus.NOTHING_THERE;
            }
            case Known<List<Domain>> known -> {
                for (Domain domain : known.fact()) {
                    if (json) {
                        out().println(DomainLines.json(domain));
                    } else {
                        DomainLines.text(domain).forEach(out()::println);
                    }
                }
                yield ExitStatus.DONE;
            }
        };
    }
}
