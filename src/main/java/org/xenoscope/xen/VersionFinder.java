package org.xenoscope.xen;

import org.xenoscope.note.CrashInfo;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Unknown;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads which Xen it is: from CRASH_INFO, else from what it printed when it started.
///
/// Source: `print_... "Xen version %d.%d%s (%s@%s) (%s) %s %s\n"` in xen/drivers/char/console.c,
/// Xen 3.3 to 4.20.
final class VersionFinder {
    private static final Pattern BANNER =
            Pattern.compile(
                    "\\(XEN\\).*? Xen version (\\d+\\.\\d+\\S*) (.*?)\\((\\S+@[^)]*)\\)"
                            + " \\((.*)\\)( debug=\\w+)? (.*)");
    private static final Pattern CHANGESET = Pattern.compile("\\(XEN\\).*? Latest ChangeSet: (.*)");

    private final Optional<CrashInfo> info;
    private final Fact<Console> console;

    VersionFinder(Notes notes, Fact<Console> console) {
        this.info = notes.first(CrashInfo.class);
        this.console = console;
    }

    XenVersion find() {
        Optional<Matcher> banner = inConsole(BANNER);
        return new XenVersion(
                fact(CrashInfo::version, banner.map(found -> found.group(1))),
                fact(
                        CrashInfo::changeset,
                        inConsole(CHANGESET).map(found -> found.group(1).strip())),
                fact(CrashInfo::compiler, banner.map(found -> found.group(4))),
                fact(CrashInfo::compileDate, banner.map(found -> found.group(6).strip())));
    }

    private Fact<String> fact(Function<CrashInfo, Fact<String>> noted, Optional<String> printed) {
        if (info.isPresent() && noted.apply(info.get()) instanceof Known<String> known) {
            return known;
        }
        return printed.<Fact<String>>map(text -> Known.of(text, "from Xen's console"))
                .orElseGet(
                        () ->
                                new Unknown<>(
                                        info.isEmpty()
                                                ? "the dump has no CRASH_INFO note and Xen's"
                                                        + " console does not say"
                                                : reason(noted.apply(info.get()))));
    }

    private static String reason(Fact<String> fact) {
        return fact instanceof Unknown<String> unknown ? unknown.reason() : "";
    }

    private Optional<Matcher> inConsole(Pattern pattern) {
        return console.value().stream()
                .flatMap(ring -> ring.lines().stream())
                .map(pattern::matcher)
                .filter(Matcher::matches)
                .findFirst();
    }
}
