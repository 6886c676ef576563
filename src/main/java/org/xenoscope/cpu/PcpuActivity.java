package org.xenoscope.cpu;

import org.xenoscope.cpu.trace.SavedRegisters;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Finding;
import org.xenoscope.xen.Vcpu;
import org.xenoscope.xen.XenCpu;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What one pCPU was doing.
///
/// @param number its number: what its stack says, else the place of its notes
/// @param saved what its notes tell, if it has some
/// @param xen its stack and what lies at its top, if a stack was found
/// @param state what it was doing
/// @param says that in words: "idle, d0v1 still loaded"
/// @param evidence how that is known
/// @param current the VCPU that the scheduler chose; {@link Chosen#IDLE} for the idle one
/// @param loaded the VCPU whose state was loaded
/// @param interrupted what it had in its registers when it was stopped: from the frame of the NMI
///   that stopped it, or of the exception that led to the crash
/// @param guest what the loaded VCPU had in its registers when it last entered Xen
/// @param rsp where its trace begins: the stack pointer when it saved its registers
/// @param registers its registers, by source, what was interrupted first
/// @param findings what is odd about it
public record PcpuActivity(
        int number,
        Optional<PhysicalCpu> saved,
        Optional<XenCpu> xen,
        PcpuState state,
        String says,
        String evidence,
        Fact<Chosen> current,
        Fact<Vcpu> loaded,
        Optional<Interrupted> interrupted,
        Optional<SavedRegisters> guest,
        OptionalLong rsp,
        List<RegisterGroup> registers,
        List<Finding> findings) {
    /// Keeps its own copies.
    public PcpuActivity {
        registers = List.copyOf(registers);
        findings = List.copyOf(findings);
    }

    /// What the scheduler chose for a pCPU.
    ///
    /// @param vcpu the VCPU; empty for the idle one, which belongs to no guest
    public record Chosen(Optional<Vcpu> vcpu) {
        /// Nothing to run.
        public static final Chosen IDLE = new Chosen(Optional.empty());

        /// {@return its short name: `d0v1`, `idle`}
        public String name() {
            return vcpu.map(Vcpu::name).orElse("idle");
        }
    }

    /// What was interrupted.
    ///
    /// @param whose whose code it was
    /// @param by what interrupted it: "NMI", "page fault"
    /// @param registers what was in the registers
    public record Interrupted(Whose whose, String by, SavedRegisters registers) {}

    /// Whose code was interrupted.
    public enum Whose {
        /// the hypervisor's
        XEN,
        /// the loaded guest's
        GUEST
    }

    /// {@return whether the crash was led from here}
    public boolean crashed() {
        return state == PcpuState.CRASHING;
    }
}
