package org.xenoscope.cpu;

import org.xenoscope.place.Field;
import org.xenoscope.place.Location;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One register of a CPU.
///
/// @param field its value and the bytes it came from
/// @param saved whether the value means something; if not, `says` tells why
/// @param flags names of the bits that are set, where it is a register of flags
/// @param says what it is or points to, in words; may be empty
/// @param target the place it points to, if it is an address in a space of the dump
public record Register(
        Field field, boolean saved, List<String> flags, String says, Optional<Location> target) {
    private static final Set<String> SELECTORS = Set.of("cs", "ss", "ds", "es", "fs", "gs");

    /// {@return the value as fixed-width hex digits without `0x`}
    public String digits() {
        boolean selector = SELECTORS.contains(field.name());
        int width = selector ? 4 : (int) Math.max(4, Math.min(16, field.length() * 2));
        String hex = Long.toHexString(field.value());
        return "0".repeat(Math.max(0, width - hex.length())) + hex;
    }
}
