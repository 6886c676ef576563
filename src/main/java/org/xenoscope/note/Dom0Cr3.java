package org.xenoscope.note;

import org.xenoscope.place.Field;

import java.util.List;

/// `Xen Domanin-0 CR3` (sic) / 0x10000001: dom0's page-table root as the crash dumps of 2006 told
/// it.
///
/// @param header where it lies
/// @param fields its words
/// @param value the last word: a CR3 or a frame number; the reader must try both
public record Dom0Cr3(NoteHeader header, List<Field> fields, long value) implements Note {
    @Override
    public String name() {
        return "Xen Domain-0 CR3 (2006)";
    }
}
