package org.xenoscope.dump;

import org.xenoscope.place.SpaceId;

import java.nio.file.Path;
import java.util.Optional;

/// A file of symbols that is in use beside the dump.
///
/// @param path where it lies
/// @param space whose symbols it holds
/// @param symbols how many
/// @param buildId the linker's note in it, in hex, if it has one
public record CompanionFile(Path path, SpaceId space, int symbols, Optional<String> buildId) {
    /// {@return the name without its folder}
    public String name() {
        return String.valueOf(path.getFileName());
    }
}
