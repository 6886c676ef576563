package org.xenoscope.window.text;

import org.xenoscope.place.Location;

import java.util.List;
import java.util.Optional;

/// A line of a {@link TextView}.
///
/// @param spans its pieces, first to last
public record TextLine(List<Span> spans) {
    /// Keeps its own copy.
    public TextLine {
        spans = List.copyOf(spans);
    }

    /// A piece of a line in one style.
    ///
    /// @param text without line ends
    /// @param style a style class of the theme: "plain", "quiet", "err", "warn", "mark" …
    /// @param link the place it leads to, if it is a link
    public record Span(String text, String style, Optional<Location> link) {
        /// Keeps its text in one line.
        public Span {
            text = text.replace('\n', ' ').replace('\r', ' ');
        }

        /// {@return a piece of text in a style}
        public static Span of(String text, String style) {
            return new Span(text, style, Optional.empty());
        }

        /// {@return a link}
        public static Span link(String text, Location place) {
            return new Span(text, "link", Optional.of(place));
        }
    }

    /// {@return a line of one style}
    public static TextLine of(String text, String style) {
        return new TextLine(List.of(Span.of(text, style)));
    }

    /// {@return its text without styles}
    public String text() {
        StringBuilder text = new StringBuilder();
        spans.forEach(span -> text.append(span.text()));
        return text.toString();
    }

    /// {@return the place that a character leads to, if it is part of a link}
    ///
    /// @param column of the character, from 0
    Optional<Location> linkAt(int column) {
        int end = 0;
        for (Span span : spans) {
            end += span.text().length();
            if (column < end) {
                return span.link();
            }
        }
        return Optional.empty();
    }
}
