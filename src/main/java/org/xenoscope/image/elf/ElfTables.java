package org.xenoscope.image.elf;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.image.NoteSegment;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Part;
import org.xenoscope.place.Severity;
import org.xenoscope.place.Size;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The header tables of an ELF file, as far as they can be read.
///
/// @param header the ELF header
/// @param headers the program headers
/// @param findings what is wrong with the tables themselves
record ElfTables(ElfHeader header, List<ProgramHeader> headers, List<Finding> findings) {
    /// More program headers than any dump has: kexec-tools writes at most 32768 ranges. The bound
    /// keeps a lie in `sh_info` from filling the heap.
    private static final int MOST_HEADERS = 1 << 17;

    private static final String FOUND = "ELF header";

    /// Reads the tables; what cannot be read becomes a finding.
    static ElfTables read(ByteSource file, boolean wide) {
        ElfHeader header = ElfHeader.read(file, wide);
        List<Finding> findings = new ArrayList<>();
        OptionalLong count = count(file, header, findings);
        List<ProgramHeader> headers =
                count.isEmpty() || count.getAsLong() > 0
                        ? headers(file, header, count, findings)
                        : List.of();
        return new ElfTables(header, headers, List.copyOf(findings));
    }

    private static List<ProgramHeader> headers(
            ByteSource file, ElfHeader header, OptionalLong count, List<Finding> findings) {
        long table = table(file, header, findings);
        int size = ProgramHeader.bytes(header.wide());
        long room = Math.max(0, file.size() - table) / size;
        if (count.isPresent() && count.getAsLong() > Math.min(room, MOST_HEADERS)) {
            String sentence =
                    room < MOST_HEADERS
                            ? "The file is cut short within its program headers: %d of %d can be"
                                    + " read."
                            : "Only the first %d of %d program headers are read.";
            findings.add(
                    Finding.inFile(
                            Severity.ERROR,
                            sentence.formatted(Math.min(room, MOST_HEADERS), count.getAsLong()),
                            table,
                            FOUND));
        }
        long readable = Math.min(count.orElse(ElfHeader.PN_XNUM), Math.min(room, MOST_HEADERS));
        // where nobody says how many there are, the table ends before what its headers describe
        long end = Long.MAX_VALUE;
        List<ProgramHeader> headers = new ArrayList<>();
        for (int i = 0; i < readable; i++) {
            long at = table + (long) i * size;
            if (count.isEmpty() && end - size < at) {
                break;
            }
            ProgramHeader next = ProgramHeader.read(file, header.wide(), i, at);
            headers.add(next);
            if (next.fileBytes() != 0 && next.offset() > 0) {
                end = Math.min(end, next.offset());
            }
        }
        return List.copyOf(headers);
    }

    /// Where the program headers are; the place behind the ELF header if `e_phoff` cannot be true.
    private static long table(ByteSource file, ElfHeader header, List<Finding> findings) {
        boolean wide = header.wide();
        long table = header.programHeaders();
        if (header.programHeaderBytes() == ProgramHeader.bytes(wide)
                && Long.compareUnsigned(table, file.size()) < 0) {
            return table;
        }
        findings.add(
                Finding.inFile(
                        Severity.ERROR,
                        ("Program headers unreadable where the ELF header puts them (offset 0x%x,"
                             + " %d bytes each); they are looked for behind the ELF header.")
                                .formatted(table, header.programHeaderBytes()),
                        wide ? 32 : 28,
                        FOUND));
        return ElfHeader.bytes(wide);
    }

    /// The number of program headers, if anything tells it; `PN_XNUM` means `sh_info` of section
    /// header 0.
    private static OptionalLong count(ByteSource file, ElfHeader header, List<Finding> findings) {
        if (header.programHeaderCount() != ElfHeader.PN_XNUM) {
            return OptionalLong.of(header.programHeaderCount());
        }
        long info = header.wide() ? 44 : 28;
        long at = header.sectionHeaders();
        if (at == 0 || Long.compareUnsigned(at, file.size()) >= 0 || file.size() - at < info + 4) {
            findings.add(
                    Finding.inFile(
                            Severity.ERROR,
                            "e_phnum is PN_XNUM but the file has no section header 0 at 0x%x."
                                    .formatted(at),
                            header.wide() ? 56 : 44,
                            FOUND));
            return OptionalLong.empty();
        }
        return OptionalLong.of(file.u32(at + info));
    }

    /// {@return the pieces that hold notes, cut to the end of the file}
    List<NoteSegment> noteSegments(long fileSize) {
        return headers.stream()
                .filter(part -> part.type() == ProgramHeader.PT_NOTE)
                .filter(part -> Long.compareUnsigned(part.offset(), fileSize) < 0)
                .map(
                        part ->
                                new NoteSegment(
                                        part.index(),
                                        part.offset(),
                                        Cover.stored(part, part.fileBytes(), fileSize),
                                        part.align()))
                .toList();
    }

    /// {@return what a byte of the file belongs to, in words}
    String describe(long fileOffset, long fileSize) {
        if (Long.compareUnsigned(fileOffset, fileSize) >= 0) {
            return "nothing: the file ends at 0x%x".formatted(fileSize);
        }
        if (fileOffset < ElfHeader.bytes(header.wide())) {
            return "the ELF header";
        }
        int size = ProgramHeader.bytes(header.wide());
        for (ProgramHeader part : headers) {
            if (Long.compareUnsigned(fileOffset - part.at(), size) < 0) {
                return "program header " + part.index();
            }
            if (part.type() == ProgramHeader.PT_NOTE
                    && Long.compareUnsigned(fileOffset - part.offset(), part.fileBytes()) < 0) {
                return "the notes";
            }
        }
        return "no header, note or memory";
    }

    /// {@return the tables as a tree}
    List<Part> parts(long fileSize) {
        int size = ProgramHeader.bytes(header.wide());
        List<Part> children = headers.stream().map(part -> part(part, size, fileSize)).toList();
        long first = headers.isEmpty() ? header.programHeaders() : headers.getFirst().at();
        return List.of(
                new Part(
                        "ELF header",
                        header.headerBytes() + " B",
                        "",
                        0,
                        ElfHeader.bytes(header.wide()),
                        header.fields(),
                        List.of()),
                new Part(
                        "Program headers",
                        Integer.toString(headers.size()),
                        "",
                        first,
                        (long) size * headers.size(),
                        List.of(),
                        children));
    }

    private static Part part(ProgramHeader header, int size, long fileSize) {
        boolean load = header.type() == ProgramHeader.PT_LOAD;
        long stored = Cover.stored(header, header.fileBytes(), fileSize);
        String whole = Size.text(header.fileBytes());
        String badge = stored == header.fileBytes() ? "" : Size.of(stored, header.fileBytes());
        String name = "#" + header.index() + " " + header.typeName();
        if (load) {
            name += " 0x" + Long.toHexString(header.paddr());
        }
        return new Part(name, whole, badge, header.at(), size, header.fields(), List.of());
    }
}
