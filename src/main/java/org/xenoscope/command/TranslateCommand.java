package org.xenoscope.command;

import org.xenoscope.dump.Dump;
import org.xenoscope.place.Location;
import org.xenoscope.report.TrailJson;
import org.xenoscope.report.TrailText;
import org.xenoscope.space.Trail;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// `xenoscope translate`: every step from the space down to the file offset.
@Command(
        name = "translate",
        versionProvider = XenoscopeCommand.Version.class,
        description = "Prints every step from an address down to the byte of the file.",
        footer = {
            "",
            "A location is space:address with the spaces file, machine, xen, dom0, dom0-physical;",
            "- reads locations from standard input, one a line, and answers each at once.",
            "Exit status 3: all are holes. 2: one was no location.",
            "",
            "Examples:",
            "  xenoscope translate vmcore dom0:0xffffffff81000000",
            "  xenoscope translate vmcore --json xen:0xffff82d040200000 machine:0x1000",
            "  xenoscope translate vmcore --json - < locations"
        })
final class TranslateCommand extends DumpCommand {
    /// Lines after which the output is looked at: somebody may have stopped reading it.
    private static final int LINES = 256;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "LOCATION",
            description = "space:address, or - for standard input")
    private List<String> locations = List.of();

    @Option(names = "--json", description = "one JSON object a line")
    private boolean json;

    private boolean readable;
    private boolean wrong;

    @Override
    int run(Dump dump) {
        for (String location : locations) {
            if (!location.equals("-")) {
                one(dump, location);
            } else if (!all(dump)) {
                return ExitStatus.WRONG_USAGE;
            }
        }
        if (wrong) {
            return ExitStatus.WRONG_USAGE;
        }
        return readable ? ExitStatus.DONE : ExitStatus.NOTHING_THERE;
    }

    private boolean all(Dump dump) {
        try {
            var input =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            int lines = 0;
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                if (!line.isBlank()) {
                    one(dump, line.strip());
                }
                // whoever asks line by line waits for the answer; whoever left needs no more
                if ((++lines % LINES == 0 || !input.ready()) && unread()) {
                    return true;
                }
            }
            return true;
        } catch (IOException exception) {
            error("standard input cannot be read: " + exception.getMessage());
            return false;
        }
    }

    private void one(Dump dump, String text) {
        Location location;
        try {
            location = dump.location(text);
        } catch (IllegalArgumentException exception) {
            wrong = true;
            String sentence = String.valueOf(exception.getMessage());
            if (json) {
                out().println(TrailJson.error(text, sentence));
            } else {
                error(sentence);
            }
            return;
        }
        Trail trail = dump.spaces().explain(location);
        readable |= trail.hole().isEmpty();
        if (json) {
            out().println(TrailJson.line(text, trail));
        } else {
            out().println(TrailText.of(trail));
        }
    }
}
