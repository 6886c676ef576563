package org.xenoscope.image.kdump;

import org.xenoscope.bytes.DumpFile;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Severity;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The files of one dump in the order of their frames: one, or the parts of a split dump.
final class KdumpParts implements AutoCloseable {
    /// Bytes of notes that two parts must have in common.
    private static final int NOTES = 1 << 20;

    /// Gaps that become findings.
    private static final int MOST_GAPS = 16;

    private static final String FOUND = "sub header";

    private final KdumpFile main;
    private final KdumpFile[] files;
    private final List<Finding> findings = new ArrayList<>();

    private KdumpParts(KdumpFile main, List<KdumpFile> further) {
        this.main = main;
        List<KdumpFile> all = new ArrayList<>(List.of(main));
        all.addAll(further);
        all.sort(Comparator.comparingLong(KdumpFile::first).thenComparingLong(KdumpFile::end));
        files = all.toArray(KdumpFile[]::new);
    }

    /// Reads the headers of all files; those that are no part of the first one's dump are closed.
    static Optional<KdumpParts> of(List<DumpFile> files) {
        Optional<KdumpFile> first = KdumpFile.read(files.getFirst());
        if (first.isEmpty()) {
            return Optional.empty();
        }
        List<KdumpFile> further = new ArrayList<>();
        List<Finding> strange = new ArrayList<>();
        for (DumpFile file : files.subList(1, files.size())) {
            Optional<KdumpFile> part = part(first.get(), file);
            if (part.isPresent()) {
                further.add(part.get());
            } else {
                strange.add(
                        Finding.general(
                                Severity.WARNING,
                                "%s is no part of this dump and is not used."
                                        .formatted(name(file.path())),
                                FOUND));
                file.close();
            }
        }
        KdumpParts parts = new KdumpParts(first.get(), further);
        parts.findings.addAll(strange);
        parts.look();
        return Optional.of(parts);
    }

    private static Optional<KdumpFile> part(KdumpFile main, DumpFile file) {
        try {
            return KdumpFile.read(file).filter(part -> sameDump(main, part));
        } catch (UnreadableException _) {
            return Optional.empty();
        }
    }

    /// Whether two files are parts of one dump: their headers are equal, and so are the notes,
    /// which hold the registers of every CPU at the crash.
    private static boolean sameDump(KdumpFile main, KdumpFile part) {
        if (!main.sub().split() || !part.sub().split() || part.first() == main.first()) {
            return false;
        }
        return Arrays.equals(
                        main.file().read(0, KdumpHeader.BYTES),
                        part.file().read(0, KdumpHeader.BYTES))
                && main.frames() == part.frames()
                && Arrays.equals(notes(main), notes(part));
    }

    private static byte[] notes(KdumpFile file) {
        return KdumpNotes.segments(file).stream()
                .map(
                        notes ->
                                file.file()
                                        .read(
                                                notes.fileOffset(),
                                                (int) Math.min(NOTES, notes.bytes())))
                .findFirst()
                .orElse(new byte[0]);
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /// Says which parts there are and which are missing.
    private void look() {
        if (!main.sub().split()) {
            return;
        }
        findings.add(
                Finding.general(
                        Severity.INFO,
                        "The dump is split; open are %s."
                                .formatted(
                                        String.join(
                                                ", ",
                                                Arrays.stream(files)
                                                        .map(KdumpParts::range)
                                                        .toList())),
                        FOUND));
        long next = 0;
        int gaps = 0;
        for (KdumpFile file : files) {
            if (file.first() > next && gaps++ < MOST_GAPS) {
                gap(next, file.first());
            }
            if (file.first() < next && file.end() > file.first()) {
                findings.add(
                        Finding.general(
                                Severity.WARNING,
                                "Parts of the dump overlap before machine frame 0x%x; the first is read."
                                        .formatted(next),
                                FOUND));
            }
            next = Math.max(next, file.end());
        }
        if (next < main.frames()) {
            gap(next, main.frames());
        }
    }

    private static String range(KdumpFile file) {
        return "%s (machine frames 0x%x to 0x%x)"
                .formatted(name(file.file().path()), file.first(), file.end());
    }

    private void gap(long from, long to) {
        findings.add(
                Finding.general(
                        Severity.ERROR,
                        ("Machine frames 0x%x to 0x%x are in a part of the dump that is not open."
                                        + " Put the parts into one folder.")
                                .formatted(from, to),
                        FOUND));
    }

    /// {@return the file that a person opened}
    KdumpFile main() {
        return main;
    }

    KdumpFile get(int index) {
        return files[index];
    }

    /// {@return the index of the file that describes a frame; -1 if none does}
    int index(long frame) {
        for (int i = 0; i < files.length; i++) {
            if (files[i].describes(frame)) {
                return i;
            }
        }
        return -1;
    }

    /// {@return the first frame from `frame` on, or behind it, at which another file, or none,
    /// describes frames}
    long endOfPart(long frame) {
        int here = index(frame);
        long end = main.frames();
        for (int i = 0; i < files.length; i++) {
            end = files[i].first() > frame ? Math.min(end, files[i].first()) : end;
            end = i == here ? Math.min(end, files[i].end()) : end;
        }
        return end;
    }

    /// {@return the first frame of those before `frame` and itself that the same file describes, or
    /// none}
    long startOfPart(long frame) {
        int here = index(frame);
        long start = 0;
        for (int i = 0; i < files.length; i++) {
            start = files[i].end() <= frame ? Math.max(start, files[i].end()) : start;
            start = i == here ? Math.max(start, files[i].first()) : start;
        }
        return start;
    }

    /// {@return how many pages the open files hold}
    long descriptors() {
        return Arrays.stream(files).mapToLong(KdumpFile::descriptors).sum();
    }

    List<Finding> findings() {
        return findings;
    }

    @Override
    public void close() {
        for (KdumpFile file : files) {
            file.file().close();
        }
    }
}
