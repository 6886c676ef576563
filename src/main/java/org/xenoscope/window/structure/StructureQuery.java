package org.xenoscope.window.structure;

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
}
