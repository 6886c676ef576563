package org.xenoscope.window.cpu;

import org.xenoscope.cpu.Register;
import org.xenoscope.cpu.RegisterGroup;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Registers as text, in the columns of gdb's `info registers`: name, value in hex, value as people
/// read it. A register that was not saved is `<unavailable>`, as gdb writes it.
final class GdbRegisters {
    private static final Set<String> POINTERS = Set.of("rip", "rsp", "rbp", "eip", "esp", "ebp");

    private GdbRegisters() {}

    static String of(List<RegisterGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.registers().stream())
                .map(GdbRegisters::line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    static String line(Register register) {
        String name = register.field().name();
        if (!register.saved()) {
            return "%-15s<unavailable>".formatted(name);
        }
        String hex = "0x" + Long.toHexString(register.field().value());
        String read;
        if (POINTERS.contains(name)) {
            read = hex;
        } else if (name.endsWith("flags") || !register.flags().isEmpty()) {
            read = "[ %s ]".formatted(String.join(" ", register.flags()));
        } else {
            read = Long.toString(register.field().value());
        }
        return "%-15s%-19s%s".formatted(name, hex, read);
    }
}
