package org.xenoscope.space.root;

import org.xenoscope.image.Image;
import org.xenoscope.note.CrashInfo;
import org.xenoscope.note.CrashRegs;
import org.xenoscope.note.Notes;
import org.xenoscope.note.PrStatus;
import org.xenoscope.place.Known;
import org.xenoscope.space.paging.PagingMode;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which paging mode the hypervisor used, by evidence.
final class Modes {
    private static final int CR4_PAE = 1 << 5;
    private static final int EM_386 = 3;

    private Modes() {}

    /// {@return the mode that the notes tell: the word size of Xen's notes is the hypervisor's, and
    /// cr4 tells PAE from plain i386}
    static Optional<Known<PagingMode>> noted(Notes notes) {
        for (CrashRegs regs : notes.all(CrashRegs.class)) {
            if (regs.wordBytes() == 8) {
                return Optional.of(Known.of(PagingMode.X86_64, "CRASH_REGS has 64-bit words"));
            }
            if (regs.cr4() != 0 || regs.cr3() != 0) {
                return Optional.of(
                        (regs.cr4() & CR4_PAE) != 0
                                ? Known.of(PagingMode.PAE, "bit PAE of cr4 in CRASH_REGS")
                                : Known.of(PagingMode.I386, "cr4 in CRASH_REGS without PAE"));
            }
        }
        return notes.first(CrashInfo.class).filter(info -> info.wordBytes() == 8).isPresent()
                ? Optional.of(Known.of(PagingMode.X86_64, "CRASH_INFO has 64-bit words"))
                : Optional.empty();
    }

    /// {@return the modes in which a note's root may be tried, most likely first}
    static List<PagingMode> likely(Image image, Notes notes) {
        boolean narrow =
                image.elfMachine() == EM_386
                        || notes.first(PrStatus.class)
                                .filter(status -> status.wordBytes() == 4)
                                .isPresent();
        return narrow
                ? List.of(PagingMode.PAE, PagingMode.I386)
                : List.of(PagingMode.X86_64, PagingMode.PAE, PagingMode.I386);
    }

    /// {@return the mode of the tables that a scan found to map themselves}
    static Optional<Known<PagingMode>> scanned(MemoryScan scan) {
        return Stream.of(PagingMode.X86_64, PagingMode.PAE, PagingMode.I386)
                .filter(mode -> !scan.roots(mode).isEmpty())
                .findFirst()
                .map(
                        mode ->
                                Known.of(
                                        mode,
                                        "%d tables of that mode map themselves"
                                                .formatted(scan.roots(mode).size())));
    }
}
