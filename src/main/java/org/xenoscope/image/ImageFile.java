package org.xenoscope.image;

import org.xenoscope.bytes.DumpFile;
import org.xenoscope.bytes.MappedFile;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.flat.FlatFile;
import org.xenoscope.place.Progress;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/// Opens a file as a dump, or says what it is instead.
public final class ImageFile {
    private ImageFile() {}

    /// Opens a dump. Reads headers only. Of a split dump the other files beside it are opened too.
    ///
    /// @param path any file or folder that a person may name
    /// @param progress asked whether to stop
    /// @throws NotADumpException if it is something else, with a sentence that says what and what
    ///   to do
    /// @throws IOException if the system cannot read it, with a sentence that names the file
    public static Image open(Path path, Progress progress) throws NotADumpException, IOException {
        return open(List.of(path), progress);
    }

    /// Opens a dump that may be written in several files. Reads headers only.
    ///
    /// @param paths the file that the image is named after, then the other parts in any order
    /// @throws NotADumpException if the first file is something else
    /// @throws IOException if the system cannot read one of them
    public static Image open(List<Path> paths, Progress progress)
            throws NotADumpException, IOException {
        Path path = paths.getFirst();
        Path last = path.getFileName();
        String name = last == null ? path.toString() : last.toString();
        if (Files.isDirectory(path)) {
            throw new NotADumpException("%s is a folder. Open the vmcore in it.".formatted(name));
        }
        List<DumpFile> files = new ArrayList<>();
        try {
            for (Path part : paths) {
                files.add(map(part, String.valueOf(part.getFileName())));
                files.add(plain(files.removeLast(), progress));
            }
            if (paths.size() == 1) {
                files.addAll(SplitSiblings.of(files.getFirst(), progress));
            }
            List<DumpFile> further = files.subList(1, files.size());
            Image image = new Recogniser(name, files.getFirst(), further, progress).open();
            if (progress.cancelled()) {
                image.close();
                throw stopped(files.getFirst());
            }
            return image;
        } catch (NotADumpException | IOException | RuntimeException exception) {
            files.forEach(DumpFile::close);
            if (exception instanceof UnreadableException unreadable) {
                throw new NotADumpException(
                        "%s could not be read: %s".formatted(name, unreadable.hole().sentence()));
            }
            throw exception;
        }
    }

    /// {@return the file, put together if it is flattened}
    private static DumpFile plain(DumpFile file, Progress progress) throws NotADumpException {
        if (!FlatFile.is(file.head(FileKind.HEAD))) {
            return file;
        }
        try {
            FlatFile flat = FlatFile.of(file, progress);
            if (!flat.isEmpty()) {
                return flat;
            }
        } catch (CancellationException _) {
            file.close();
            throw stopped(file);
        } catch (UnreadableException exception) {
            file.close();
            throw exception;
        }
        file.close();
        throw new NotADumpException(
                "%s is a flattened makedumpfile (makedumpfile), but none of its records can be read."
                        .formatted(file.path().getFileName()));
    }

    private static NotADumpException stopped(DumpFile file) {
        return new NotADumpException(
                "Opening %s was stopped.".formatted(file.path().getFileName()));
    }

    private static DumpFile map(Path path, String name) throws IOException {
        try {
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                throw new IOException(name + " is a device or a pipe, not a file.");
            }
            return MappedFile.open(path);
        } catch (NoSuchFileException exception) {
            throw new IOException("%s does not exist.".formatted(path), exception);
        } catch (AccessDeniedException exception) {
            throw new IOException(
                    "%s may not be read: permission denied.".formatted(path), exception);
        }
    }
}
