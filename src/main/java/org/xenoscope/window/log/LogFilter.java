package org.xenoscope.window.log;

import org.xenoscope.window.text.TextLine;
import org.xenoscope.window.text.TextLine.Span;
import org.xenoscope.window.text.TextView;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Which lines of a log a person wants to see.
///
/// @param words characters that a line must hold, in any case; empty for all
/// @param level the least grave level shown
record LogFilter(String words, LogLevel level) {
    /// All lines.
    static final LogFilter ALL = new LogFilter("", LogLevel.DEBUG);

    /// What the filter leaves.
    ///
    /// @param document the lines, ready to be shown
    /// @param shown how many
    /// @param hidden how many it leaves out
    record Filtered(TextView.Document document, int shown, int hidden) {}

    /// {@return the lines of a log that pass, the newest if there are too many}
    Filtered of(LogSource source, LogLinks links) {
        String wanted = words.toLowerCase(Locale.ROOT);
        List<LogLine> passing =
                source.lines().stream()
                        .filter(line -> line.level().compareTo(level) <= 0)
                        .filter(line -> line.text().toLowerCase(Locale.ROOT).contains(wanted))
                        .toList();
        int from = Math.max(0, passing.size() - TextView.MOST_LINES);
        int stamp = source.lines().stream().mapToInt(line -> line.stamp().length()).max().orElse(0);
        List<TextLine> lines = new ArrayList<>();
        for (LogLine line : passing.subList(from, passing.size())) {
            lines.add(line(line, stamp, links));
        }
        int shown = lines.size();
        return new Filtered(TextView.Document.of(lines), shown, source.lines().size() - shown);
    }

    private static TextLine line(LogLine line, int stamp, LogLinks links) {
        List<Span> spans = new ArrayList<>();
        if (stamp > 0) {
            spans.add(Span.of(("%" + stamp + "s ").formatted(line.stamp()), "quiet"));
        }
        String mark = line.level().mark();
        spans.add(Span.of(mark.isEmpty() ? "  " : mark + " ", line.level().style()));
        spans.addAll(links.split(line.text(), line.level().style()));
        return new TextLine(spans);
    }
}
