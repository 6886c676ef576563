package org.xenoscope.command;

import org.xenoscope.symbol.Companion;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Files of symbols that a person names beside the dump without an option, in any order: `xenoscope
/// report vmlinux vmcore xen-syms`. Each becomes a `--symbols`, as if it had been written so.
final class CompanionArguments {
    static final String OPTION = "--symbols";

    private CompanionArguments() {}

    /// {@return the arguments with the option before each file of symbols}
    ///
    /// @param arguments a command word and what follows it
    /// @param commands the words of the commands that read a dump
    /// @param valued options that take the next argument
    static String[] named(String[] arguments, Set<String> commands, Set<String> valued) {
        if (arguments.length < 3 || !commands.contains(arguments[0])) {
            return arguments;
        }
        List<String> named = new ArrayList<>();
        List<String> rest = new ArrayList<>(List.of(arguments[0]));
        boolean value = false;
        for (int i = 1; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.equals("--")) {
                rest.addAll(List.of(arguments).subList(i, arguments.length));
                break;
            }
            if (!value && !argument.startsWith("-") && likely(argument)) {
                named.addAll(List.of(OPTION, argument));
            } else {
                rest.add(argument);
            }
            value = valued.contains(argument);
        }
        rest.addAll(1, named);
        return rest.toArray(String[]::new);
    }

    private static boolean likely(String argument) {
        try {
            return Companion.likely(Path.of(argument));
        } catch (InvalidPathException _) {
            return false;
        }
    }
}
