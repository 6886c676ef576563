package org.xenoscope;

import org.xenoscope.command.XenoscopeCommand;
import org.xenoscope.window.ScreenshotCommand;
import org.xenoscope.window.shell.Startup;

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
            boolean picture = arguments[0].equals("screenshot");
            System.exit(XenoscopeCommand.run(picture ? new ScreenshotCommand() : null, arguments));
        }
        int status = Startup.run(List.of(arguments));
        if (status != 0) {
            System.exit(status);
        }
    }
}
