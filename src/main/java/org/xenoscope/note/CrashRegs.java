package org.xenoscope.note;

import org.xenoscope.place.Field;

import java.util.List;

/// `Xen` / 0x1000002: the control registers of one pCPU.
///
/// @param header where it lies
/// @param wordBytes 8 for x86_64, 4 for i386
/// @param fields `cr0`, `cr2`, `cr3`, `cr4`
/// @param cr0 as saved
/// @param cr2 as saved
/// @param cr3 as saved, with PCID
/// @param cr4 as saved
public record CrashRegs(
        NoteHeader header,
        int wordBytes,
        List<Field> fields,
        long cr0,
        long cr2,
        long cr3,
        long cr4)
        implements Note {
    @Override
    public String name() {
        return "CRASH_REGS";
    }
}
