import org.xenoscope.command.XenoscopeCommand;
import org.xenoscope.window.ScreenshotCommand;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Writes the manual pages (`man1/*.1`) and the bash completion (`xenoscope`) from the commands'
/// own definitions; the build runs it from this source. Picocli writes each page in AsciiDoc, of
/// which it uses little; that little is turned into roff here.
final class HelpPages {
    private static final Pattern BOLD = Pattern.compile("\\*([^*\\s](?:[^*]*[^*\\s])?)\\*");
    private static final Pattern LINK = Pattern.compile("xref:([a-z-]+)\\.adoc\\[[^]]*]");
    private static final Pattern CURSIVE =
            Pattern.compile("(?<![\\w'])_([^_\\s](?:[^_]*[^_\\s])?)_(?!\\w)");

    /// AsciiDoc that this does not read: the build then says so.
    private static final Pattern UNREAD = Pattern.compile("(\\[.*]|\\+|-{4,}|={3,}.*|[a-z]+::.*)");

    private final List<String> roff = new ArrayList<>();
    private boolean item;
    private boolean breaks;

    private HelpPages() {}

    /// Writes everything.
    ///
    /// @param arguments the folder for it, and the version
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path source = Files.createDirectories(folder.resolve("adoc"));
        Path pages = Files.createDirectories(folder.resolve("man1"));
        CommandLine line = XenoscopeCommand.line(new ScreenshotCommand());
        AutoComplete.bash("xenoscope", folder.resolve("xenoscope").toFile(), null, line);
        line.getSubcommands().values().forEach(command -> prepare(command.getCommandSpec()));
        prepare(line.getCommandSpec());
        int status =
                ManPageGenerator.generateManPage(
                        source.toFile(), null, new boolean[0], true, line.getCommandSpec());
        if (status != 0) {
            throw new IOException("picocli's generator ended with " + status);
        }
        try (Stream<Path> written = Files.list(source)) {
            for (Path page : written.sorted().toList()) {
                String name = page.getFileName().toString().replace(".adoc", "");
                Files.writeString(
                        pages.resolve(name + ".1"),
                        new HelpPages().page(name, arguments[1], Files.readAllLines(page)));
            }
        }
    }

    /// What the help prints in lines of its own becomes paragraphs; what it prints last gets a
    /// heading, since picocli leaves out a footer without one.
    private static void prepare(CommandSpec command) {
        UsageMessageSpec usage = command.usageMessage();
        usage.description(String.join(" ", usage.description()).strip());
        usage.customSynopsis(
                Arrays.stream(usage.customSynopsis())
                        .map(text -> "  " + text.replaceFirst("^Usage: ", "").strip())
                        .toArray(String[]::new));
        if (usage.footer().length > 0) {
            usage.footerHeading("Notes%n");
        }
    }

    private String page(String name, String version, List<String> lines) {
        roff.add(
                ".TH \"%s\" 1 \"\" \"xenoscope %s\" \"Xenoscope\""
                        .formatted(name.toUpperCase(Locale.ROOT), version));
        roff.add(".nh");
        roff.add(".ad l");
        for (String line : lines) {
            if (line.startsWith("= ") || line.matches("//.*|:[a-z-]+:.*")) {
                continue;
            }
            line(line);
        }
        return String.join("\n", roff) + "\n";
    }

    private void line(String line) {
        if (line.isBlank()) {
            item = false;
            breaks = false;
            roff.add(".PP");
        } else if (line.equals("[%hardbreaks]")) {
            breaks = true;
        } else if (line.startsWith("== ")) {
            roff.add(".SH \"%s\"".formatted(line.substring(3).toUpperCase(Locale.ROOT)));
        } else if (line.endsWith("::")) {
            item = true;
            roff.add(".TP");
            roff.add(words(line.substring(0, line.length() - 2)));
        } else if (item) {
            roff.add(words(line.strip()));
        } else if (line.startsWith("  ")) {
            roff.add(".nf");
            roff.add(".in +2");
            roff.add(words(line.strip()));
            roff.add(".in");
            roff.add(".fi");
        } else if (UNREAD.matcher(line).matches()) {
            throw new IllegalArgumentException("not read in AsciiDoc: " + line);
        } else {
            roff.add(words(line));
            if (breaks) {
                roff.add(".br");
            }
        }
    }

    private static String words(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-");
        String marked = LINK.matcher(text).find() ? link(text) : cursive(bold(plain));
        return marked.startsWith(".") || marked.startsWith("'") ? "\\&" + marked : marked;
    }

    private static String link(String text) {
        return LINK.matcher(text)
                .replaceAll(match -> "\\\\fB" + match.group(1).replace("-", "\\\\-") + "\\\\fR(1)");
    }

    private static String bold(String text) {
        return BOLD.matcher(text).replaceAll("\\\\fB$1\\\\fR");
    }

    private static String cursive(String text) {
        return CURSIVE.matcher(text).replaceAll("\\\\fI$1\\\\fR");
    }
}
