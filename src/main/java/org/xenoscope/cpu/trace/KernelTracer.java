package org.xenoscope.cpu.trace;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Location;
import org.xenoscope.place.Unknown;

import java.util.List;
import java.util.Optional;

/// Traces on the stacks of a Linux kernel: exact ones by its ORC tables, else by frame pointers,
/// else by a scan for return addresses.
public final class KernelTracer {
    private final Code code;
    private final OrcTables tables;
    private final EntryNames names;

    /// Makes a tracer of a kernel's code.
    public KernelTracer(Code code) {
        this.code = code;
        this.tables = new OrcTables(code.reader(), code.symbols());
        this.names = new EntryNames(code);
    }

    /// Where a trace begins.
    ///
    /// @param ip the instruction
    /// @param sp the stack pointer
    /// @param bp the frame pointer
    /// @param readAt where the instruction's address was read
    /// @param returnAddress whether it is the address that a call returns to, rather than an
    ///   instruction that was interrupted
    public record Start(
            long ip, long sp, long bp, Optional<Location> readAt, boolean returnAddress) {
        /// {@return the start that the registers of an interrupted kernel give}
        public static Start of(SavedRegisters registers) {
            return new Start(
                    registers.rip(),
                    registers.rsp(),
                    registers.rbp(),
                    Optional.of(registers.where()),
                    false);
        }
    }

    /// {@return the code that is traced}
    public Code code() {
        return code;
    }

    /// {@return how the trace can be made: "ORC tables at the kernel's own symbols", or why there
    /// are none}
    public Fact<String> method() {
        return switch (tables.kernel()) {
            case org.xenoscope.place.Known<OrcTable> known ->
                    org.xenoscope.place.Known.of(
                            "%d entries".formatted(known.fact().size()), known.evidence());
            case Unknown<OrcTable> unknown -> new Unknown<>(unknown.reason());
        };
    }

    /// Traces to the entry from user space, or as far as the stack can be followed.
    public Trace trace(Start start) {
        if (tables.kernel() instanceof Unknown<OrcTable> unknown) {
            return new GuessedWalk(code, names).trace(start, List.of(), unknown.reason());
        }
        return new OrcWalk(code, tables, names).trace(start);
    }
}
