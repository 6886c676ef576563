package org.xenoscope;

import org.xenoscope.command.XenoscopeCommand;

/// The only `main`: with a command word it runs that command and never loads JavaFX but for
/// `screenshot`; otherwise it opens the window.
public final class Xenoscope {
    private Xenoscope() {}

    /// Starts the program.
    ///
    /// @param arguments a command word and its arguments, or files to open in the window
    public static void main(String[] arguments) {
        if (arguments.length > 0 && XenoscopeCommand.isCommand(arguments[0])) {
            System.exit(XenoscopeCommand.run(null, arguments));
        }
    }
}
