package org.xenoscope.image.elf;

import org.xenoscope.image.MachineRun;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Which program header serves which machine address: disjoint stretches sorted by address, the
/// first header of the file winning where two overlap.
///
/// Every stretch has a kind: bytes in the file, bytes past the file's end, or memory that the file
/// stores no byte of.
final class Cover {
    /// What stands behind a stretch.
    enum Kind {
        /// bytes of the file
        STORED,
        /// bytes that the header puts past the end of the file
        TRUNCATED,
        /// memory behind `p_filesz`
        NOT_STORED
    }

    /// A stretch of machine memory.
    record Piece(long start, long last, long fileOffset, ProgramHeader header, Kind kind) {}

    private final long[] starts;
    private final long[] lasts;
    private final Piece[] pieces;
    private final List<MachineRun> runs = new ArrayList<>();
    // The index of the last hit. Read and written without order: a stale value costs a search.
    private int recent;

    Cover(List<ProgramHeader> headers, long fileSize) {
        List<Piece> wanted = new ArrayList<>();
        // what the file holds comes first, then what it lacks, each in header order
        for (Kind kind : Kind.values()) {
            for (ProgramHeader header : headers) {
                if (header.isMemory()) {
                    piece(header, kind, fileSize, wanted);
                }
            }
        }
        List<Piece> cover = disjoint(wanted);
        pieces = cover.toArray(Piece[]::new);
        starts = cover.stream().mapToLong(Piece::start).toArray();
        lasts = cover.stream().mapToLong(Piece::last).toArray();
        for (Piece piece : pieces) {
            if (piece.kind() == Kind.STORED) {
                runs.add(
                        new MachineRun(
                                piece.start(),
                                piece.last() - piece.start() + 1,
                                piece.fileOffset(),
                                piece.header().index()));
            }
        }
    }

    /// Adds the part of a header that is of that kind, if there is one.
    private static void piece(ProgramHeader header, Kind kind, long fileSize, List<Piece> wanted) {
        long described = clip(header.paddr(), header.memoryInFile());
        long stored = stored(header, described, fileSize);
        long memory = clip(header.paddr(), header.memoryBytes());
        switch (kind) {
            case STORED -> add(wanted, header, 0, stored, kind);
            case TRUNCATED -> add(wanted, header, stored, described, kind);
            case NOT_STORED -> add(wanted, header, described, memory, kind);
        }
    }

    private static void add(
            List<Piece> wanted, ProgramHeader header, long from, long to, Kind kind) {
        if (Long.compareUnsigned(from, to) < 0) {
            long start = header.paddr() + from;
            wanted.add(
                    new Piece(
                            start, header.paddr() + to - 1, header.offset() + from, header, kind));
        }
    }

    /// Cuts a length so that it does not run past the last machine address.
    private static long clip(long start, long length) {
        long room = ProgramHeader.MACHINE_END - start;
        return Long.compareUnsigned(length, room) > 0 ? room : length;
    }

    /// {@return how many of the `described` bytes the file really has}
    static long stored(ProgramHeader header, long described, long fileSize) {
        if (Long.compareUnsigned(header.offset(), fileSize) >= 0) {
            return 0;
        }
        long room = fileSize - header.offset();
        return Long.compareUnsigned(described, room) > 0 ? room : described;
    }

    /// Cuts pieces that overlap, given in order of preference, into pieces that do not.
    ///
    /// A sweep over their boundaries in the order of addresses: n log n, so that a file with
    /// hundreds of thousands of overlapping headers opens too. Between two boundaries the open
    /// piece that is preferred most serves.
    private static List<Piece> disjoint(List<Piece> wanted) {
        Integer[] byStart = new Integer[wanted.size()];
        Arrays.setAll(byStart, rank -> rank);
        Arrays.sort(
                byStart,
                Comparator.comparing(rank -> wanted.get(rank).start(), Long::compareUnsigned));
        PriorityQueue<Integer> open = new PriorityQueue<>();
        List<Piece> result = new ArrayList<>();
        int next = 0;
        long at = 0;
        while (next < byStart.length || !open.isEmpty()) {
            if (open.isEmpty()) {
                at = wanted.get(byStart[next]).start();
            }
            while (next < byStart.length && wanted.get(byStart[next]).start() == at) {
                open.add(byStart[next++]);
            }
            Piece best = wanted.get(open.element());
            if (Long.compareUnsigned(best.last(), at) < 0) {
                open.remove(); // it ended under one that was preferred
                continue;
            }
            long last = best.last();
            if (next < byStart.length) {
                long before = wanted.get(byStart[next]).start() - 1;
                last = Long.compareUnsigned(before, last) < 0 ? before : last;
            }
            append(result, part(best, at, last));
            at = last + 1;
        }
        return result;
    }

    /// Adds a piece, joined to the one before if both are neighbours in the same header.
    private static void append(List<Piece> result, Piece piece) {
        if (!result.isEmpty()) {
            Piece before = result.getLast();
            if (before.last() + 1 == piece.start()
                    && before.header().index() == piece.header().index()
                    && before.kind() == piece.kind()) {
                result.removeLast();
                result.add(part(before, before.start(), piece.last()));
                return;
            }
        }
        result.add(piece);
    }

    private static Piece part(Piece piece, long start, long last) {
        return new Piece(
                start,
                last,
                piece.fileOffset() + (start - piece.start()),
                piece.header(),
                piece.kind());
    }

    /// {@return what the file holds}
    List<MachineRun> runs() {
        return List.copyOf(runs);
    }

    /// {@return all stretches, sorted}
    List<Piece> pieces() {
        return List.of(pieces);
    }

    /// {@return the index of the stretch that holds `maddr`, or -1 minus the index of the next one}
    int find(long maddr) {
        int hint = recent;
        if (hint < starts.length
                && Long.compareUnsigned(maddr - starts[hint], lasts[hint] - starts[hint]) <= 0) {
            return hint;
        }
        int low = 0;
        int high = starts.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(maddr, starts[middle]) < 0) {
                high = middle - 1;
            } else if (Long.compareUnsigned(maddr, lasts[middle]) > 0) {
                low = middle + 1;
            } else {
                recent = middle;
                return middle;
            }
        }
        return -1 - low;
    }

    /// {@return the stretch at an index that {@link #find} gave}
    Piece piece(int index) {
        return pieces[index];
    }

    /// {@return how many stretches there are}
    int size() {
        return pieces.length;
    }
}
