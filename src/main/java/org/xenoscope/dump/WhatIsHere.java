package org.xenoscope.dump;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.Mappings;
import org.xenoscope.space.Space;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// All that is known of one place, each with its evidence. Places stand in the sentences as {@link
/// Location} writes them, frames as `MFN 0x…`.
///
/// @param place the place
/// @param lines what is known of it; what does not apply is left out
/// @param steps how its byte is found, a sentence each
public record WhatIsHere(Location place, List<Line> lines, List<String> steps) {
    /// Addresses of one space that are named; all are counted.
    private static final int MOST_ADDRESSES = 8;

    /// Keeps its own copies.
    public WhatIsHere {
        lines = List.copyOf(lines);
        steps = List.copyOf(steps);
    }

    /// One thing that is known, or is not.
    ///
    /// @param topic what it is about: "symbol", "frame"
    /// @param fact in words
    public record Line(String topic, Fact<String> fact) {}

    /// {@return whether the place has a frame, so that {@link #mappings} has something to look for}
    public boolean hasFrame() {
        return lines.stream().anyMatch(line -> line.topic().equals(HereReader.FRAME));
    }

    /// {@return what is at a place}. May look for page-table roots, symbols and tasks.
    ///
    /// @throws java.util.concurrent.CancellationException if the job of this thread is cancelled
    public static WhatIsHere of(Dump dump, Location place) {
        return new HereReader(dump, place).read();
    }

    /// {@return every address of the hypervisor and of the kernels that leads to the same byte, a
    /// line for each space}. Long work the first time: a pass over all pages that they map.
    ///
    /// @throws java.util.concurrent.CancellationException if the job of this thread is cancelled
    public static List<Line> mappings(Dump dump, Location place) {
        OptionalLong machine = dump.spaces().explain(place).machine();
        if (machine.isEmpty()) {
            return List.of(
                    new Line("mapped at", new Unknown<>("%s has no frame".formatted(place))));
        }
        List<Line> lines = new ArrayList<>();
        for (Space space : dump.spaces().all()) {
            SpaceId id = space.id();
            if (id.kind() == SpaceId.Kind.XEN || id.kind() == SpaceId.Kind.DOMAIN_VIRTUAL) {
                Fact<String> fact =
                        switch (dump.spaces().mappings(id)) {
                            case Known<Mappings> known ->
                                    new Known<>(
                                            words(known.fact(), machine.getAsLong()),
                                            known.evidence(),
                                            known.where());
                            case Unknown<Mappings>(String why) -> new Unknown<>(why);
                        };
                lines.add(new Line("mapped in " + id.text(), fact));
            }
        }
        return List.copyOf(lines);
    }

    private static String words(Mappings mappings, long machine) {
        Mappings.Found found = mappings.of(machine, MOST_ADDRESSES);
        String partly = mappings.complete() ? "" : "; pages beyond the first 16 million not seen";
        if (found.count() == 0) {
            return "nowhere" + partly;
        }
        String places =
                found.places().stream().map(Location::toString).collect(Collectors.joining(", "));
        int more = found.count() - found.places().size();
        return places + (more == 0 ? "" : " and %d more".formatted(more)) + partly;
    }
}
