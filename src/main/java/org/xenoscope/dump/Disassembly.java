package org.xenoscope.dump;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.Chunk;
import org.xenoscope.space.Space;
import org.xenoscope.symbol.SymbolOffset;
import org.xenoscope.x86.Decoder;
import org.xenoscope.x86.Decoders;
import org.xenoscope.x86.Instruction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Instructions at a place of any space, with names.
///
/// @param lines one an instruction
/// @param ending why there are fewer than were asked for; empty if there are not
public record Disassembly(List<Line> lines, String ending) {
    /// Instructions that are decoded at once.
    public static final int MOST = 65_536;

    private static final int LONGEST = 15;

    /// Keeps its own copy.
    public Disassembly {
        lines = List.copyOf(lines);
    }

    /// A part of a range that was decoded.
    public sealed interface Piece permits Line, Gap {}

    /// Bytes that the dump lacks.
    ///
    /// @param where the first
    /// @param bytes how many, at least 1
    /// @param reason why the first is missing
    public record Gap(Location where, int bytes, HoleReason reason) implements Piece {}

    /// One instruction.
    ///
    /// @param where its place
    /// @param instruction the instruction
    /// @param name its own place by the symbols of its space: `panic+0x10`; empty without one
    /// @param target where it jumps or calls, or what its operand names, if that is in the space
    /// @param targetName that place by its symbol; empty without one
    public record Line(
            Location where,
            Instruction instruction,
            String name,
            Optional<Location> target,
            String targetName)
            implements Piece {
        /// {@return the instruction with the name of what it leads to behind it}
        public String text() {
            if (targetName.isEmpty()) {
                return instruction.text();
            }
            return instruction.text()
                    + (instruction.target().isPresent() ? "  <" : "  # <")
                    + targetName
                    + ">";
        }
    }

    /// Decodes instructions.
    ///
    /// @param most at most so many, and never more than {@link #MOST}
    static Fact<Disassembly> of(Dump dump, Location start, int most) {
        int wordBytes = dump.wordBytes();
        return switch (Decoders.forWords(wordBytes)) {
            case Unknown<Decoder> unknown -> new Unknown<>(unknown.reason());
            case Known<Decoder> known ->
                    Known.of(
                            decode(dump, known.fact(), start, Math.clamp(most, 0, MOST)),
                            known.evidence());
        };
    }

    /// Decodes all bytes of a range, beginning anew behind each gap.
    ///
    /// @param bytes at most 1 MiB
    static Fact<List<Piece>> range(Dump dump, Location start, int bytes) {
        return switch (Decoders.forWords(dump.wordBytes())) {
            case Unknown<Decoder> unknown -> new Unknown<>(unknown.reason());
            case Known<Decoder> known ->
                    Known.of(pieces(dump, known.fact(), start, bytes), known.evidence());
        };
    }

    private static List<Piece> pieces(Dump dump, Decoder decoder, Location start, int bytes) {
        Space space = dump.spaces().get(start.space());
        Chunk chunk = space.read(start.address(), bytes);
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        while (at < chunk.length()) {
            Progress.current().check();
            int present = chunk.presentFrom(at);
            if (present == 0) {
                Gap gap = gap(start.space(), chunk, at);
                pieces.add(gap);
                at += gap.bytes();
            } else {
                decoder.decode(chunk.copy(at, present), chunk.address() + at, present)
                        .forEach(instruction -> pieces.add(line(dump, space, instruction)));
                at += present;
            }
        }
        return List.copyOf(pieces);
    }

    private static Gap gap(SpaceId space, Chunk chunk, int from) {
        int end = from;
        while (end < chunk.length() && !chunk.present(end)) {
            end++;
        }
        return new Gap(
                new Location(space, chunk.address() + from),
                end - from,
                chunk.hole(from).orElseThrow());
    }

    private static Disassembly decode(Dump dump, Decoder decoder, Location start, int most) {
        Space space = dump.spaces().get(start.space());
        Chunk chunk = space.read(start.address(), most * LONGEST);
        int present = chunk.length() == 0 ? 0 : chunk.presentFrom(0);
        List<Line> lines = new ArrayList<>();
        for (Instruction instruction :
                decoder.decode(chunk.copy(0, present), start.address(), most)) {
            lines.add(line(dump, space, instruction));
        }
        if (lines.size() >= most) {
            return new Disassembly(lines, "");
        }
        Location next = new Location(start.space(), start.address() + present);
        return new Disassembly(
                lines,
                dump.spaces().explain(next).hole().map(Hole::sentence).orElse("no more bytes"));
    }

    private static Line line(Dump dump, Space space, Instruction instruction) {
        Location where = new Location(space.id(), instruction.address());
        OptionalLong leads =
                instruction.target().isPresent() ? instruction.target() : instruction.reference();
        Optional<Location> target =
                leads.isPresent() && addressed(space)
                        ? Optional.of(new Location(space.id(), leads.getAsLong()))
                        : Optional.empty();
        return new Line(
                where,
                instruction,
                name(dump, where),
                target,
                target.map(place -> name(dump, place)).orElse(""));
    }

    /// Files of symbols count as the dump's own tables do; processes have their kernel's names.
    private static String name(Dump dump, Location where) {
        return dump.symbolAt(where)
                .map(SymbolOffset::text)
                .or(() -> dump.cpus().name(where))
                .orElse("");
    }

    /// {@return whether instructions of a space use its own addresses}
    private static boolean addressed(Space space) {
        return switch (space.id().kind()) {
            case XEN, DOMAIN_VIRTUAL, TASK, ROOT -> true;
            case FILE, MACHINE, DOMAIN_PHYSICAL -> false;
        };
    }
}
