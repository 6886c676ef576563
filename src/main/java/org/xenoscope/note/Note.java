package org.xenoscope.note;

import org.xenoscope.place.Field;

import java.util.List;

/// A decoded note.
public sealed interface Note
        permits PrStatus, CrashRegs, CrashInfo, Vmcoreinfo, Dom0Cr3, OtherNote {
    /// {@return where it lies}
    NoteHeader header();

    /// {@return its name in the field's words: `NT_PRSTATUS`, `CRASH_INFO`}
    String name();

    /// {@return its fields, in the order of the file}
    List<Field> fields();
}
