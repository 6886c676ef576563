package org.xenoscope.image;

import org.xenoscope.place.Progress;

import java.io.IOException;
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
        if (!java.nio.file.Files.isReadable(path)) {
            throw new IOException(path + " cannot be read.");
        }
        throw new NotADumpException("%s is no known dump.".formatted(path.getFileName()));
    }
}
