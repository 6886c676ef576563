package org.xenoscope.image;

import org.xenoscope.bytes.DumpFile;
import org.xenoscope.bytes.MappedFile;
import org.xenoscope.image.kdump.KdumpImage;
import org.xenoscope.place.Progress;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds the other files of a split dump (`makedumpfile --split`), which a person most often keeps
/// in one folder. Their names are free, so that their headers tell.
final class SplitSiblings {
    /// Files of a folder that are looked at: a folder of dumps has a few.
    private static final int MOST_ENTRIES = 1024;

    /// Files that are taken: makedumpfile writes one for each process that a person starts.
    private static final int MOST_PARTS = 64;

    /// Bytes of the main header, which is equal in all parts: `struct disk_dump_header` with 64-bit
    /// times, makedumpfile 1.7.2, diskdump_mod.h.
    private static final int HEADER = 464;

    private SplitSiblings() {}

    /// {@return files beside a dump that begin with the same header, if its header says that it is
    /// split; else none}. The caller closes them.
    static List<DumpFile> of(DumpFile file, Progress progress) {
        Path folder = file.path().toAbsolutePath().getParent();
        if (folder == null || !KdumpImage.isSplit(file)) {
            return List.of();
        }
        byte[] header = file.head(HEADER);
        List<DumpFile> found = new ArrayList<>();
        for (Path path : entries(folder)) {
            if (found.size() >= MOST_PARTS || progress.cancelled()) {
                break;
            }
            add(found, path, file.path(), header);
        }
        return found;
    }

    private static List<Path> entries(Path folder) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path path : stream) {
                if (entries.size() >= MOST_ENTRIES) {
                    break;
                }
                entries.add(path);
            }
        } catch (IOException | DirectoryIteratorException _) {
            // a folder that cannot be listed has no further parts; the gap is a finding
        }
        entries.sort(null);
        return entries;
    }

    private static void add(List<DumpFile> found, Path path, Path first, byte[] header) {
        try {
            if (!Files.isRegularFile(path) || Files.isSameFile(path, first)) {
                return;
            }
            DumpFile file = MappedFile.open(path);
            boolean alike = false;
            try {
                alike = Arrays.equals(file.head(HEADER), header);
            } finally {
                if (!alike) {
                    file.close();
                }
            }
            if (alike) {
                found.add(file);
            }
        } catch (IOException | RuntimeException _) {
            // one that cannot be read is no part; the gap is a finding
        }
    }
}
