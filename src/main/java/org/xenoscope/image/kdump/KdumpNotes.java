package org.xenoscope.image.kdump;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.NoteSegment;

import java.util.List;

/// The copy of the ELF notes that a dump carries from version 4 on.
final class KdumpNotes {
    private static final int EM_386 = 3;
    private static final int EM_X86_64 = 62;

    /// Bytes of `struct elf_prstatus` on i386 and on x86_64.
    private static final int PRSTATUS_32 = 144;

    private static final int PRSTATUS_64 = 336;

    /// "CORE" as the little-endian word that begins its name.
    private static final long CORE = 0x4552_4f43L;

    private KdumpNotes() {}

    /// {@return the notes, cut to the end of the file; none if the file has none}
    static List<NoteSegment> segments(KdumpFile kdump) {
        long offset = kdump.sub().noteOffset();
        long size = kdump.file().size();
        if (offset <= 0 || kdump.sub().noteBytes() == 0 || offset >= size) {
            return List.of();
        }
        long room = size - offset;
        long bytes = kdump.sub().noteBytes();
        return List.of(new NoteSegment(0, offset, bytes < 0 || bytes > room ? room : bytes, 4));
    }

    /// {@return `e_machine` of the dump that makedumpfile read: what the first CPU's registers say,
    /// else what the writer was}
    static int elfMachine(KdumpFile kdump) {
        int writer = kdump.header().wide() ? EM_X86_64 : EM_386;
        for (NoteSegment notes : segments(kdump)) {
            ByteSource file = kdump.file();
            try {
                long at = notes.fileOffset();
                if (notes.bytes() >= 20 && file.u32(at + 12) == CORE && file.u32(at + 8) == 1) {
                    long bytes = file.u32(at + 4);
                    return bytes == PRSTATUS_32
                            ? EM_386
                            : bytes == PRSTATUS_64 ? EM_X86_64 : writer;
                }
            } catch (UnreadableException _) {
                return writer;
            }
        }
        return writer;
    }
}
