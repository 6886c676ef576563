package org.xenoscope.image;

import org.xenoscope.bytes.MappedFile;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Progress;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Opens a file as a dump, or says what it is instead.
public final class ImageFile {
    private ImageFile() {}

    /// Opens a dump. Reads headers only.
    ///
    /// @param path any file or folder that a person may name
    /// @param progress asked whether to stop
    /// @throws NotADumpException if it is something else, with a sentence that says what and what
    ///   to do
    /// @throws IOException if the system cannot read it, with a sentence that names the file
    public static Image open(Path path, Progress progress) throws NotADumpException, IOException {
        Path last = path.getFileName();
        String name = last == null ? path.toString() : last.toString();
        if (Files.isDirectory(path)) {
            throw new NotADumpException("%s is a folder. Open the vmcore in it.".formatted(name));
        }
        MappedFile file = map(path, name);
        try {
            Image image = new Recogniser(name, file, progress).open();
            if (progress.cancelled()) {
                throw new NotADumpException("Opening %s was stopped.".formatted(name));
            }
            return image;
        } catch (NotADumpException | RuntimeException exception) {
            file.close();
            if (exception instanceof UnreadableException unreadable) {
                throw new NotADumpException(
                        "%s could not be read: %s".formatted(name, unreadable.hole().sentence()));
            }
            throw exception;
        }
    }

    private static MappedFile map(Path path, String name) throws IOException {
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
