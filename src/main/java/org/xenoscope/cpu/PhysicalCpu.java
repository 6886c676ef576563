package org.xenoscope.cpu;

import org.xenoscope.note.CpuNotes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One pCPU as its notes tell it.
///
/// @param index number by the order of the notes, from 0
/// @param notes its notes
/// @param state one or two words for the pill: "saved", "never saved", "unknown"
/// @param story one line on how it is known
/// @param registers groups of registers, in the order shown
public record PhysicalCpu(
        int index, CpuNotes notes, String state, String story, List<RegisterGroup> registers) {
    /// What notes alone leave open, in one sentence.
    public static final String GUESTS_NOT_TOLD =
            "The notes do not say which VCPU ran on a pCPU, nor its registers: they hold what was"
                    + " left loaded of a guest.";

    private static final List<String> BASES = List.of("fs_base", "gs_base");
    private static final List<String> CONTROLS = List.of("cr3", "cr2");

    /// {@return the group of that name}
    public Optional<RegisterGroup> group(String name) {
        return registers.stream().filter(group -> group.name().equals(name)).findFirst();
    }

    /// {@return what its notes hold of the guest that was left loaded: cr3, cr2 and the bases of fs
    /// and gs}. All that is known of a guest where Xen's own memory tells of none, as in dumps of
    /// 2006.
    public RegisterGroup guestState() {
        List<Register> state = new ArrayList<>();
        pick("Control registers", CONTROLS, state);
        pick("Segment registers", BASES, state);
        return new RegisterGroup(
                "Guest state loaded on pCPU " + index,
                notes.controls().isPresent()
                        ? "from CRASH_REGS and NT_PRSTATUS"
                        : "from NT_PRSTATUS",
                List.copyOf(state));
    }

    private void pick(String group, List<String> names, List<Register> picked) {
        for (String name : names) {
            group(group).stream()
                    .flatMap(found -> found.registers().stream())
                    .filter(register -> register.field().name().equals(name))
                    .forEach(picked::add);
        }
    }
}
