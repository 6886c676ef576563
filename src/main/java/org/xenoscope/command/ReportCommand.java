package org.xenoscope.command;

import org.xenoscope.dump.Dump;
import org.xenoscope.report.JsonReport;
import org.xenoscope.report.TextReport;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.Locale;

/// `xenoscope report`: headers, decoded notes, CPUs, spaces, findings.
@Command(
        name = "report",
        versionProvider = XenoscopeCommand.Version.class,
        description = "Prints headers, notes (decoded), CPUs, spaces and findings.",
        footer = {
            "",
            "Examples:",
            "  xenoscope report /var/crash/vmcore",
            "  xenoscope report vmcore --format json | jq .program_headers",
            "  xenoscope report vmcore --check"
        })
final class ReportCommand extends DumpCommand {
    /// How the report is written.
    enum Format {
        /// aligned text
        TEXT,
        /// one JSON object
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Format format = Format.TEXT;

    @Option(
            names = "--check",
            description = "compare p2m, m2p, page tables and owners of all memory first")
    private boolean check;

    @Override
    int run(Dump dump) {
        if (check) {
            dump.spaces().checks(); // from then on the dump's findings and the report have them
        }
        switch (format) {
            case TEXT -> out().print(TextReport.full(dump));
            case JSON -> {
                JsonReport.write(dump, out());
                out().println();
            }
        }
        return ExitStatus.DONE;
    }
}
