package org.xenoscope.image.kdump;

import org.xenoscope.place.Finding;
import org.xenoscope.place.Severity;
import org.xenoscope.place.Size;

import java.util.ArrayList;
import java.util.List;

/// What is wrong with the headers and bitmaps of a dump.
final class KdumpDamage {
    private static final String FOUND = "kdump header";

    private static final int LAST_VERSION = 6;

    private KdumpDamage() {}

    /// {@return what the headers alone tell}
    static List<Finding> of(KdumpFile file) {
        List<Finding> findings = new ArrayList<>();
        KdumpHeader header = file.header();
        if ((header.status() & KdumpHeader.INCOMPLETE) != 0) {
            findings.add(
                    Finding.inFile(
                            Severity.ERROR,
                            "makedumpfile ran out of space; the dump is incomplete.",
                            header.wide() ? 424 : 412,
                            FOUND));
        }
        version(file, findings);
        bitmaps(file, findings);
        tables(file, findings);
        return findings;
    }

    private static void version(KdumpFile file, List<Finding> findings) {
        KdumpHeader header = file.header();
        if (header.version() < 1 || header.version() > LAST_VERSION) {
            findings.add(
                    Finding.inFile(
                            Severity.WARNING,
                            "The header has version %d; known are 1 to %d."
                                    .formatted(header.version(), LAST_VERSION),
                            8,
                            FOUND));
        }
        if (!header.kdump() || header.version() < 4) {
            findings.add(
                    Finding.inFile(
                            Severity.WARNING,
                            ("A %s header of version %d carries no copy of the notes: what they"
                                            + " tell is looked for in memory.")
                                    .formatted(
                                            header.kdump() ? "kdump" : "diskdump",
                                            header.version()),
                            8,
                            FOUND));
        } else if (KdumpNotes.segments(file).isEmpty()) {
            findings.add(
                    Finding.inFile(
                            Severity.WARNING,
                            "The sub header names no notes that the file holds.",
                            header.blockBytes(),
                            "sub header"));
        } else {
            cutNotes(file, findings);
        }
    }

    private static void cutNotes(KdumpFile file, List<Finding> findings) {
        long claimed = file.sub().noteBytes();
        long there = KdumpNotes.segments(file).getFirst().bytes();
        if (claimed != there) {
            findings.add(
                    Finding.inFile(
                            Severity.ERROR,
                            "The notes should have %s bytes; the file ends after %d of them."
                                    .formatted(Long.toUnsignedString(claimed), there),
                            file.sub().noteOffset(),
                            "sub header"));
        }
    }

    private static void bitmaps(KdumpFile file, List<Finding> findings) {
        if (file.claimedFrames() != file.frames()) {
            findings.add(
                    Finding.inFile(
                            Severity.ERROR,
                            "The header speaks of 0x%x frames; the bitmaps have room for 0x%x."
                                    .formatted(file.claimedFrames(), file.frames()),
                            file.header().bitmapOffset(),
                            FOUND));
        }
        if (file.sub().split()
                && (file.sub().first() > file.sub().end() || file.sub().first() < 0)) {
            findings.add(
                    Finding.inFile(
                            Severity.ERROR,
                            "This part of the dump claims the frames 0x%x to 0x%x."
                                    .formatted(file.sub().first(), file.sub().end()),
                            file.header().blockBytes(),
                            "sub header"));
        }
    }

    private static void tables(KdumpFile file, List<Finding> findings) {
        long end = file.header().descriptorOffset();
        long size = file.file().size();
        if (end > size) {
            findings.add(
                    Finding.inFile(
                            Severity.ERROR,
                            "The file is cut short within its bitmaps, which end at 0x%x, %s past its end (0x%x)."
                                    .formatted(end, Size.text(end - size), size),
                            file.header().bitmapOffset(),
                            FOUND));
        }
    }

    /// {@return what shows once the bitmaps were counted; nothing before}
    static List<Finding> counted(KdumpFile file) {
        if (!file.stored().counted()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        long table = file.header().descriptorOffset();
        long end = table + file.descriptors() * PageDescriptor.BYTES;
        long size = file.file().size();
        if (end > size && table <= size) {
            findings.add(
                    Finding.inFile(
                            Severity.ERROR,
                            ("The file is cut short within its page descriptors: %d of %d can be"
                                            + " read.")
                                    .formatted(
                                            (size - table) / PageDescriptor.BYTES,
                                            file.descriptors()),
                            table,
                            "page descriptors"));
        } else if (!file.whole() && (file.header().status() & KdumpHeader.INCOMPLETE) == 0) {
            findings.add(
                    Finding.inFile(
                            Severity.ERROR,
                            ("The last pages lie past the end of the file (0x%x), or cannot be"
                                            + " read: the file was cut short.")
                                    .formatted(size),
                            table,
                            "page descriptors"));
        }
        if (file.exists().counted() && file.stored().count() > file.exists().count()) {
            findings.add(
                    Finding.inFile(
                            Severity.WARNING,
                            "Bitmap 2 has %d pages in the dump, bitmap 1 only %d that exist."
                                    .formatted(file.stored().count(), file.exists().count()),
                            file.header().bitmapOffset(),
                            "bitmaps"));
        }
        return findings;
    }
}
