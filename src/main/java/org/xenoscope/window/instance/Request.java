package org.xenoscope.window.instance;

import org.xenoscope.command.XenoscopeCommand;
import org.xenoscope.place.Location;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a start of the program is to open.
///
/// @param files dumps, companions, folders; none: just a window
/// @param place where to go first
/// @param alone whether the program must not hand it to one that runs
public record Request(List<Path> files, Optional<Location> place, boolean alone) {
    public Request {
        files = List.copyOf(files);
    }

    /// Reads the arguments of the command line: files by name or as `file:` URIs, a location, and
    /// `--new-process`; behind `--` everything is a file. What exists as a file is one, whatever
    /// else it looks like.
    ///
    /// @throws IllegalArgumentException with one sentence, if a name cannot be one of a file
    public static Request of(List<String> arguments) {
        List<Path> files = new ArrayList<>();
        Optional<Location> place = Optional.empty();
        boolean alone = false;
        boolean names = false;
        for (String argument : arguments) {
            if (argument.isEmpty()) {
                continue;
            }
            if (!names && argument.equals("--")) {
                names = true;
            } else if (!names && argument.equals(XenoscopeCommand.NEW_PROCESS)) {
                alone = true;
            } else {
                Optional<Location> location = names ? Optional.empty() : location(argument);
                if (location.isPresent()) {
                    place = location;
                } else {
                    files.add(file(argument));
                }
            }
        }
        return new Request(files, place, alone);
    }

    private static Optional<Location> location(String argument) {
        try {
            return Files.exists(Path.of(argument))
                    ? Optional.empty()
                    : Optional.of(Location.parse(argument));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Path file(String argument) {
        try {
            Path named = Path.of(argument);
            return Files.exists(named) ? named : UriList.file(argument).orElse(named);
        } catch (InvalidPathException exception) {
            throw new IllegalArgumentException(
                    "\"%s\" cannot be a file's name in this locale; LC_ALL=C.UTF-8 may help."
                            .formatted(argument),
                    exception);
        }
    }
}
