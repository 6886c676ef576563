package org.xenoscope.window.structure;

import org.xenoscope.dump.Destination;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.type.TypeSystem;

import java.util.List;
import java.util.Optional;

/// What the structure view asks of a dump. Every answer is looked for on a job.
final class StructureFacts {
    private final Dump dump;

    StructureFacts(Dump dump) {
        this.dump = dump;
    }

    /// What a query leads to.
    sealed interface Answer {
        /// A type at a place.
        ///
        /// @param type its name as C writes it
        /// @param says how the place was found; may be empty
        record Laid(FieldRow root, String type, Location where, String says, long bytes)
                implements Answer {}

        /// It leads nowhere.
        ///
        /// @param sentence why
        record Refused(String sentence) implements Answer {}
    }

    Answer lay(StructureQuery query, Location from) {
        return switch (types()) {
            case Unknown<TypeSystem> unknown ->
                    new Answer.Refused(
                            "No types: the dump holds no BTF (%s) and no vmlinux is in use. Fields"
                                            .formatted(unknown.reason())
                                    + " of notes and Xen's page_info are known without it.");
            case Known<TypeSystem> known -> {
                // a type that only a module has is among that module's
                TypeSystem types =
                        known.fact().named(query.type()).isPresent()
                                ? known.fact()
                                : dump.types(0, query.type()).value().orElse(known.fact());
                yield lay(types, query, from);
            }
        };
    }

    private Answer lay(TypeSystem types, StructureQuery query, Location from) {
        Optional<Integer> type = types.named(query.type());
        if (type.isEmpty()) {
            List<String> near = types.namesLike(bare(query.type()), 1);
            return new Answer.Refused(
                    "No type %s in %s.%s"
                            .formatted(
                                    query.type(),
                                    types.source(),
                                    near.isEmpty()
                                            ? ""
                                            : " Did you mean %s?".formatted(near.getFirst())));
        }
        Destination place =
                query.place().isEmpty()
                        ? new Destination.Goes(from, 1, "")
                        : dump.destination(query.place(), new Location(SpaceId.DOM0, 0));
        return switch (place) {
            case Destination.Refused refused -> new Answer.Refused(refused.sentence());
            case Destination.Goes goes -> {
                Location where = goes.location();
                SpaceReader reader = new SpaceReader(dump.spaces().get(where.space()));
                yield new Answer.Laid(
                        FieldRow.root(types, type.get(), reader, where.address()),
                        types.name(type.get()),
                        where,
                        goes.says(),
                        types.size(type.get()).orElse(1L));
            }
        };
    }

    private static String bare(String type) {
        return type.substring(type.lastIndexOf(' ') + 1);
    }

    /// {@return names of types that begin as typed, then those that hold it}
    List<String> like(String typed, int most) {
        return types().value().map(types -> types.namesLike(bare(typed), most)).orElse(List.of());
    }

    private Fact<TypeSystem> types() {
        return dump.linux().types();
    }
}
