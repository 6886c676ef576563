package org.xenoscope.cpu.trace;

import org.xenoscope.symbol.SymbolOffset;
import org.xenoscope.x86.CallBefore;

import java.util.Optional;

/// A word of a stack that a call returns to, or the instruction that an exception frame names.
///
/// @param stack address of the word
/// @param code the word
/// @param call the call before it; empty for the instruction of an exception frame
/// @param function the function it is in
record Candidate(
        long stack, long code, Optional<CallBefore> call, Optional<SymbolOffset> function) {}
