package org.xenoscope.image.flat;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Progress;
import org.xenoscope.place.Severity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/// The records of a flattened file, made disjoint and sorted by where their bytes belong. Where two
/// hold the same byte, the later one counts, as it would on writing.
///
/// Layout: a header of 4096 bytes, then for each record `i64 offset`, `i64 size`, both big-endian,
/// and the bytes; an offset of -1 ends the file (makedumpfile 1.7.2, makedumpfile.h).
final class Records {
    private static final int HEADER_BYTES = 4096;
    private static final int HEAD_BYTES = 16;

    /// makedumpfile writes records of some megabytes; older versions of 64 KiB, so that these would
    /// be 256 GiB.
    private static final int MOST = 1 << 22;

    /// Records without bytes in a row: a stretch of zeros looks like an endless number of them.
    private static final int MOST_EMPTY = 1 << 10;

    /// No file is larger; sums of offsets and sizes then do not wrap.
    private static final long MOST_BYTES = 1L << 56;

    private static final int STRIDE = 1 << 10;

    private static final String FOUND = "records of the flattened file";

    private final long[] starts;
    private final long[] ends;
    private final long[] places;
    private final long size;
    private final List<Finding> findings;

    private Records(Reader reader) {
        List<long[]> pieces = reader.disjoint();
        starts = pieces.stream().mapToLong(piece -> piece[0]).toArray();
        ends = pieces.stream().mapToLong(piece -> piece[1]).toArray();
        places = pieces.stream().mapToLong(piece -> piece[2]).toArray();
        size = reader.size;
        findings = List.copyOf(reader.findings);
    }

    /// Reads the heads of all records.
    static Records read(ByteSource file, Progress progress) {
        Reader reader = new Reader(file);
        reader.read(progress);
        return new Records(reader);
    }

    /// {@return one more than the last offset that a record speaks of}
    long size() {
        return size;
    }

    List<Finding> findings() {
        return findings;
    }

    boolean holds(int index, long offset) {
        return index < starts.length && offset >= starts[index] && offset < ends[index];
    }

    /// {@return the piece that holds an offset; negative if none does}
    int find(long offset) {
        int found = Arrays.binarySearch(starts, offset);
        int index = found >= 0 ? found : -found - 2;
        return index >= 0 && holds(index, offset) ? index : -1;
    }

    /// {@return the first offset behind `offset` that a piece holds; the size if there is none}
    long next(long offset) {
        int found = Arrays.binarySearch(starts, offset);
        int index = found >= 0 ? found : -found - 1;
        return index < starts.length ? starts[index] : size;
    }

    long end(int index) {
        return ends[index];
    }

    long disk(int index, long offset) {
        return places[index] + (offset - starts[index]);
    }

    /// Reads heads in the order of the file.
    private static final class Reader {
        private final ByteSource file;
        private final List<Finding> findings = new ArrayList<>();
        private long[] starts = new long[64];
        private long[] ends = new long[64];
        private long[] places = new long[64];
        private int count;
        private long size;

        Reader(ByteSource file) {
            this.file = file;
        }

        void read(Progress progress) {
            long at = HEADER_BYTES;
            int empty = 0;
            for (int i = 0; ; i++) {
                if (i % STRIDE == 0) {
                    progress.check();
                }
                if (file.size() - at < HEAD_BYTES) {
                    wrong(at, "The flattened file is cut short: it has no end mark.");
                    return;
                }
                long offset = Long.reverseBytes(file.u64(at));
                long bytes = Long.reverseBytes(file.u64(at + 8));
                if (offset == -1) {
                    return;
                }
                empty = bytes == 0 ? empty + 1 : 0;
                if (offset < 0 || bytes < 0 || offset > MOST_BYTES || bytes > MOST_BYTES) {
                    wrong(
                            at,
                            "A record claims 0x%x bytes at offset 0x%x.".formatted(bytes, offset));
                    return;
                }
                if (empty > MOST_EMPTY || count == MOST) {
                    wrong(at, "More records than a dump has; the rest is not read.");
                    return;
                }
                long there = Math.min(bytes, file.size() - at - HEAD_BYTES);
                add(offset, there, at + HEAD_BYTES);
                size = Math.max(size, offset + bytes);
                if (there < bytes) {
                    wrong(
                            at,
                            "The flattened file is cut short within a record: 0x%x of 0x%x bytes are there."
                                    .formatted(there, bytes));
                    return;
                }
                at += HEAD_BYTES + bytes;
            }
        }

        private void wrong(long at, String sentence) {
            findings.add(
                    Finding.general(
                            Severity.ERROR,
                            "At 0x%x on the disk: %s".formatted(at, sentence),
                            FOUND));
        }

        private void add(long offset, long bytes, long place) {
            if (bytes == 0) {
                return;
            }
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, 2 * count);
                ends = Arrays.copyOf(ends, 2 * count);
                places = Arrays.copyOf(places, 2 * count);
            }
            starts[count] = offset;
            ends[count] = offset + bytes;
            places[count++] = place;
        }

        /// {@return start, end and place on the disk of pieces that do not overlap, sorted}
        ///
        /// A sweep over the starts, n log n; between two of them the latest record that is open
        /// serves.
        List<long[]> disjoint() {
            Integer[] order = new Integer[count];
            Arrays.setAll(order, index -> index);
            Arrays.sort(order, (a, b) -> Long.compare(starts[a], starts[b]));
            PriorityQueue<Integer> open = new PriorityQueue<>((a, b) -> Integer.compare(b, a));
            List<long[]> pieces = new ArrayList<>();
            int next = 0;
            long at = 0;
            while (next < count || !open.isEmpty()) {
                if (open.isEmpty()) {
                    at = Math.max(at, starts[order[next]]);
                }
                while (next < count && starts[order[next]] <= at) {
                    open.add(order[next++]);
                }
                int best = open.element();
                if (ends[best] <= at) {
                    open.remove();
                    continue;
                }
                long end = next < count ? Math.min(ends[best], starts[order[next]]) : ends[best];
                pieces.add(new long[] {at, end, places[best] + (at - starts[best])});
                at = end;
            }
            return pieces;
        }
    }
}
