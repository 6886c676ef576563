package org.xenoscope.window.code;

import org.xenoscope.dump.Dump;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.Chunk;
import org.xenoscope.symbol.SymbolOffset;
import org.xenoscope.symbol.SymbolTable;
import org.xenoscope.window.text.TextLine;
import org.xenoscope.window.text.TextLine.Span;
import org.xenoscope.window.text.TextView;
import org.xenoscope.x86.Decoder;
import org.xenoscope.x86.Decoders;
import org.xenoscope.x86.Instruction;

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

    private static final int WORD = 8;

    private final Dump dump;

    CodeFacts(Dump dump) {
        this.dump = dump;
    }

    /// {@return the function around a place, or from the place on where no symbol covers it}
    Fact<CodePage> page(Location place) {
        return switch (Decoders.forWords(WORD)) {
            case Unknown<Decoder> unknown -> new Unknown<>(unknown.reason());
            case Known<Decoder> known -> Known.of(page(place, known.fact()), known.evidence());
        };
    }

    private CodePage page(Location place, Decoder decoder) {
        Optional<SymbolTable> symbols = dump.symbols(place.space()).value();
        Optional<SymbolOffset> around = symbols.flatMap(table -> table.at(place.address()));
        long start = around.map(found -> found.symbol().address()).orElse(place.address());
        OptionalLong next =
                symbols.map(table -> table.next(place.address())).orElse(OptionalLong.empty());
        long most = around.isPresent() ? LONGEST : WITHOUT_SYMBOL;
        long bytes =
                next.isPresent() && next.getAsLong() - start < most && next.getAsLong() > start
                        ? next.getAsLong() - start
                        : most;
        String name = around.map(found -> found.symbol().fullName()).orElse("no symbol here");
        Lines lines = new Lines(place, symbols);
        Chunk chunk = dump.spaces().get(place.space()).read(start, (int) bytes);
        lines.add(chunk, decoder);
        return new CodePage(
                "%s, %d bytes".formatted(name, chunk.length()),
                new Location(place.space(), start),
                start + chunk.length(),
                lines.marked,
                TextView.Document.of(lines.all));
    }

    /// The lines as they are made.
    private static final class Lines {
        private final Location place;
        private final Optional<SymbolTable> symbols;
        private final List<TextLine> all = new ArrayList<>();
        private int marked = -1;

        Lines(Location place, Optional<SymbolTable> symbols) {
            this.place = place;
            this.symbols = symbols;
        }

        void add(Chunk chunk, Decoder decoder) {
            int at = 0;
            while (at < chunk.length()) {
                Progress.current().check();
                int present = chunk.presentFrom(at);
                if (present == 0) {
                    at = hole(chunk, at);
                } else {
                    decoder.decode(chunk.copy(at, present), chunk.address() + at, present)
                            .forEach(this::add);
                    at += present;
                }
            }
        }

        private int hole(Chunk chunk, int from) {
            int end = from;
            while (end < chunk.length() && !chunk.present(end)) {
                end++;
            }
            String reason = chunk.hole(from).map(Enum::name).orElse("missing");
            all.add(
                    TextLine.of(
                            "  %016x  %d bytes: %s"
                                    .formatted(chunk.address() + from, end - from, reason),
                            "quiet"));
            return end;
        }

        private void add(Instruction instruction) {
            boolean here =
                    Long.compareUnsigned(
                                    place.address() - instruction.address(), instruction.length())
                            < 0;
            if (here) {
                marked = all.size();
            }
            List<Span> spans = new ArrayList<>();
            String style = here ? "mark" : "plain";
            spans.add(Span.of(here ? "► " : "  ", "warn"));
            spans.add(link("%016x".formatted(instruction.address()), instruction.address()));
            spans.add(Span.of("  %-30s ".formatted(instruction.bytes()), "quiet"));
            spans.add(Span.of(instruction.text(), style));
            OptionalLong leads =
                    instruction.target().isPresent()
                            ? instruction.target()
                            : instruction.reference();
            leads.ifPresent(
                    address -> {
                        spans.add(Span.of("  ", style));
                        spans.add(link(words(address), address));
                    });
            all.add(new TextLine(spans));
        }

        private Span link(String text, long address) {
            return Span.link(text, new Location(place.space(), address));
        }

        private String words(long address) {
            return symbols.flatMap(table -> table.at(address))
                    .map(found -> found.symbol().name() + plus(found.offset()))
                    .orElse(Location.hex(address));
        }

        private static String plus(long offset) {
            return offset == 0 ? "" : "+" + Location.hex(offset);
        }
    }
}
