package org.xenoscope.window.log;

import org.xenoscope.dump.Dump;
import org.xenoscope.linux.KernelLog;
import org.xenoscope.linux.LogRecord;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Size;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.xen.Console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Asks a dump for the logs of both kernels. Reads the dump: on a job.
final class LogFacts {
    private static final String XEN_PREFIX = "(XEN)";
    private static final Pattern GRAVE =
            Pattern.compile(
                    "Panic on CPU|FATAL|DOUBLE FAULT|Xen BUG|Assertion .* failed|Dom0 crashed"
                            + "|Domain 0 crashed|crashed:|is stuck!");
    private static final Pattern NOTABLE =
            Pattern.compile(
                    "(?i)\\bwarning\\b|\\berror\\b|\\bfault\\b|\\bfailed\\b|Shot down|tainted");

    private LogFacts() {}

    /// {@return dom0's log, then Xen's console}
    static List<LogSource> of(Dump dump) {
        return List.of(dom0(dump), xen(dump));
    }

    private static LogSource dom0(Dump dump) {
        return switch (dump.linux().log()) {
            case Unknown<KernelLog> unknown ->
                    LogSource.missing(
                            "dom0 log",
                            SpaceId.DOM0,
                            "dom0's log was not found: %s.".formatted(unknown.reason()));
            case Known<KernelLog> known ->
                    new LogSource(
                            "dom0 log",
                            SpaceId.DOM0,
                            known.fact().evidence(),
                            Optional.of(known.fact().where()),
                            lines(known.fact().records()),
                            true);
        };
    }

    private static List<LogLine> lines(List<LogRecord> records) {
        List<LogLine> lines = new ArrayList<>();
        for (LogRecord record : records) {
            String stamp = record.stamp().replaceAll("[\\[\\] ]", "");
            LogLevel level =
                    record.level().isPresent()
                            ? LogLevel.ofLinux(record.level().getAsInt())
                            : LogLevel.INFO;
            record.text().lines().forEach(text -> lines.add(new LogLine(stamp, level, text)));
        }
        return lines;
    }

    private static LogSource xen(Dump dump) {
        return switch (dump.xen().console()) {
            case Unknown<Console> unknown ->
                    LogSource.missing(
                            "Xen console",
                            SpaceId.XEN,
                            "Xen's console ring was not found: %s.".formatted(unknown.reason()));
            case Known<Console> known ->
                    new LogSource(
                            "Xen console",
                            SpaceId.XEN,
                            says(known.fact()),
                            Optional.of(new Location(SpaceId.XEN, known.fact().ring())),
                            known.fact().lines().stream().map(LogFacts::line).toList(),
                            true);
        };
    }

    private static String says(Console console) {
        return "%d bytes of %s, %s"
                .formatted(
                        console.text().length(),
                        Size.text(console.ringBytes()),
                        console.wrapped() ? "older text overwritten" : "nothing overwritten");
    }

    /// Xen keeps no levels in its ring: a line is as grave as its words.
    private static LogLine line(String text) {
        boolean prefixed = text.startsWith(XEN_PREFIX);
        String words = prefixed ? text.substring(XEN_PREFIX.length()).replaceFirst("^ ", "") : text;
        LogLevel level =
                GRAVE.matcher(words).find()
                        ? LogLevel.ERROR
                        : NOTABLE.matcher(words).find() ? LogLevel.WARNING : LogLevel.INFO;
        return new LogLine(prefixed ? XEN_PREFIX : "", level, words);
    }
}
