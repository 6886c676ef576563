package org.xenoscope.image.core;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.image.elf.ProgramHeader;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Progress;
import org.xenoscope.place.Severity;

import java.util.ArrayList;
import java.util.List;

/// `.xen_p2m` or `.xen_pfn`: entry n names the frame of page n of `.xen_pages`. Entries whose
/// frames follow each other are one run; the table is sorted by the guest's frame numbers, not by
/// machine frames, and may be in any order.
///
/// @param runs the runs, as if they were program headers: the index is the run's first entry
/// @param findings what is wrong with the table
record FrameTable(List<ProgramHeader> runs, List<Finding> findings) {
    /// Runs that are kept: about 64 MiB of memory. A domain that was given its memory in single
    /// frames may have more.
    static final int MOST_RUNS = 1 << 18;

    private static final int PAGE = 4096;

    /// An entry that names no frame; its page is padding.
    private static final long INVALID = -1;

    /// Frames of the 52 bits of address that x86 has.
    private static final long MOST_FRAMES = 1L << 40;

    /// Entries between two questions whether to stop.
    private static final int STRIDE = 1 << 14;

    /// Reads the table.
    ///
    /// @param p2m whether its entries are pairs of the guest's frame and the machine's
    /// @param count entries that the file has
    /// @throws org.xenoscope.bytes.UnreadableException if the file has shrunk
    static FrameTable read(ByteSource file, Section table, Section pages, boolean p2m, int count) {
        int entry = p2m ? 16 : 8;
        List<ProgramHeader> runs = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        long impossible = 0;
        int first = 0;
        long start = 0;
        int length = 0;
        int read = 0;
        for (; read < count && runs.size() < MOST_RUNS; read++) {
            if (read % STRIDE == 0) {
                Progress.current().check();
            }
            long at = table.offset() + (long) read * entry;
            long frame = file.u64(p2m ? at + 8 : at);
            boolean none = frame == INVALID || (p2m && file.u64(at) == INVALID);
            boolean wrong = !none && Long.compareUnsigned(frame, MOST_FRAMES) >= 0;
            impossible += wrong ? 1 : 0;
            if (!none && !wrong && length > 0 && frame == start + length) {
                length++;
                continue;
            }
            add(runs, table, pages, entry, first, start, length);
            first = read;
            start = frame;
            length = none || wrong ? 0 : 1;
        }
        if (runs.size() < MOST_RUNS) {
            add(runs, table, pages, entry, first, start, length);
        } else {
            findings.add(
                    finding(
                            table,
                            "Only the first %d of %d entries of %s are used: its frames are too scattered to be kept; the other pages are not shown."
                                    .formatted(first, count, table.name())));
        }
        if (impossible > 0) {
            findings.add(
                    finding(
                            table,
                            "%d entries of %s name frames that no x86 machine has; they are not used."
                                    .formatted(impossible, table.name())));
        }
        return new FrameTable(List.copyOf(runs), List.copyOf(findings));
    }

    private static void add(
            List<ProgramHeader> runs,
            Section table,
            Section pages,
            int entry,
            int first,
            long start,
            int length) {
        if (length > 0) {
            long bytes = (long) length * PAGE;
            runs.add(
                    new ProgramHeader(
                            first,
                            true,
                            table.offset() + (long) first * entry,
                            ProgramHeader.PT_LOAD,
                            0,
                            pages.offset() + (long) first * PAGE,
                            0,
                            start * PAGE,
                            bytes,
                            bytes,
                            0));
        }
    }

    private static Finding finding(Section table, String sentence) {
        return Finding.inFile(Severity.ERROR, sentence, table.offset(), table.name());
    }
}
