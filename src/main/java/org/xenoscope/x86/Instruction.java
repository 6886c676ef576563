package org.xenoscope.x86;

import java.util.OptionalLong;

/// One instruction.
///
/// @param address its first byte
/// @param length bytes that it has, 1 to 15
/// @param bytes its bytes as pairs of hex digits
/// @param text the instruction as an assembler reads it, Intel syntax: `mov rax, qword ptr [rdi]`
/// @param kind what it does to the flow of the program
/// @param target where a jump or call with a fixed target goes
/// @param reference the address that an operand relative to rip names; empty where the operand is
///   an offset into the segment fs or gs
public record Instruction(
        long address,
        int length,
        String bytes,
        String text,
        Kind kind,
        OptionalLong target,
        OptionalLong reference) {

    /// What an instruction does to the flow of the program.
    public enum Kind {
        /// goes on with the next one
        PLAIN,
        /// a call
        CALL,
        /// a jump that is always taken
        JUMP,
        /// a jump that depends on flags or a counter
        CONDITIONAL_JUMP,
        /// return, also from an interrupt or a system call
        RETURN,
        /// no instruction: a byte that could not be decoded
        BYTE
    }

    /// {@return the first address behind it}
    public long end() {
        return address + length;
    }
}
