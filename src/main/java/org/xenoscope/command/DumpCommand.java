package org.xenoscope.command;

import org.xenoscope.dump.Dump;
import org.xenoscope.image.NotADumpException;
import org.xenoscope.place.Progress;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/// What all commands on one dump share: opening it, and one line on standard error if it cannot be.
abstract class DumpCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "DUMP", description = "the vmcore")
    private Path path = Path.of("");

    @Option(
            names = "--symbols",
            paramLabel = "FILE",
            description = "xen-syms, vmlinux, System.map or a map of Xen; never needed")
    private List<Path> companions = List.of();

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private UsualOptions usual = new UsualOptions();

    /// Does the work on the open dump.
    ///
    /// @return the exit status
    abstract int run(Dump dump);

    @Override
    public Integer call() {
        int status;
        try (Dump dump = Dump.open(path, Progress.NONE)) {
            use(dump);
            status = run(dump);
        } catch (NotADumpException | IOException exception) {
            error(String.valueOf(exception.getMessage()));
            status = ExitStatus.CANNOT_OPEN;
        }
        out().flush();
        return status;
    }

    private void use(Dump dump) throws IOException {
        for (Path companion : companions) {
            try {
                dump.use(companion);
            } catch (IllegalArgumentException exception) {
                throw new IOException(exception.getMessage(), exception);
            }
        }
    }

    /// {@return where data goes}
    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /// {@return whether whoever read the output has left, as `head` does}. Flushes.
    final boolean unread() {
        out().flush();
        return System.out.checkError();
    }

    /// Prints one sentence on standard error.
    final void error(String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("xenoscope: " + XenoscopeCommand.oneLine(sentence));
        err.flush();
    }
}
