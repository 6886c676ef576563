package org.xenoscope.image.elf;

import org.xenoscope.image.MachineRun;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

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
        List<Piece> cover = new ArrayList<>();
        // what the file holds comes first, then what it lacks, each in header order
        for (Kind kind : Kind.values()) {
            List<Piece> wanted = new ArrayList<>();
            for (ProgramHeader header : headers) {
                if (header.isMemory()) {
                    piece(header, kind, fileSize, wanted);
                }
            }
            cover = merge(cover, wanted);
        }
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
        long described = clip(header.paddr(), header.fileBytes());
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

    /// Cuts a length so that it does not run past the last address; 0 bytes short of 2^64.
    private static long clip(long start, long length) {
        long room = -1L - start;
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

    /// Lays `wanted`, in order of preference, into what `taken` leaves free.
    ///
    /// A sweep over sorted boundaries: n log n, so that thousands of headers cost nothing.
    private static List<Piece> merge(List<Piece> taken, List<Piece> wanted) {
        NavigableMap<Long, Piece> map = new TreeMap<>(Long::compareUnsigned);
        taken.forEach(piece -> map.put(piece.start(), piece));
        for (Piece piece : wanted) {
            insert(map, piece);
        }
        List<Piece> result = new ArrayList<>(map.values());
        result.sort(Comparator.comparing(Piece::start, Long::compareUnsigned));
        return result;
    }

    private static void insert(NavigableMap<Long, Piece> map, Piece piece) {
        long from = piece.start();
        var floor = map.floorEntry(from);
        if (floor != null && Long.compareUnsigned(floor.getValue().last(), from) >= 0) {
            if (Long.compareUnsigned(floor.getValue().last(), piece.last()) >= 0) {
                return;
            }
            from = floor.getValue().last() + 1;
        }
        List<Piece> gaps = new ArrayList<>();
        boolean open = true;
        for (Piece next : map.tailMap(from, true).values()) {
            if (Long.compareUnsigned(next.start(), piece.last()) > 0) {
                break;
            }
            if (Long.compareUnsigned(from, next.start()) < 0) {
                gaps.add(part(piece, from, next.start() - 1));
            }
            if (Long.compareUnsigned(next.last(), piece.last()) >= 0) {
                open = false;
                break;
            }
            from = next.last() + 1;
        }
        if (open) {
            gaps.add(part(piece, from, piece.last()));
        }
        gaps.forEach(gap -> map.put(gap.start(), gap));
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
