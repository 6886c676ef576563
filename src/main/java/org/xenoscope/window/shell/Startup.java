package org.xenoscope.window.shell;

import javafx.application.Application;

import org.xenoscope.dump.Dump;
import org.xenoscope.forge.Sample;
import org.xenoscope.image.NotADumpException;
import org.xenoscope.place.Progress;
import org.xenoscope.report.TextReport;
import org.xenoscope.window.instance.Request;
import org.xenoscope.window.instance.RequestListener;
import org.xenoscope.window.instance.RunningInstance;
import org.xenoscope.window.state.StateFile;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Starts the window, or says in one sentence what it lacks; while developing, does the job without
/// a window where there is no display.
public final class Startup {
    private static final String GLASS = "glass.platform";
    private static final String HEADLESS = "Headless";
    private static final int WRONG_USAGE = 2;

    /// Who listens for later starts, even before there is a window. JavaFX makes the application
    /// itself, so it finds this here.
    private static volatile Optional<RequestListener> listener = Optional.empty();

    private Startup() {}

    /// Opens the window and returns when the last one is closed.
    ///
    /// @param arguments files, a location, `--new-process`
    /// @return the exit status
    public static int run(List<String> arguments) {
        Request request;
        try {
            request = Request.of(arguments);
        } catch (IllegalArgumentException exception) {
            return fail(String.valueOf(exception.getMessage()));
        }
        boolean headless = HEADLESS.equals(System.getProperty(GLASS));
        Optional<RunningInstance> meeting =
                headless || development().isPresent()
                        ? Optional.empty()
                        : RunningInstance.usual(StateFile.folder());
        if (!request.alone() && meeting.isPresent() && meeting.get().take(request)) {
            return 0;
        }
        Optional<String> noWindow = headless ? Optional.empty() : Desktop.lacking();
        if (noWindow.isPresent()) {
            return development()
                    .map(folder -> withoutWindow(request, noWindow.get(), folder))
                    .orElseGet(() -> refuse(arguments, noWindow.get()));
        }
        Optional<String> lacking = lacking();
        if (lacking.isPresent()) {
            return fail(lacking.get());
        }
        listener = meeting.flatMap(RunningInstance::listen);
        listener.ifPresent(
                waiting -> Runtime.getRuntime().addShutdownHook(new Thread(waiting::close)));
        try {
            Application.launch(XenoscopeApplication.class, arguments.toArray(String[]::new));
            return 0;
        } catch (UnsupportedOperationException exception) {
            return fail("The window cannot be opened: " + exception.getMessage());
        } finally {
            listener.ifPresent(RequestListener::close);
        }
    }

    /// {@return who listens for later starts}
    static Optional<RequestListener> listener() {
        return listener;
    }

    /// {@return the folder of the build while developing: the program then opens the sample by
    /// itself}
    static Optional<Path> development() {
        return Optional.ofNullable(System.getProperty("xenoscope.development")).map(Path::of);
    }

    /// {@return whether the window is shown once and closed, to train the start-up cache}
    public static boolean quitsAtOnce() {
        return Boolean.getBoolean("xenoscope.quit");
    }

    /// Says why there is no window, or that the first word is neither a file nor a command.
    private static int refuse(List<String> arguments, String noWindow) {
        if (!arguments.isEmpty() && arguments.getFirst().matches("[a-z-]+")) {
            String word = arguments.getFirst();
            if (!Files.exists(Path.of(word))) {
                System.err.printf(
                        "xenoscope: there is no command and no file \"%s\"; xenoscope --help lists"
                                + " the commands%n",
                        word);
                return WRONG_USAGE;
            }
        }
        return fail(noWindow + " The commands (xenoscope --help) work without a window.");
    }

    /// {@return the sentence about a library that every text needs, if it lacks}
    @SuppressWarnings("restricted") // the module is allowed native access
    public static Optional<String> lacking() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (!system.contains("linux")) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            for (String library :
                    List.of("libpangoft2-1.0.so.0", "libfreetype.so.6", "libfontconfig.so.1")) {
                SymbolLookup.libraryLookup(library, arena);
            }
            return Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.of(
                    "Pictures and windows need Pango and a font: apt install libpangoft2-1.0-0");
        }
    }

    /// Opens the dump, prints the overview, and draws the window into a file.
    private static int withoutWindow(Request request, String why, Path folder) {
        try {
            Path file = request.files().isEmpty() ? Sample.path() : request.files().getFirst();
            try (Dump dump = Dump.open(file, Progress.NONE)) {
                System.out.println(TextReport.overview(dump));
            }
            Optional<String> lacking = lacking();
            if (lacking.isPresent()) {
                System.out.println(lacking.get());
                return 0;
            }
            Path picture = folder.resolve("xenoscope.png").toAbsolutePath();
            int status = Screenshot.of(file, picture).take();
            if (status == 0) {
                System.out.println(why + " The window's picture is in " + picture + ".");
            }
            return status;
        } catch (NotADumpException | IOException exception) {
            return fail(String.valueOf(exception.getMessage()));
        }
    }

    private static int fail(String sentence) {
        System.err.println("xenoscope: " + sentence);
        return 1;
    }
}
