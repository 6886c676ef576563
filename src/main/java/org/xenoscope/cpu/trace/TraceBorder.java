package org.xenoscope.cpu.trace;

import java.util.Optional;

/// Where one context was entered from another: an exception, an interrupt, a hypercall, a system
/// call.
///
/// @param says what entered: "NMI", "hypercall 29 sched_op(2 shutdown, …)", "syscall 1 write"
/// @param registers what the interrupted code had in its registers
public record TraceBorder(String says, Optional<SavedRegisters> registers) implements TraceLine {}
