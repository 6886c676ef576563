package org.xenoscope.dump;

import org.xenoscope.dump.WhatIsHere.Line;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.Chunk;
import org.xenoscope.space.Space;
import org.xenoscope.space.Spaces;
import org.xenoscope.space.Trail;
import org.xenoscope.space.frame.FrameUse;
import org.xenoscope.symbol.SymbolOffset;
import org.xenoscope.symbol.SymbolTable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Collects what is known of one place.
final class HereReader {
    /// The topic of what Xen has of the frame.
    static final String FRAME = "frame";

    private static final int PAGE_SHIFT = 12;
    private static final int WORD = 8;

    private final Dump dump;
    private final Spaces spaces;
    private final Location place;
    private final Trail trail;
    private final Regions regions;
    private final List<Line> lines = new ArrayList<>();

    HereReader(Dump dump, Location place) {
        this.dump = dump;
        this.spaces = dump.spaces();
        this.place = place;
        this.trail = spaces.explain(place);
        this.regions = new Regions(dump);
    }

    WhatIsHere read() {
        List<Location> same = same();
        trail.hole().ifPresent(hole -> lines.add(new Line("byte", new Unknown<>(hole.sentence()))));
        List<Location> others = same.stream().filter(other -> !other.equals(place)).toList();
        if (!others.isEmpty()) {
            add("same byte", words(others), "by the translation of " + place);
        }
        sameNumber();
        field();
        List<Location> virtual = same.stream().filter(HereReader::virtual).toList();
        region(virtual);
        symbol(virtual);
        for (Location where : virtual) {
            Progress.current().check();
            regions.tasks(where).forEach(lines::add);
            regions.xenStack(where).ifPresent(lines::add);
        }
        frame();
        value();
        List<String> steps =
                trail.steps().stream().map(step -> step.what() + ": " + step.says()).toList();
        return new WhatIsHere(place, lines, steps);
    }

    private void add(String topic, String words, String evidence) {
        lines.add(new Line(topic, Known.of(words, evidence)));
    }

    private static boolean virtual(Location where) {
        return switch (where.space().kind()) {
            case XEN, DOMAIN_VIRTUAL -> true;
            default -> false;
        };
    }

    private static String words(List<Location> places) {
        return places.stream().map(Location::toString).collect(Collectors.joining(", "));
    }

    /// The place itself, and every other place of its byte that needs no search.
    private List<Location> same() {
        Set<Location> same = new LinkedHashSet<>(spaces.sameByte(place));
        if (trail.machine().isPresent()) {
            long maddr = trail.machine().getAsLong();
            // a space may have the byte twice: in a kernel's image and in its direct map
            same.addAll(spaces.sameByte(new Location(SpaceId.MACHINE, maddr)));
            same.addAll(regions.inImages(maddr));
        }
        return List.copyOf(same);
    }

    /// The same number is another byte's address in another space.
    private void sameNumber() {
        List<Location> found = new ArrayList<>();
        for (Space space : spaces.all()) {
            Progress.current().check();
            Location there = new Location(space.id(), place.address());
            if (!there.equals(place) && isAddress(there)) {
                found.add(there);
            }
        }
        if (!found.isEmpty()) {
            add("same number", words(found), "these spaces have a byte at " + place.hex());
        }
    }

    private boolean isAddress(Location where) {
        if (where.space().equals(SpaceId.FILE)) {
            return Long.compareUnsigned(where.address(), dump.image().file().size()) < 0;
        }
        long maddr = spaces.get(where.space()).locate(where.address());
        return maddr >= 0 && dump.image().holds(maddr);
    }

    private void field() {
        if (place.space().equals(SpaceId.FILE)) {
            String field = dump.whatIsAt(place);
            if (!field.isEmpty()) {
                add("field", field, "headers and notes of the file");
            }
        }
    }

    /// An address has one region. A place of another kind has that of each address that leads to
    /// it.
    private void region(List<Location> virtual) {
        if (virtual(place)) {
            Optional<Known<String>> region = regions.of(place);
            lines.add(
                    new Line(
                            "region",
                            region.isPresent()
                                    ? region.get()
                                    : new Unknown<>(
                                            "it lies in none of the regions that are recognised")));
            return;
        }
        for (Location where : virtual) {
            regions.of(where)
                    .ifPresent(
                            region ->
                                    add(
                                            "region",
                                            "%s: %s".formatted(where, region.fact()),
                                            region.evidence()));
        }
    }

    /// Only of what is mapped: a table of symbols also has numbers that are no addresses.
    private void symbol(List<Location> virtual) {
        if (trail.machine().isEmpty()) {
            return;
        }
        for (Location where : virtual) {
            Progress.current().check();
            Fact<SymbolTable> table = dump.symbols(where.space());
            Optional<SymbolOffset> symbol = dump.symbolAt(where);
            if (symbol.isPresent()) {
                String source = table.value().map(SymbolTable::source).orElse("");
                String at = where.equals(place) ? "" : ", at " + where;
                add("symbol", symbol.get().text(), source + at);
                return;
            }
        }
        if (virtual(place)) {
            lines.add(
                    new Line(
                            "symbol",
                            switch (dump.symbols(place.space())) {
                                case Known<SymbolTable> _ -> new Unknown<>("no symbol reaches it");
                                case Unknown<SymbolTable>(String why) -> new Unknown<>(why);
                            }));
        }
    }

    private void frame() {
        if (trail.machine().isEmpty()) {
            return;
        }
        long maddr = trail.machine().getAsLong();
        String mfn = "MFN 0x" + Long.toHexString(maddr >>> PAGE_SHIFT);
        PageFacts facts = PageFacts.of(trail);
        facts.page().ifPresent(page -> add("mapped as", page, "the entries of the walk"));
        Optional<FrameUse> use = spaces.use(maddr);
        Fact<String> owner =
                use.isPresent()
                        ? Known.at(
                                "%s: %s".formatted(mfn, use.get().words()),
                                "Xen's frame table",
                                new Location(SpaceId.XEN, use.get().entry()))
                        : new Unknown<>("Xen's frame table tells nothing of " + mfn);
        lines.add(new Line(FRAME, owner));
        if (trail.physical().isPresent()) {
            facts.owner().ifPresent(words -> add("domain frame", words, facts.evidence()));
        }
    }

    /// What the word that begins here points to, if it can be a pointer.
    private void value() {
        Chunk chunk = spaces.get(place.space()).read(place.address(), WORD);
        if (chunk.length() < WORD || chunk.presentFrom(0) < WORD || dump.wordBytes() != WORD) {
            return;
        }
        long value = 0;
        for (int i = WORD - 1; i >= 0; i--) {
            value = value << 8 | chunk.value(i);
        }
        if (value >= 0) {
            // the lower half holds no kernel's own addresses, but every small number
            return;
        }
        for (Space space : spaces.all()) {
            Location there = new Location(space.id(), value);
            if (virtual(there) && isAddress(there)) {
                String symbol = dump.symbolAt(there).map(SymbolOffset::text).orElse("");
                add(
                        "points to",
                        symbol.isEmpty() ? there.toString() : "%s, %s".formatted(there, symbol),
                        "the 8 bytes here, as an address of " + space.id().text());
            }
        }
    }
}
