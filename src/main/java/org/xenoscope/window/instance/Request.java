package org.xenoscope.window.instance;

import org.xenoscope.command.XenoscopeCommand;
import org.xenoscope.place.SpaceId;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a start of the program is to open.
///
/// @param files dumps, companions, folders; none: just a window
/// @param place where to go first, as a person typed it: an address, a symbol
/// @param alone whether the program must not hand it to one that runs
public record Request(List<Path> files, Optional<String> place, boolean alone) {
    /// A symbol, a register, a number, with an offset or none: `init_task+0x10`, `cpu1.rip`.
    private static final Pattern BARE =
            Pattern.compile("[A-Za-z0-9_][\\w.$@#]*(?:[+-](?:0x)?[0-9a-fA-F]{1,16})?");

    private static final Pattern SPACED =
            Pattern.compile("[\\w/:-]+:\\s*[\\w.$@#`]+(?:\\s*[+-]\\s*(?:0x)?[0-9a-fA-F]{1,16})?");

    public Request {
        files = List.copyOf(files);
    }

    /// Reads the arguments of the command line: files by name or as `file:` URIs, a location, and
    /// `--new-process`; behind `--` everything is a file. What exists as a file is one, whatever
    /// else it looks like. What begins with the name of a space is a location, and so is a bare
    /// name behind a file that exists.
    ///
    /// @throws IllegalArgumentException with one sentence, if a name cannot be one of a file
    public static Request of(List<String> arguments) {
        List<Path> files = new ArrayList<>();
        Optional<String> place = Optional.empty();
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
                if (!names && isPlace(argument, files)) {
                    place = Optional.of(argument.strip());
                } else {
                    files.add(file(argument));
                }
            }
        }
        return new Request(files, place, alone);
    }

    private static boolean isPlace(String argument, List<Path> before) {
        try {
            if (Files.exists(Path.of(argument))) {
                return false;
            }
        } catch (InvalidPathException _) {
            return false;
        }
        if (BARE.matcher(argument).matches()) {
            return before.stream().anyMatch(Files::exists);
        }
        int colon = argument.lastIndexOf(':');
        try {
            return colon > 0
                    && !argument.startsWith("file:/")
                    && SPACED.matcher(argument).matches()
                    && !SpaceId.parse(argument.substring(0, colon)).text().isEmpty();
        } catch (IllegalArgumentException _) {
            return false;
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
