package org.xenoscope.cpu.trace;

/// One entry of ORC unwinding data, decoded: how the frame of a caller follows from this one.
///
/// Layout: `struct orc_entry`, arch/x86/include/asm/orc_types.h, Linux 4.14 to 6.12; what is in
/// bits 8 to 11 of its last word depends on the version ({@link OrcLayout}).
///
/// @param spOffset added to the stack register
/// @param bpOffset added to the base of the saved frame pointer
/// @param spRegister 0 undefined, 2 dx, 3 di, 4 bp, 5 sp, 6 r10, 7 r13, 8 what bp + offset points
///   to, 9 what sp points to, with the offset added
/// @param bpRegister 0 unchanged, 1 below the caller's stack pointer, 4 at bp
/// @param kind what lies at the address so found
/// @param interrupted whether the instruction of the next frame was interrupted, so that it is not
///   a return address
record OrcEntry(
        int spOffset,
        int bpOffset,
        int spRegister,
        int bpRegister,
        Kind kind,
        boolean interrupted) {
    enum Kind {
        /// there is no data for this code
        UNDEFINED,
        /// the stack begins here
        END,
        /// a return address
        CALL,
        /// all registers, as an entry pushed them
        REGISTERS,
        /// what the processor itself pushed
        PARTIAL
    }

    static final int BYTES = 6;
    static final int BP_INDIRECT = 8;
    static final int SP_INDIRECT = 9;
}
