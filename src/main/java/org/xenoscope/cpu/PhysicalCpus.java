package org.xenoscope.cpu;

import org.xenoscope.note.Notes;
import org.xenoscope.space.Spaces;

import java.util.List;

/// The pCPUs of a dump.
public final class PhysicalCpus {
    private PhysicalCpus() {}

    /// {@return one entry a pCPU, in note order}
    public static List<PhysicalCpu> of(Notes notes, Spaces spaces) {
        return List.of();
    }
}
