package org.xenoscope.command;

import org.xenoscope.dump.Dump;
import org.xenoscope.place.Known;
import org.xenoscope.place.Unknown;
import org.xenoscope.report.SymbolLines;
import org.xenoscope.symbol.Symbol;
import org.xenoscope.symbol.SymbolTable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `xenoscope symbols`: every symbol of the hypervisor or of dom0's kernel, as `nm` prints them.
@Command(
        name = "symbols",
        versionProvider = XenoscopeCommand.Version.class,
        description = "Prints the symbols of Xen or of dom0's kernel, by address.",
        footer = {
            "",
            "A line each, as nm prints them: address, letter of the type, name; a symbol of a",
            "module has [module] behind it. Exit status 3: there are none.",
            "",
            "Examples:",
            "  xenoscope symbols vmcore xen",
            "  xenoscope symbols vmcore dom0 --json"
        })
final class SymbolsCommand extends DumpCommand {
    /// Lines after which the output is looked at: somebody may have stopped reading it.
    private static final int LINES = 4096;

    @Parameters(index = "1", paramLabel = "xen|dom0", description = "whose symbols")
    private Side side = Side.XEN;

    @Option(names = "--json", description = "one JSON object a line, with the file of statics")
    private boolean json;

    @Override
    int run(Dump dump) {
        return switch (dump.symbols(side.space())) {
            case Unknown<SymbolTable> unknown -> {
                error("the symbols of %s are not known: %s".formatted(side, unknown.reason()));
                yield ExitStatus.NOTHING_THERE;
            }
            case Known<SymbolTable> known -> {
                int lines = 0;
                for (Symbol symbol : known.fact().all()) {
                    out().println(json ? SymbolLines.json(symbol) : SymbolLines.text(symbol));
                    if (++lines % LINES == 0 && unread()) {
                        break;
                    }
                }
                yield ExitStatus.DONE;
            }
        };
    }
}
