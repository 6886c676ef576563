package org.xenoscope.note;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.image.NoteSegment;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Severity;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Finds the notes in the pieces of a dump that hold them.
///
/// A note is `u32 namesz, u32 descsz, u32 type`, the name padded to 4, the contents padded to 4, in
/// ELF64 too. Where padding to 4 leads to nonsense and `p_align` is 8, the contents and the next
/// note are looked for at multiples of 8 bytes, as readelf does.
final class NoteReader {
    /// No owner's name is longer; Linux's own reader has no bound, so that this one is ours.
    private static final long LONGEST_NAME = 4096;

    /// One pCPU has at most three notes and Xen at most 4095 pCPUs; the bound stops a piece of
    /// zeros.
    private static final int MOST_NOTES = 1 << 16;

    private final ByteSource file;
    private final List<NoteHeader> headers = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    // start and end of the pieces that were read: pieces that overlap could repeat a note for ever
    private final NavigableMap<Long, Long> taken = new TreeMap<>();

    private NoteReader(ByteSource file) {
        this.file = file;
    }

    /// Where the notes are, and what is wrong with them.
    record Found(List<NoteHeader> headers, List<Finding> findings) {}

    /// {@return the notes of a dump, in header order}
    static Found read(Image image) {
        NoteReader reader = new NoteReader(image.file());
        for (NoteSegment segment : image.noteSegments()) {
            reader.read(segment);
        }
        return new Found(reader.headers, reader.findings);
    }

    private void read(NoteSegment segment) {
        var before = taken.lowerEntry(segment.fileOffset() + segment.bytes());
        if (segment.bytes() > 0 && before != null && before.getValue() > segment.fileOffset()) {
            findings.add(
                    Finding.inFile(
                            Severity.WARNING,
                            "Program header %d holds notes that another one holds too; they are read once."
                                    .formatted(segment.header()),
                            segment.fileOffset(),
                            "notes"));
            return;
        }
        taken.put(segment.fileOffset(), segment.fileOffset() + segment.bytes());
        try {
            boolean wide = segment.align() == 8 && !plausible(segment, 4) && plausible(segment, 8);
            long align = wide ? 8 : 4;
            walk(segment, align);
        } catch (UnreadableException exception) {
            findings.add(
                    Finding.inFile(
                            Severity.ERROR,
                            "The notes at 0x%x cannot be read: %s"
                                    .formatted(segment.fileOffset(), exception.hole().sentence()),
                            segment.fileOffset(),
                            "notes"));
        }
    }

    /// {@return whether the second note has sizes that fit, if the first is padded so}
    private boolean plausible(NoteSegment segment, long align) {
        if (segment.bytes() < 12) {
            return true;
        }
        long offset = segment.fileOffset();
        long next = pad(12 + file.u32(offset), align) + pad(file.u32(offset + 4), align);
        if (next > segment.bytes() - 12) {
            return true;
        }
        long nameBytes = file.u32(offset + next);
        long descBytes = file.u32(offset + next + 4);
        return nameBytes > 0
                && nameBytes <= LONGEST_NAME
                && 12 + nameBytes + descBytes <= segment.bytes() - next;
    }

    private static long pad(long length, long align) {
        return (length + align - 1) & -align;
    }

    private void walk(NoteSegment segment, long align) {
        long end = segment.fileOffset() + segment.bytes();
        long offset = segment.fileOffset();
        while (end - offset >= 12) {
            if (headers.size() == MOST_NOTES) {
                findings.add(
                        Finding.inFile(
                                Severity.ERROR,
                                "More than %d notes; the rest is skipped.".formatted(MOST_NOTES),
                                offset,
                                "notes"));
                return;
            }
            long nameBytes = file.u32(offset);
            long descBytes = file.u32(offset + 4);
            if (nameBytes == 0) {
                return;
            }
            long left = end - offset - 12;
            long descAt = pad(12 + nameBytes, align) - 12;
            if (nameBytes > LONGEST_NAME || descAt > left || descBytes > left - descAt) {
                passesEnd(offset, nameBytes, descBytes, left);
                return;
            }
            add(offset, nameBytes, offset + 12 + descAt, descBytes);
            offset += 12 + descAt + pad(descBytes, align);
        }
    }

    private void add(long offset, long nameBytes, long descOffset, long descBytes) {
        byte[] name = file.read(offset + 12, (int) nameBytes);
        int length = 0;
        while (length < name.length && name[length] != 0) {
            length++;
        }
        headers.add(
                new NoteHeader(
                        headers.size(),
                        new String(name, 0, length, StandardCharsets.ISO_8859_1),
                        file.u32(offset + 8),
                        offset,
                        descOffset,
                        descBytes));
    }

    private void passesEnd(long offset, long nameBytes, long descBytes, long left) {
        findings.add(
                Finding.inFile(
                        Severity.ERROR,
                        "Note %d at 0x%x claims %d bytes, only %d left; remaining notes skipped."
                                .formatted(headers.size(), offset, nameBytes + descBytes, left),
                        offset,
                        "notes"));
    }
}
