package org.xenoscope.window.cpu;

import org.xenoscope.cpu.trace.Trace;
import org.xenoscope.cpu.trace.TraceFrame;
import org.xenoscope.place.Lazy;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A trace that is walked when it is first asked for. Ask on a job.
public final class CpuTrace {
    /// The trace of a CPU of which only registers are known.
    static final CpuTrace NONE = new CpuTrace(() -> new Trace(List.of(), false, ""), false);

    private final Lazy<Trace> trace;
    private final boolean soon;

    /// @param soon whether it is walked for the list already
    CpuTrace(Supplier<Trace> walk, boolean soon) {
        trace = new Lazy<>(walk);
        this.soon = soon;
    }

    /// {@return the trace}
    Trace get() {
        return trace.get();
    }

    /// {@return the function that the CPU was in: the first that is no gate to the hypervisor;
    /// empty if the trace has none, or is walked later}
    Optional<String> firstName() {
        return soon
                ? get().frames().stream()
                        .map(TraceFrame::name)
                        .filter(name -> !name.startsWith("xen_hypercall"))
                        .findFirst()
                : Optional.empty();
    }
}
