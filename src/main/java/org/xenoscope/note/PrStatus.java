package org.xenoscope.note;

import org.xenoscope.place.Field;

import java.util.List;
import java.util.Optional;

/// `CORE` / 1: the general registers that the saving function of the hypervisor had on one pCPU,
/// not those of the code that was interrupted.
///
/// @param header where it lies
/// @param wordBytes 8 for x86_64, 4 for i386
/// @param fields every field; registers by their names (`rip`, `eip`, …)
/// @param registers those of the fields that are registers, in the order of the note
/// @param blank whether all registers are zero: the CPU never saved them
public record PrStatus(
        NoteHeader header, int wordBytes, List<Field> fields, List<Field> registers, boolean blank)
        implements Note {
    @Override
    public String name() {
        return "NT_PRSTATUS";
    }

    /// {@return the register of that name}
    public Optional<Field> register(String name) {
        return registers.stream().filter(field -> field.name().equals(name)).findFirst();
    }
}
