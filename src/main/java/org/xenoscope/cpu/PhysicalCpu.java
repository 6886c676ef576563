package org.xenoscope.cpu;

import org.xenoscope.note.CpuNotes;

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
    /// {@return the group of that name}
    public Optional<RegisterGroup> group(String name) {
        return registers.stream().filter(group -> group.name().equals(name)).findFirst();
    }
}
