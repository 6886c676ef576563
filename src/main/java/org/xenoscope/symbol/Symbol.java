package org.xenoscope.symbol;

import java.util.Optional;

/// A name for an address.
///
/// @param address unsigned 64-bit virtual address; for type `A` an absolute number
/// @param type the letter that `nm` prints: `T` text, `D` data, `B` zeroed data, `R` read-only
///   data, `W` weak, `A` absolute; lower case for names that only one source file knows
/// @param name the name, without the source file that Xen puts before the names of statics
/// @param file the source file of a static of Xen: `common/kexec.c`
/// @param module the kernel module that it belongs to
public record Symbol(
        long address, char type, String name, Optional<String> file, Optional<String> module) {

    /// {@return whether it is code}
    public boolean text() {
        return type == 't' || type == 'T';
    }

    /// {@return whether its address is a place; an absolute number is none}
    public boolean place() {
        return type != 'A' && type != 'a';
    }

    /// {@return what its letter means: "text", "read-only data"}
    public String kind() {
        return switch (Character.toUpperCase(type)) {
            case 'T' -> "text";
            case 'D' -> "data";
            case 'B' -> "zeroed data";
            case 'R' -> "read-only data";
            case 'W', 'V' -> "weak";
            case 'A' -> "absolute";
            default -> "type " + type;
        };
    }

    /// {@return whether other source files may use it}
    public boolean global() {
        return Character.isUpperCase(type);
    }

    /// {@return the name with what tells it from others of that name: `common/kexec.c#buffer`,
    /// `privcmd_init [xen_privcmd]`}
    public String fullName() {
        return file.map(path -> path + "#").orElse("")
                + name
                + module.map(owner -> " [" + owner + "]").orElse("");
    }
}
