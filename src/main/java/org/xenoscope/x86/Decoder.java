package org.xenoscope.x86;

import java.util.List;

/// Turns bytes into instructions.
public interface Decoder {
    /// Decodes instructions that follow each other. A byte that begins none is an instruction of
    /// kind {@link Instruction.Kind#BYTE}; one that the bytes cut off is left out.
    ///
    /// @param code the bytes
    /// @param address where the first of them is
    /// @param most at most so many
    List<Instruction> decode(byte[] code, long address, int most);
}
