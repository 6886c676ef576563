package org.xenoscope.window.structure;

import org.xenoscope.dump.Destination;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.type.TypeSystem;

import java.util.Optional;

/// What a person asks for: a type, and where it lies.
///
/// @param type as typed: `task_struct`, `struct list_head`
/// @param place as typed: `init_task`, `dom0:0xffffffff82a12940`; empty for the layout alone
public record StructureQuery(String type, String place) {
    /// Reads `struct task_struct @ init_task`, `task_struct @ dom0:0x…`, `struct list_head`.
    ///
    /// @return nothing if the text does not name a type in this form: it neither begins with
    ///   `struct`, `union` or `enum`, nor has an `@` behind a name
    public static Optional<StructureQuery> parse(String text) {
        String stripped = text.strip();
        int at = stripped.indexOf('@');
        String type = (at < 0 ? stripped : stripped.substring(0, at)).strip();
        String place = at < 0 ? "" : stripped.substring(at + 1).strip();
        boolean named = type.matches("(?:struct|union|enum) +[A-Za-z_][A-Za-z0-9_]*");
        boolean bare = type.matches("[A-Za-z_][A-Za-z0-9_]*") && !place.isEmpty();
        return named || bare ? Optional.of(new StructureQuery(type, place)) : Optional.empty();
    }

    /// {@return the place and the bytes that it would lay its type over, or why it cannot} May read
    /// the kernel's types: on a job.
    ///
    /// @param from where the type is laid if no place is said
    public Destination lay(Dump dump, Location from) {
        Destination there =
                place.isEmpty()
                        ? new Destination.Goes(from, 1, "")
                        : dump.destination(place, new Location(SpaceId.DOM0, 0));
        return switch (there) {
            case Destination.Refused refused -> refused;
            case Destination.Goes goes -> over(dump.types(0, type), goes.location());
        };
    }

    private Destination over(Fact<TypeSystem> types, Location where) {
        return switch (types) {
            case Unknown<TypeSystem> unknown ->
                    new Destination.Refused("No type: " + unknown.reason() + ".");
            case Known<TypeSystem> known -> {
                long bytes =
                        known.fact()
                                .named(type)
                                .map(id -> known.fact().size(id).orElse(1L))
                                .orElse(1L);
                yield new Destination.Goes(
                        where, Math.max(1, bytes), "%s, %d bytes".formatted(type, bytes));
            }
        };
    }
}
