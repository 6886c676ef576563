package org.xenoscope.space.root;

import org.xenoscope.image.Image;
import org.xenoscope.note.CrashInfo;
import org.xenoscope.note.CrashRegs;
import org.xenoscope.note.Notes;
import org.xenoscope.note.PrStatus;
import org.xenoscope.place.Known;
import org.xenoscope.space.paging.PagingMode;

/// Which paging mode the hypervisor used, by evidence.
final class Modes {
    private static final int CR4_PAE = 1 << 5;
    private static final int EM_386 = 3;

    private Modes() {}

    /// {@return the mode and the fact it rests on}. The word size of the notes is the hypervisor's;
    /// cr4 tells PAE from plain i386; without either, 32-bit dumps are tried as PAE first.
    static Known<PagingMode> of(Image image, Notes notes) {
        for (CrashRegs regs : notes.all(CrashRegs.class)) {
            if (regs.wordBytes() == 8) {
                return Known.of(PagingMode.X86_64, "CRASH_REGS has 64-bit words");
            }
            if (regs.cr4() != 0 || regs.cr3() != 0) {
                return (regs.cr4() & CR4_PAE) != 0
                        ? Known.of(PagingMode.PAE, "bit PAE of cr4 in CRASH_REGS")
                        : Known.of(PagingMode.I386, "cr4 in CRASH_REGS without PAE");
            }
        }
        if (notes.first(CrashInfo.class).filter(info -> info.wordBytes() == 8).isPresent()) {
            return Known.of(PagingMode.X86_64, "CRASH_INFO has 64-bit words");
        }
        boolean narrow =
                image.elfMachine() == EM_386
                        || notes.first(PrStatus.class)
                                .filter(status -> status.wordBytes() == 4)
                                .isPresent();
        return narrow
                ? Known.of(PagingMode.PAE, "the dump is of a 32-bit machine; PAE is assumed")
                : Known.of(PagingMode.X86_64, "the dump is of an x86_64 machine");
    }
}
