package org.xenoscope.cpu;

import org.xenoscope.cpu.trace.Trace;

import java.util.List;

/// The stack of a pCPU, a VCPU or a task, word by word.
///
/// @param title whose it is: "pCPU 1", "d0v1", "task 327 (sh)"
/// @param words its words from the stack pointer up
/// @param trace the trace that walks it
public record Stack(String title, List<StackWord> words, Trace trace) {
    /// Keeps its own copy.
    public Stack {
        words = List.copyOf(words);
    }
}
