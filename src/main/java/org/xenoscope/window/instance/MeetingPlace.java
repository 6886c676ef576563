package org.xenoscope.window.instance;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Where the programs of one person on one display meet: a socket in a folder that nobody else can
/// enter.
final class MeetingPlace {
    private static final Set<PosixFilePermission> PRIVATE =
            PosixFilePermissions.fromString("rwx------");

    /// Characters of the display's name that are kept; `sockaddr_un` holds 108 bytes in all.
    private static final int LONGEST_DISPLAY = 40;

    private MeetingPlace() {}

    /// {@return the socket's place; nothing where there is no folder that is safe}
    ///
    /// @param runtime `$XDG_RUNTIME_DIR`, "" if it is not set
    /// @param state the program's own folder, used where that is missing or unsafe
    /// @param display the display's name: each has its own program
    /// @param person the name of the user
    static Optional<Path> of(String runtime, Path state, String display, String person) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return Optional.empty();
        }
        return Stream.of(absolute(runtime), Optional.of(state))
                .flatMap(Optional::stream)
                .map(folder -> secure(folder, person))
                .flatMap(Optional::stream)
                .map(folder -> folder.resolve(name(display)))
                .findFirst();
    }

    private static Optional<Path> absolute(String runtime) {
        try {
            return Optional.of(Path.of(runtime))
                    .filter(path -> path.isAbsolute() && Files.isDirectory(path))
                    .map(path -> path.resolve("xenoscope"));
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }

    /// Makes the folder if need be, and believes in it only if it is the person's and closed to
    /// everybody else.
    private static Optional<Path> secure(Path folder, String person) {
        try {
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
            }
            PosixFileAttributes found =
                    Files.readAttributes(
                            folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            boolean safe =
                    found.isDirectory()
                            && found.permissions().equals(PRIVATE)
                            && found.owner().getName().equals(person);
            return safe ? Optional.of(folder) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static String name(String display) {
        String kept = display.replaceAll("[^A-Za-z0-9.]", "_");
        int length = Math.min(LONGEST_DISPLAY, kept.length());
        return "window-" + kept.substring(kept.length() - length);
    }
}
