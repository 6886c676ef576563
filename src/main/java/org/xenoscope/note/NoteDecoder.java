package org.xenoscope.note;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.image.Image;
import org.xenoscope.place.Field;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Location;
import org.xenoscope.place.Severity;
import org.xenoscope.place.SpaceId;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Turns one note into its record by owner and type together. Sources: xen/include/public/elfnote.h
/// and xen/include/xen/elfcore.h (Xen 3.0.4 to 4.20), kexec-tools crashdump-elf.c.
final class NoteDecoder {
    /// `type` of dom0's CR3 in the dumps of 2006.
    static final long CR3_2006 = 0x1000_0001L;

    private static final int EM_386 = 3;
    private static final long CRASH_INFO = 0x100_0001;
    private static final long CRASH_REGS = 0x100_0002;

    /// A dump has one VMCOREINFO of Xen and at most one of Linux; the bound keeps a file of nothing
    /// but lines from filling the heap.
    private static final int MOST_TEXTS = 16;

    private final Image image;
    private final ByteSource file;
    private final List<Finding> findings;
    private int texts;

    NoteDecoder(Image image, List<Finding> findings) {
        this.image = image;
        this.file = image.file();
        this.findings = findings;
    }

    /// {@return the record of a note; one that is not known, or too short for what it claims to be,
    /// keeps its bytes}
    Note decode(NoteHeader header) {
        Optional<? extends Note> note =
                switch (header.owner()) {
                    case "CORE" -> header.type() == 1 ? prStatus(header) : Optional.empty();
                    case "Xen" -> xen(header);
                    case "VMCOREINFO", "VMCOREINFO_XEN" ->
                            header.type() == 0 && texts++ < MOST_TEXTS
                                    ? VmcoreinfoDecoder.decode(file, header, findings)
                                    : Optional.empty();
                    default ->
                            header.type() == CR3_2006 && header.owner().startsWith("Xen Dom")
                                    ? dom0Cr3(header)
                                    : Optional.empty();
                };
        return note.isPresent() ? note.get() : OtherNotes.decode(file, header);
    }

    private Optional<? extends Note> xen(NoteHeader header) {
        if (header.type() == CRASH_REGS) {
            return crashRegs(header);
        }
        if (header.type() == CRASH_INFO) {
            Optional<CrashInfo> info = CrashInfoDecoder.decode(image, header, findings);
            if (info.isEmpty()) {
                odd(header, "CRASH_INFO");
            }
            return info;
        }
        return Optional.empty();
    }

    private void odd(NoteHeader header, String name) {
        findings.add(
                Finding.inFile(
                        Severity.WARNING,
                        "Note %d, %s, has size %d, which no known layout has; it is kept as bytes."
                                .formatted(header.index(), name, header.descBytes()),
                        header.fileOffset(),
                        "notes"));
    }

    private Optional<PrStatus> prStatus(NoteHeader header) {
        Optional<PrStatusLayout> layout = PrStatusLayout.of(header.descBytes());
        if (layout.isEmpty()) {
            odd(header, "NT_PRSTATUS");
            return Optional.empty();
        }
        if (!layout.get().fits(header.descBytes())) {
            findings.add(
                    Finding.inFile(
                            Severity.WARNING,
                            "Note %d, NT_PRSTATUS, has size %d instead of %d."
                                    .formatted(
                                            header.index(),
                                            header.descBytes(),
                                            layout.get().descBytes()),
                            header.fileOffset(),
                            "notes"));
        }
        return Optional.of(layout.get().decode(file, header));
    }

    private Optional<CrashRegs> crashRegs(NoteHeader header) {
        int wordBytes = header.descBytes() >= 32 ? 8 : 4;
        if (wordBytes == 4 && header.descBytes() != 16) {
            odd(header, "CRASH_REGS");
            return Optional.empty();
        }
        long at = header.descOffset();
        long[] values = new long[4];
        for (int i = 0; i < 4; i++) {
            values[i] = PrStatusLayout.number(file, at + (long) i * wordBytes, wordBytes);
        }
        List<Field> fields =
                List.of(
                        Field.hex("cr0", at, wordBytes, values[0], ""),
                        Field.hex("cr2", at + wordBytes, wordBytes, values[1], "last page fault"),
                        new Field(
                                "cr3",
                                at + 2L * wordBytes,
                                wordBytes,
                                values[2],
                                Field.Form.HEX,
                                Location.hex(values[2]),
                                "page table the CPU was using",
                                Optional.of(
                                        new Location(
                                                SpaceId.MACHINE, values[2] & rootMask(wordBytes)))),
                        Field.hex("cr4", at + 3L * wordBytes, wordBytes, values[3], ""));
        return Optional.of(
                new CrashRegs(
                        header, wordBytes, fields, values[0], values[1], values[2], values[3]));
    }

    /// Bits of cr3 that are the address of the root: without PCID, or on i386, where PAE's root is
    /// 32-byte aligned, without the cache bits.
    private static long rootMask(int wordBytes) {
        return wordBytes == 8 ? 0x000f_ffff_ffff_f000L : 0xffff_ffe0L;
    }

    /// One word is a CR3 or a frame number; a longer note is read like CRASH_INFO: last word.
    private Optional<Dom0Cr3> dom0Cr3(NoteHeader header) {
        int wordBytes = header.descBytes() == 4 || image.elfMachine() == EM_386 ? 4 : 8;
        int words = (int) Math.min(64, header.descBytes() / wordBytes);
        if (words == 0) {
            odd(header, "Xen Domain-0 CR3");
            return Optional.empty();
        }
        List<Field> fields = new ArrayList<>();
        long value = 0;
        for (int i = 0; i < words; i++) {
            long at = header.descOffset() + (long) i * wordBytes;
            value = PrStatusLayout.number(file, at, wordBytes);
            boolean last = i == words - 1;
            String name =
                    words == 1 ? "cr3" : last ? "dom0_pfn_to_mfn_frame_list_list" : "word " + i;
            String meaning = words == 1 ? "dom0's CR3, or its frame number" : "";
            fields.add(Field.hex(name, at, wordBytes, value, meaning));
        }
        return Optional.of(new Dom0Cr3(header, List.copyOf(fields), value));
    }

    /// {@return characters up to the first NUL; what is no ASCII is shown as a dot}
    static String text(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
