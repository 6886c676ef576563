package org.xenoscope.note;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Part;
import org.xenoscope.place.Severity;

import java.util.ArrayList;
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

    /// Reads the notes of a dump. Damage becomes findings; what can be read is kept.
    public static Notes of(Image image) {
        NoteReader.Found found = NoteReader.read(image);
        List<Finding> findings = new ArrayList<>(found.findings());
        NoteDecoder decoder = new NoteDecoder(image, findings);
        List<Note> notes = new ArrayList<>();
        for (NoteHeader header : found.headers()) {
            try {
                notes.add(decoder.decode(header));
            } catch (UnreadableException exception) {
                findings.add(
                        Finding.inFile(
                                Severity.ERROR,
                                "Note %d cannot be read: %s"
                                        .formatted(header.index(), exception.hole().sentence()),
                                header.fileOffset(),
                                "notes"));
            }
        }
        List<CpuNotes> cpus = cpus(notes);
        NoteFindings.add(notes, cpus, findings);
        return new Notes(List.copyOf(notes), cpus, NoteTree.parts(notes), List.copyOf(findings));
    }

    /// The n-th NT_PRSTATUS goes with the n-th CRASH_REGS; if there are not as many of the one as
    /// of the other, with the CRASH_REGS that follows it.
    private static List<CpuNotes> cpus(List<Note> notes) {
        List<List<Note>> groups = NoteTree.groups(notes);
        List<CrashRegs> all = of(notes, CrashRegs.class);
        boolean even = all.size() == groups.size();
        List<CpuNotes> cpus = new ArrayList<>();
        for (List<Note> group : groups) {
            int cpu = cpus.size();
            Optional<CrashRegs> controls =
                    even
                            ? Optional.of(all.get(cpu))
                            : of(group, CrashRegs.class).stream().findFirst();
            cpus.add(new CpuNotes(cpu, Optional.of((PrStatus) group.getFirst()), controls));
        }
        return List.copyOf(cpus);
    }

    private static <T extends Note> List<T> of(List<Note> notes, Class<T> kind) {
        return notes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// {@return the first note of a kind}
    public <T extends Note> Optional<T> first(Class<T> kind) {
        return all(kind).stream().findFirst();
    }

    /// {@return all notes of a kind, in the order of the file}
    public <T extends Note> List<T> all(Class<T> kind) {
        return of(notes, kind);
    }

    /// {@return the first `VMCOREINFO_XEN`}
    public Optional<Vmcoreinfo> vmcoreinfoXen() {
        return all(Vmcoreinfo.class).stream()
                .filter(note -> note.name().equals("VMCOREINFO_XEN"))
                .findFirst();
    }

    /// {@return whether any note says that Xen ran on the machine}
    public boolean speakOfXen() {
        return first(CrashInfo.class).isPresent()
                || first(CrashRegs.class).isPresent()
                || first(Dom0Cr3.class).isPresent()
                || vmcoreinfoXen().isPresent();
    }
}
