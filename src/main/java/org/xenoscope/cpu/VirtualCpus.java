package org.xenoscope.cpu;

import org.xenoscope.note.CpuNotes;
import org.xenoscope.note.Notes;
import org.xenoscope.space.Spaces;

import java.util.ArrayList;
import java.util.List;

/// What the notes tell of dom0's VCPUs: the state of a guest that each pCPU still had loaded. Which
/// VCPU that was, and its registers, are not in the notes.
///
/// @param missing one sentence on what the notes do not tell
/// @param loaded the guest state on each pCPU, in note order
public record VirtualCpus(String missing, List<Loaded> loaded) {
    private static final List<String> BASES = List.of("fs_base", "gs_base");
    private static final List<String> CONTROLS = List.of("cr3", "cr2");

    /// Guest state left on a pCPU.
    ///
    /// @param pcpu number of the pCPU, from 0
    /// @param registers cr3, cr2 and the guest's fs and gs bases
    public record Loaded(int pcpu, RegisterGroup registers) {}

    /// {@return what the notes tell}. May look for page-table roots.
    public static VirtualCpus of(Notes notes, Spaces spaces) {
        List<Loaded> loaded = new ArrayList<>();
        for (PhysicalCpu cpu : PhysicalCpus.of(notes, spaces)) {
            List<Register> registers = new ArrayList<>();
            pick(cpu, "Control registers", CONTROLS, registers);
            pick(cpu, "Segment registers", BASES, registers);
            loaded.add(
                    new Loaded(
                            cpu.index(),
                            new RegisterGroup(
                                    "Guest state loaded on pCPU " + cpu.index(),
                                    sources(cpu.notes()),
                                    List.copyOf(registers))));
        }
        return new VirtualCpus(
                "The notes do not say which VCPU ran on a pCPU, nor its registers: they hold what"
                        + " was left loaded of a guest.",
                List.copyOf(loaded));
    }

    private static void pick(
            PhysicalCpu cpu, String group, List<String> names, List<Register> registers) {
        for (String name : names) {
            cpu.group(group).stream()
                    .flatMap(found -> found.registers().stream())
                    .filter(register -> register.field().name().equals(name))
                    .forEach(registers::add);
        }
    }

    private static String sources(CpuNotes notes) {
        return notes.controls().isPresent()
                ? "from CRASH_REGS and NT_PRSTATUS"
                : "from NT_PRSTATUS";
    }
}
