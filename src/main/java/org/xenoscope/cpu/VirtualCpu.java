package org.xenoscope.cpu;

import org.xenoscope.cpu.trace.SavedRegisters;
import org.xenoscope.linux.CurrentTask;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Finding;
import org.xenoscope.xen.Vcpu;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What one VCPU was doing.
///
/// @param vcpu what Xen keeps of it
/// @param says its state in words: "running on pCPU 1", "blocked, still loaded on pCPU 0"
/// @param evidence how that is known
/// @param pcpu the pCPU that has its state loaded
/// @param mode what of the guest it ran
/// @param values its registers
/// @param registersFrom where they were read, in words; why there are none
/// @param hypercall the hypercall that it stood in
/// @param task the task of its kernel that it ran
/// @param registers its registers, by source
/// @param findings what is odd about it
public record VirtualCpu(
        Vcpu vcpu,
        String says,
        String evidence,
        OptionalInt pcpu,
        Mode mode,
        Optional<SavedRegisters> values,
        String registersFrom,
        Optional<Hypercall> hypercall,
        Fact<CurrentTask> task,
        List<RegisterGroup> registers,
        List<Finding> findings) {
    /// Keeps its own copies.
    public VirtualCpu {
        registers = List.copyOf(registers);
        findings = List.copyOf(findings);
    }

    /// What of a guest a VCPU ran.
    public enum Mode {
        /// its kernel
        KERNEL("kernel"),
        /// its kernel, inside a hypercall
        HYPERCALL("kernel, in a hypercall"),
        /// a program
        USER("user"),
        /// not known
        UNKNOWN("unknown");

        private final String words;

        Mode(String words) {
            this.words = words;
        }

        /// {@return the mode in words}
        public String words() {
            return words;
        }
    }

    /// {@return its short name: `d0v1`}
    public String name() {
        return vcpu.name();
    }
}
