package org.xenoscope.window.shell;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import java.util.Optional;

/// Whether the machine can show a window at all. JavaFX would say it too, but only once in a
/// process: what it refused cannot be tried again on its headless platform.
final class Desktop {
    private static final String GTK =
            "The window needs GTK 3: apt install libgtk-3-0 libxtst6 libxxf86vm1 libgl1.";

    private Desktop() {}

    /// {@return the sentence about what lacks for a window: a display, or the libraries that JavaFX
    /// draws with on Linux}
    static Optional<String> lacking() {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            return Optional.empty();
        }
        String display = System.getenv("DISPLAY");
        if (display == null || display.isEmpty()) {
            return Optional.of("There is no display.");
        }
        try {
            SymbolLookup x11 = library("libX11.so.6");
            library("libgtk-3.so.0");
            library("libXtst.so.6");
            return answers(x11)
                    ? Optional.empty()
                    : Optional.of("The display %s does not answer.".formatted(display));
        } catch (IllegalArgumentException _) {
            return Optional.of(GTK);
        }
    }

    /// Loads a library for good: JavaFX will use it, and GLib's types do not bear being unloaded.
    @SuppressWarnings("restricted") // the module is allowed native access
    private static SymbolLookup library(String name) {
        return SymbolLookup.libraryLookup(name, Arena.global());
    }

    /// Opens the display that the environment names, as JavaFX will, and closes it.
    @SuppressWarnings("restricted") // two calls of Xlib, with and for a pointer of its own
    private static boolean answers(SymbolLookup x11) {
        Linker linker = Linker.nativeLinker();
        var open =
                linker.downcallHandle(
                        x11.find("XOpenDisplay").orElseThrow(),
                        FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        var close =
                linker.downcallHandle(
                        x11.find("XCloseDisplay").orElseThrow(),
                        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try {
            MemorySegment display = (MemorySegment) open.invokeExact(MemorySegment.NULL);
            if (display.address() == 0) {
                return false;
            }
            int ignored = (int) close.invokeExact(display);
            assert ignored == 0;
            return true;
        } catch (Throwable _) {
            return false;
        }
    }
}
