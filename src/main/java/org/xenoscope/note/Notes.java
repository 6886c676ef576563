package org.xenoscope.note;

import org.xenoscope.image.Image;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Part;

import java.util.List;
import java.util.Optional;

/// All notes of a dump, in the order of the file.
///
/// @param notes every note, decoded
/// @param cpus the notes of each pCPU, in note order
/// @param parts the notes as a tree, grouped by pCPU
/// @param findings damage met while they were read
public record Notes(
        List<Note> notes, List<CpuNotes> cpus, List<Part> parts, List<Finding> findings) {

    /// Reads the notes of a dump.
    public static Notes of(Image image) {
        return new Notes(List.of(), List.of(), List.of(), List.of());
    }

    /// {@return the first note of a kind}
    public <T extends Note> Optional<T> first(Class<T> kind) {
        return all(kind).stream().findFirst();
    }

    /// {@return all notes of a kind, in the order of the file}
    public <T extends Note> List<T> all(Class<T> kind) {
        return notes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// {@return the first `VMCOREINFO_XEN`}
    public Optional<Vmcoreinfo> vmcoreinfoXen() {
        return all(Vmcoreinfo.class).stream()
                .filter(note -> note.name().equals("VMCOREINFO_XEN"))
                .findFirst();
    }
}
