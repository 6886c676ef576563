package org.xenoscope.note;

import org.xenoscope.place.Finding;
import org.xenoscope.place.Severity;

import java.util.List;

/// What is missing among the notes, or contradicts itself.
final class NoteFindings {
    private static final String FOUND = "notes";

    private NoteFindings() {}

    /// Adds the findings about the notes as a whole.
    static void add(List<Note> notes, List<CpuNotes> cpus, List<Finding> findings) {
        long controls = count(notes, CrashRegs.class);
        long infos = count(notes, CrashInfo.class);
        boolean old = count(notes, Dom0Cr3.class) > 0;
        boolean xen = controls > 0 || infos > 0 || old;
        boolean linux = notes.stream().anyMatch(note -> note.header().owner().equals("VMCOREINFO"));
        if (!xen && linux) {
            general(
                    findings,
                    Severity.WARNING,
                    "A Linux crash dump without Xen: no hypervisor in it. File, notes and memory by"
                            + " machine address can be read.");
        } else if (infos == 0) {
            general(
                    findings,
                    Severity.WARNING,
                    "No Xen CRASH_INFO: hypervisor version and dom0's p2m are not known from the"
                            + " notes.");
        }
        if (infos > 0 && notes.stream().noneMatch(NoteFindings::isTextOfXen)) {
            general(
                    findings,
                    Severity.INFO,
                    "No VMCOREINFO_XEN (Xen before 3.3, or a crash image loaded by another path).");
        }
        if (infos > 1) {
            general(
                    findings,
                    Severity.WARNING,
                    "%d notes are CRASH_INFO; the first is used.".formatted(infos));
        }
        long texts = notes.stream().filter(NoteFindings::isTextOfXen).count();
        if (texts > 1) {
            general(
                    findings,
                    Severity.WARNING,
                    "%d notes are VMCOREINFO_XEN; the first is used.".formatted(texts));
        }
        if (controls > 0 && controls != cpus.size()) {
            general(
                    findings,
                    Severity.WARNING,
                    "%d NT_PRSTATUS but %d CRASH_REGS: CPU groups are uneven; each is paired with the one it follows."
                            .formatted(cpus.size(), controls));
        }
        for (CpuNotes cpu : cpus) {
            cpu.status()
                    .filter(PrStatus::blank)
                    .ifPresent(
                            status ->
                                    findings.add(
                                            Finding.inFile(
                                                    Severity.WARNING,
                                                    neverSaved(cpu.index()),
                                                    status.header().fileOffset(),
                                                    FOUND)));
        }
    }

    /// {@return the sentence about a pCPU whose registers are all zero}
    static String neverSaved(int cpu) {
        return "pCPU %d never saved its registers (offline, or it did not answer the NMI)."
                .formatted(cpu);
    }

    private static long count(List<Note> notes, Class<? extends Note> kind) {
        return notes.stream().filter(kind::isInstance).count();
    }

    private static boolean isTextOfXen(Note note) {
        return note.header().owner().equals("VMCOREINFO_XEN");
    }

    private static void general(List<Finding> findings, Severity severity, String sentence) {
        findings.add(Finding.general(severity, sentence, FOUND));
    }
}
