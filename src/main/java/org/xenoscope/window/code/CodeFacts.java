package org.xenoscope.window.code;

import org.xenoscope.dump.Disassembly.Gap;
import org.xenoscope.dump.Disassembly.Line;
import org.xenoscope.dump.Disassembly.Piece;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Unknown;
import org.xenoscope.symbol.SymbolOffset;
import org.xenoscope.symbol.SymbolTable;
import org.xenoscope.window.text.TextLine;
import org.xenoscope.window.text.TextLine.Span;
import org.xenoscope.window.text.TextView;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Decodes the function around a place. Reads the dump: on a job.
final class CodeFacts {
    /// No function of a kernel is longer; a table of symbols with a gap would claim one.
    private static final int LONGEST = 1 << 16;

    /// Bytes decoded from a place that no symbol covers.
    private static final int WITHOUT_SYMBOL = 1024;

    private final Dump dump;

    CodeFacts(Dump dump) {
        this.dump = dump;
    }

    /// {@return the function around a place, or from the place on where no symbol covers it}
    Fact<CodePage> page(Location place) {
        Optional<SymbolTable> symbols = dump.symbols(place.space()).value();
        Optional<SymbolOffset> around = symbols.flatMap(table -> table.at(place.address()));
        long start = around.map(found -> found.symbol().address()).orElse(place.address());
        OptionalLong next =
                symbols.map(table -> table.next(place.address())).orElse(OptionalLong.empty());
        long most = around.isPresent() ? LONGEST : WITHOUT_SYMBOL;
        long wanted =
                next.isPresent() && next.getAsLong() - start < most && next.getAsLong() > start
                        ? next.getAsLong() - start
                        : most;
        long behind = dump.spaces().get(place.space()).lastAddress() - start;
        int bytes = (int) (Long.compareUnsigned(behind, wanted) < 0 ? behind + 1 : wanted);
        String name = around.map(found -> found.symbol().fullName()).orElse("no symbol here");
        Location from = new Location(place.space(), start);
        return switch (dump.disassembleRange(from, bytes)) {
            case Unknown<List<Piece>> unknown -> new Unknown<>(unknown.reason());
            case Known<List<Piece>> known ->
                    Known.of(page(place, from, bytes, name, known.fact()), known.evidence());
        };
    }

    private static CodePage page(
            Location place, Location from, int bytes, String name, List<Piece> pieces) {
        List<TextLine> lines = new ArrayList<>();
        int marked = -1;
        for (Piece piece : pieces) {
            switch (piece) {
                case Gap gap -> lines.add(hole(gap));
                case Line line -> {
                    long address = line.where().address();
                    int length = line.instruction().length();
                    boolean here = Long.compareUnsigned(place.address() - address, length) < 0;
                    marked = here ? lines.size() : marked;
                    lines.add(instruction(line, here));
                }
            }
        }
        return new CodePage(
                "%s, %d bytes".formatted(name, bytes),
                from,
                from.address() + bytes,
                marked,
                TextView.Document.of(lines));
    }

    private static TextLine hole(Gap gap) {
        return TextLine.of(
                "  %016x  %d bytes: %s"
                        .formatted(gap.where().address(), gap.bytes(), gap.reason().name()),
                "quiet");
    }

    private static TextLine instruction(Line line, boolean here) {
        List<Span> spans = new ArrayList<>();
        String style = here ? "mark" : "plain";
        spans.add(Span.of(here ? "► " : "  ", "warn"));
        spans.add(Span.link("%016x".formatted(line.where().address()), line.where()));
        spans.add(Span.of("  %-30s ".formatted(line.instruction().bytes()), "quiet"));
        spans.add(Span.of(line.instruction().text(), style));
        line.target()
                .ifPresent(
                        target -> {
                            spans.add(Span.of("  ", style));
                            String words = line.targetName();
                            spans.add(
                                    Span.link(
                                            words.isEmpty()
                                                    ? Location.hex(target.address())
                                                    : words,
                                            target));
                        });
        return new TextLine(spans);
    }
}
