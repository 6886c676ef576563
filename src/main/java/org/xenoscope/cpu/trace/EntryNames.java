package org.xenoscope.cpu.trace;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.symbol.SymbolOffset;

import java.util.Optional;

/// Says in words how a Linux kernel was entered.
final class EntryNames {
    /// More system calls than any Linux has.
    private static final int MOST_SYSCALLS = 1024;

    private static final String[] PREFIXES = {"__x64_sys_", "__se_sys_", "__do_sys_", "sys_"};

    private final Code code;

    EntryNames(Code code) {
        this.code = code;
    }

    /// {@return what entered: "syscall 1 write", "exception asm_exc_page_fault"}
    ///
    /// @param entry name of the entry function that pushed the registers; may be empty
    String says(SavedRegisters registers, String entry) {
        long number = registers.origRax();
        // the instruction "syscall" leaves the next address in rcx and the flags in r11
        boolean instruction =
                registers.general("rcx") == registers.rip()
                        && registers.general("r11") == registers.rflags();
        boolean named = entry.toLowerCase(java.util.Locale.ROOT).contains("sys");
        if (number >= 0 && number < MOST_SYSCALLS && (instruction || named)) {
            return "syscall " + number + syscall((int) number).map(name -> " " + name).orElse("");
        }
        String plain = entry.replaceFirst("\\+0x.*", "");
        return plain.isEmpty() || plain.startsWith("0x")
                ? "exception or interrupt"
                : "exception or interrupt, " + plain;
    }

    /// The kernel's own table says which function serves a system call, and its name says which
    /// call that is.
    private Optional<String> syscall(int number) {
        Optional<Long> table = code.symbols().address("sys_call_table");
        if (table.isEmpty()) {
            return Optional.empty();
        }
        try {
            long function = code.reader().u64(table.get() + 8L * number);
            return code.at(function)
                    .filter(place -> place.offset() == 0)
                    .map(SymbolOffset::symbol)
                    .flatMap(symbol -> bare(symbol.name()));
        } catch (UnreadableException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> bare(String name) {
        for (String prefix : PREFIXES) {
            if (name.startsWith(prefix)) {
                return Optional.of(name.substring(prefix.length()));
            }
        }
        return Optional.empty();
    }
}
