package org.xenoscope.window.log;

import org.xenoscope.place.Location;
import org.xenoscope.window.text.TextLine.Span;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds what leads somewhere in the lines of a log: addresses, functions with an offset, CPUs.
final class LogLinks {
    /// Sixteen digits or 0x before them; a function with `+0x` behind it; `cpu1` alone. Bounded
    /// repetitions: a line may be hostile.
    private static final Pattern LINK =
            Pattern.compile(
                    "\\b(?:[0-9a-f]{16}|0x[0-9a-f]{4,16}"
                        + "|[A-Za-z_][A-Za-z0-9_.]{0,200}\\+0x[0-9a-f]{1,8}(?:/0x[0-9a-f]{1,8})?"
                        + "|(?:cpu|CPU)[0-9]{1,4})\\b");

    private static final int LONGEST = 4096;

    private final Function<String, Optional<Location>> places;
    private final Map<String, Optional<Location>> known = new HashMap<>();

    /// @param places finds where a word leads
    LogLinks(Function<String, Optional<Location>> places) {
        this.places = places;
    }

    /// {@return a line in pieces, those that lead somewhere as links}
    List<Span> split(String text, String style) {
        List<Span> spans = new ArrayList<>();
        String looked = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        Matcher matcher = LINK.matcher(looked);
        int done = 0;
        while (matcher.find()) {
            Optional<Location> place = known.computeIfAbsent(matcher.group(), places);
            if (place.isPresent()) {
                add(spans, text.substring(done, matcher.start()), style);
                spans.add(Span.link(matcher.group(), place.get()));
                done = matcher.end();
            }
        }
        add(spans, text.substring(done), style);
        return spans;
    }

    private static void add(List<Span> spans, String text, String style) {
        if (!text.isEmpty()) {
            spans.add(Span.of(text, style));
        }
    }
}
