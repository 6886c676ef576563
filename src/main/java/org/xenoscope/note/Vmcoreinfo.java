package org.xenoscope.note;

import org.xenoscope.place.Field;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// `VMCOREINFO_XEN` / 0 and `VMCOREINFO` / 0: lines of `KEY=value`.
///
/// @param header where it lies
/// @param name `VMCOREINFO_XEN` or `VMCOREINFO`
/// @param fields one a line: name is the key, text the value
public record Vmcoreinfo(NoteHeader header, String name, List<Field> fields) implements Note {
    /// {@return the value of a key, as written}
    public Optional<String> get(String key) {
        return fields.stream()
                .filter(field -> field.name().equals(key))
                .map(Field::text)
                .findFirst();
    }

    /// {@return the address `SYMBOL(name)`, written in hex without `0x`; empty if absent or
    /// unreadable}
    public OptionalLong symbol(String symbol) {
        return get("SYMBOL(" + symbol + ")")
                .filter(text -> text.matches("[0-9a-fA-F]{1,16}"))
                .map(text -> OptionalLong.of(Long.parseUnsignedLong(text, 16)))
                .orElse(OptionalLong.empty());
    }
}
