package org.xenoscope.window.cpu;

import org.xenoscope.cpu.PcpuActivity;
import org.xenoscope.cpu.PcpuState;
import org.xenoscope.cpu.PhysicalCpu;
import org.xenoscope.xen.Vcpu;

/// What a pCPU was doing, in the few words of a list.
final class PcpuWords {
    private PcpuWords() {}

    /// {@return one or two words}
    static String pill(PcpuActivity cpu) {
        String guest = cpu.loaded().value().map(Vcpu::name).orElse("a guest");
        return switch (cpu.state()) {
            case CRASHING -> "crashed here";
            case IDLE -> "idle";
            case IDLE_LOADED -> "idle (%s loaded)".formatted(guest);
            case IN_GUEST -> "in guest";
            case IN_XEN -> "in Xen for " + guest;
            case SWITCHING -> "switching";
            case NO_ANSWER -> "did not answer";
            case OFFLINE -> "offline";
            case NEVER_STARTED -> "never started";
            case UNKNOWN -> cpu.saved().map(PhysicalCpu::state).orElse("unknown");
        };
    }

    /// {@return one line on how it came there}
    static String story(PcpuActivity cpu) {
        boolean notesAlone = cpu.state() == PcpuState.UNKNOWN && cpu.saved().isPresent();
        return notesAlone ? cpu.saved().get().story() : cpu.says();
    }
}
