package org.xenoscope.note;

import org.xenoscope.place.Part;

import java.util.ArrayList;
import java.util.List;

/// The notes as people look at them: those of each pCPU together, then the rest.
final class NoteTree {
    private NoteTree() {}

    /// Pairs the notes by pCPU: the n-th NT_PRSTATUS is pCPU n, and what follows it up to the next
    /// one belongs to its group. CRASH_INFO stands behind pCPU 0's notes whichever pCPU crashed.
    static List<List<Note>> groups(List<Note> notes) {
        List<List<Note>> groups = new ArrayList<>();
        for (Note note : notes) {
            if (note instanceof PrStatus) {
                groups.add(new ArrayList<>());
            }
            if (!groups.isEmpty() && belongsToCpu(note)) {
                groups.getLast().add(note);
            }
        }
        return groups;
    }

    /// {@return whether a note is one of those that Xen writes for one pCPU}
    static boolean belongsToCpu(Note note) {
        return switch (note) {
            case PrStatus _, CrashRegs _, CrashInfo _, Dom0Cr3 _ -> true;
            case Vmcoreinfo _, OtherNote _ -> false;
        };
    }

    /// {@return the tree of all notes}
    static List<Part> parts(List<Note> notes) {
        List<Part> children = new ArrayList<>();
        List<List<Note>> groups = groups(notes);
        for (int cpu = 0; cpu < groups.size(); cpu++) {
            List<Note> group = groups.get(cpu);
            NoteHeader first = group.getFirst().header();
            NoteHeader last = group.getLast().header();
            children.add(
                    new Part(
                            "pCPU " + cpu,
                            group.size() == 1 ? "1 note" : group.size() + " notes",
                            "",
                            first.fileOffset(),
                            last.fileOffset() + last.bytes() - first.fileOffset(),
                            List.of(),
                            group.stream().map(NoteTree::part).toList()));
        }
        boolean grouped = !groups.isEmpty();
        for (Note note : notes) {
            boolean before =
                    grouped
                            && note.header().index()
                                    < groups.getFirst().getFirst().header().index();
            if (!grouped || before || !belongsToCpu(note)) {
                children.add(part(note));
            }
        }
        if (children.isEmpty()) {
            return List.of();
        }
        long start = notes.getFirst().header().fileOffset();
        NoteHeader end = notes.getLast().header();
        return List.of(
                new Part(
                        "Notes",
                        Integer.toString(notes.size()),
                        "",
                        start,
                        Math.max(0, end.fileOffset() + end.bytes() - start),
                        List.of(),
                        children));
    }

    private static Part part(Note note) {
        NoteHeader header = note.header();
        String owner = note.name().equals(header.owner()) ? "" : header.owner() + " · ";
        return new Part(
                note.name(),
                owner + header.descBytes() + " B",
                "",
                header.fileOffset(),
                header.bytes(),
                note.fields(),
                List.of());
    }
}
