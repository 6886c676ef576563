package org.xenoscope.window;

import org.jspecify.annotations.Nullable;
import org.xenoscope.command.UsualOptions;
import org.xenoscope.command.XenoscopeCommand;
import org.xenoscope.dump.Dump;
import org.xenoscope.image.NotADumpException;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.window.shell.Screenshot;
import org.xenoscope.window.shell.Startup;
import org.xenoscope.window.shell.ViewKinds;
import org.xenoscope.window.theme.Theme;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `xenoscope screenshot`: the window's picture, with no display at all. It stands in this room
/// since it is the one command that loads JavaFX.
@Command(
        name = "screenshot",
        versionProvider = XenoscopeCommand.Version.class,
        description = "Writes the window's picture to a PNG file; needs no display.",
        footer = {
            "",
            "Examples:",
            "  xenoscope screenshot vmcore overview.png",
            "  xenoscope screenshot vmcore cpus.png --view cpus --theme light --size 1000x1000",
            "  xenoscope screenshot vmcore text.png --go dom0:0xffffffff81000000"
        })
public final class ScreenshotCommand implements Callable<Integer> {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,5})x([0-9]{1,5})");

    /// Pixels of a side, and of the whole: larger ones JavaFX does not draw in one piece.
    private static final int MOST = 8192;

    private static final int MOST_PIXELS = 1 << 24;

    private static final int WRONG_USAGE = 2;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "DUMP", description = "the vmcore")
    private Path dump = Path.of("");

    @Parameters(index = "1", paramLabel = "OUT.png", description = "the file to write")
    private Path out = Path.of("");

    @Option(
            names = "--view",
            paramLabel = "VIEW",
            description = "overview, memory, cpus, findings …: what the window's + offers")
    private String view = "overview";

    @Option(names = "--go", paramLabel = "LOCATION", description = "go to this place first")
    private @Nullable String go;

    @Option(names = "--theme", paramLabel = "THEME", description = "dark or light")
    private String theme = "dark";

    @Option(names = "--size", paramLabel = "WxH", description = "pixels (default: 1440x900)")
    private String size = "1440x900";

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private UsualOptions usual = new UsualOptions();

    /// Makes the command; picocli fills its fields.
    public ScreenshotCommand() {}

    @Override
    public Integer call() {
        Matcher matcher = SIZE.matcher(size);
        String look = theme.toUpperCase(Locale.ROOT);
        if (!matcher.matches()) {
            return refuse("\"%s\" is not a size; write 1440x900".formatted(size), WRONG_USAGE);
        }
        int width = Integer.parseInt(matcher.group(1));
        int height = Integer.parseInt(matcher.group(2));
        if (Math.min(width, height) < 1
                || Math.max(width, height) > MOST
                || width * height > MOST_PIXELS) {
            return refuse(
                    "a picture has 1 to %d pixels a side and at most %d in all, not %s"
                            .formatted(MOST, MOST_PIXELS, size),
                    WRONG_USAGE);
        }
        if (!ViewKinds.ids().contains(view)) {
            return refuse(
                    "there is no view \"%s\"; there are %s"
                            .formatted(view, String.join(", ", ViewKinds.ids())),
                    WRONG_USAGE);
        }
        if (!look.equals("DARK") && !look.equals("LIGHT")) {
            return refuse("\"%s\" is no theme; write dark or light".formatted(theme), WRONG_USAGE);
        }
        Optional<Location> place;
        try {
            place = go == null ? Optional.empty() : Optional.of(place(go));
        } catch (IllegalArgumentException exception) {
            return refuse(String.valueOf(exception.getMessage()), WRONG_USAGE);
        } catch (NotADumpException | IOException exception) {
            return refuse(String.valueOf(exception.getMessage()), 1);
        }
        Optional<String> lacking = Startup.lacking();
        if (lacking.isPresent()) {
            return refuse(lacking.get(), 1);
        }
        String shown = place.isPresent() && view.equals("overview") ? "memory" : view;
        return new Screenshot(dump, out, shown, place, Theme.valueOf(look), width, height).take();
    }

    /// {@return the place that a text names} A symbol is looked up in the dump.
    private Location place(String text) throws NotADumpException, IOException {
        try {
            return Location.parse(text);
        } catch (IllegalArgumentException exception) {
            if (!text.matches("[^:]+:[A-Za-z_][^:]*")) {
                throw exception;
            }
        }
        try (Dump opened = Dump.open(dump, Progress.NONE)) {
            return opened.location(text);
        }
    }

    private int refuse(String sentence, int status) {
        spec.commandLine().getErr().println("xenoscope: " + sentence);
        return status;
    }
}
