package org.xenoscope;

import org.xenoscope.command.XenoscopeCommand;
import org.xenoscope.forge.Sample;
import org.xenoscope.window.ScreenshotCommand;
import org.xenoscope.window.instance.RunningInstance;
import org.xenoscope.window.shell.Startup;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The only `main`: with a command word it runs that command and never loads JavaFX but for
/// `screenshot`; otherwise it opens the window.
public final class Xenoscope {
    private Xenoscope() {}

    /// Starts the program.
    ///
    /// @param arguments a command word and its arguments, or files to open in the window
    public static void main(String[] arguments) {
        if (arguments.length > 0 && XenoscopeCommand.isCommand(arguments[0])) {
            System.exit(run(arguments));
        }
        if (Startup.quitsAtOnce()) {
            train();
        }
        int status = Startup.run(List.of(arguments));
        if (status != 0) {
            System.exit(status);
        }
    }

    /// Runs a command. That of `screenshot` loads JavaFX only when it is called.
    private static int run(String... arguments) {
        return XenoscopeCommand.run(new ScreenshotCommand(), arguments);
    }

    /// Runs each command once, so that the start-up cache holds what it loads too.
    private static void train() {
        PrintStream out = System.out;
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        System.setOut(nowhere);
        try {
            String sample = Sample.path().toString();
            RunningInstance.rehearse(Sample.path().resolveSibling("rehearsal"));
            run("--help");
            run("report", sample);
            run("report", sample, "--format", "json");
            run("translate", sample, "--json", "dom0:0xffffffff81000000", "machine:0x0");
            run("translate", sample, "dom0-physical:0x0", "xen:0x0", "file:0x0");
            run("read", sample, "machine:0x0", "0x20");
        } catch (IOException exception) {
            throw new IllegalStateException("the sample cannot be written", exception);
        } finally {
            System.setOut(out);
        }
    }
}
