package org.xenoscope.image.elf;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Severity;
import org.xenoscope.place.Size;

import java.util.ArrayList;
import java.util.List;

/// What is wrong with the pieces that program headers describe.
final class Damage {
    private static final String FOUND = "program headers";

    /// Findings of one kind that are listed; the rest is counted.
    private static final int MOST = 16;

    private Damage() {}

    /// {@return the findings about truncated, overlapping and incomplete pieces}
    static List<Finding> of(ElfTables tables, ByteSource file) {
        List<Finding> findings = new ArrayList<>();
        if ((tables.header().flags() & 1) != 0) {
            findings.add(
                    Finding.inFile(
                            Severity.ERROR,
                            "makedumpfile ran out of space; the dump is incomplete.",
                            tables.header().wide() ? 48 : 36,
                            "e_flags"));
        }
        impossible(tables, findings);
        truncated(tables, file.size(), findings);
        overlaps(tables, file, findings);
        return findings;
    }

    private static void impossible(ElfTables tables, List<Finding> findings) {
        int count = 0;
        for (ProgramHeader header : tables.headers()) {
            String sentence = impossible(header);
            if (!sentence.isEmpty() && count++ < MOST) {
                findings.add(Finding.inFile(Severity.ERROR, sentence, header.at(), FOUND));
            }
        }
    }

    private static String impossible(ProgramHeader header) {
        boolean load = header.type() == ProgramHeader.PT_LOAD;
        if (load && !header.isMachineAddress() && header.paddr() != -1L) {
            return "Program header %d has the machine address 0x%x, more than the 52 bits that x86 has; it is not used."
                    .formatted(header.index(), header.paddr());
        }
        if (header.isMemory() && header.memoryInFile() != header.fileBytes()) {
            return "Program header %d stores 0x%x bytes but covers 0x%x; the rest is not used."
                    .formatted(header.index(), header.fileBytes(), header.memoryBytes());
        }
        return "";
    }

    private static void truncated(ElfTables tables, long fileSize, List<Finding> findings) {
        int count = 0;
        for (ProgramHeader header : tables.headers()) {
            boolean described = header.isMemory() || header.type() == ProgramHeader.PT_NOTE;
            long stored = Cover.stored(header, header.fileBytes(), fileSize);
            if (!described || header.fileBytes() == 0 || stored == header.fileBytes()) {
                continue;
            }
            if (count++ < MOST) {
                findings.add(
                        Finding.inFile(
                                Severity.ERROR,
                                sentence(header, stored, fileSize),
                                header.at(),
                                FOUND));
            }
        }
        if (count > MOST) {
            findings.add(
                    Finding.general(
                            Severity.ERROR,
                            "%d more program headers lie past the end of the file."
                                    .formatted(count - MOST),
                            FOUND));
        }
    }

    private static String sentence(ProgramHeader header, long stored, long fileSize) {
        if (header.offset() == fileSize) {
            return "Program header %d starts where the file ends (0x%x); its %s are missing."
                    .formatted(header.index(), fileSize, Size.text(header.fileBytes()));
        }
        if (stored == 0) {
            return "Program header %d starts at 0x%x, %s past the end of the file (0x%x)."
                    .formatted(
                            header.index(),
                            header.offset(),
                            Size.text(header.offset() - fileSize),
                            fileSize);
        }
        if (Long.compareUnsigned(header.offset() + header.fileBytes(), header.offset()) < 0) {
            return "Program header %d claims 0x%x bytes from 0x%x, more than any file has (this one ends at 0x%x)."
                    .formatted(header.index(), header.fileBytes(), header.offset(), fileSize);
        }
        return "Program header %d ends at 0x%x, %s past the end of the file (0x%x)."
                .formatted(
                        header.index(),
                        header.offset() + header.fileBytes(),
                        Size.text(header.fileBytes() - stored),
                        fileSize);
    }

    /// Compares what two headers say of the same memory, for the first pairs and the first bytes of
    /// each: kexec-tools writes none, so that a full comparison would only serve hostile files.
    private static void overlaps(ElfTables tables, ByteSource file, List<Finding> findings) {
        List<ProgramHeader> loads =
                tables.headers().stream()
                        .filter(ProgramHeader::isMemory)
                        .filter(header -> stored(header, file) > 0)
                        .sorted((a, b) -> Long.compareUnsigned(a.paddr(), b.paddr()))
                        .toList();
        int found = 0;
        ProgramHeader low = null;
        for (ProgramHeader high : loads) {
            if (low != null) {
                long distance = high.paddr() - low.paddr();
                long left = stored(low, file) - distance;
                if (Long.compareUnsigned(distance, stored(low, file)) < 0) {
                    if (found++ < MOST) {
                        findings.add(overlap(low, high, distance, file));
                    }
                    if (Long.compareUnsigned(stored(high, file), left) <= 0) {
                        continue; // the enclosing header may overlap the next ones too
                    }
                }
            }
            low = high;
        }
    }

    private static long stored(ProgramHeader header, ByteSource file) {
        return Cover.stored(header, header.memoryInFile(), file.size());
    }

    private static Finding overlap(
            ProgramHeader low, ProgramHeader high, long distance, ByteSource file) {
        long common = Math.min(stored(low, file) - distance, stored(high, file));
        boolean differ = differ(file, low.offset() + distance, high.offset(), common);
        return Finding.inFile(
                differ ? Severity.WARNING : Severity.INFO,
                "Machine 0x%x is stored twice, by program headers %d and %d%s."
                        .formatted(
                                high.paddr(),
                                Math.min(low.index(), high.index()),
                                Math.max(low.index(), high.index()),
                                differ
                                        ? ", and differs; the first is shown"
                                        : "; what was compared of them agrees"),
                high.at(),
                FOUND);
    }

    private static boolean differ(ByteSource file, long a, long b, long length) {
        int checked = (int) Math.min(length, 1 << 16);
        try {
            return !java.util.Arrays.equals(file.read(a, checked), file.read(b, checked));
        } catch (UnreadableException _) {
            return false;
        }
    }
}
