package org.xenoscope.window.shell;

import java.util.List;
import java.util.Set;

/// What a person asks the palette: what was typed, and which groups may answer.
///
/// @param typed all that was typed
/// @param words what is looked for, without the mark before it
/// @param groups the headings that may answer
/// @param only whether a mark chose one kind, so that a long list is wanted
record PaletteQuery(String typed, String words, Set<Choice.Group> groups, boolean only) {
    private static final int MOST_OF_ONE = 2000;

    /// A mark before the words, and what it is for.
    record Mark(String mark, String means, Choice.Group group) {}

    /// The marks, in the order in which a person is told of them.
    static final List<Mark> MARKS =
            List.of(
                    new Mark(">", "commands", Choice.Group.COMMANDS),
                    new Mark("@", "symbols", Choice.Group.SYMBOLS),
                    new Mark("#", "tasks", Choice.Group.TASKS),
                    new Mark(":", "addresses", Choice.Group.ADDRESS));

    /// Reads what was typed: `>` commands, `@` symbols, `#` tasks, `:` addresses, else all.
    static PaletteQuery of(String typed) {
        for (Mark mark : MARKS) {
            if (typed.startsWith(mark.mark())) {
                return new PaletteQuery(
                        typed, typed.substring(1).strip(), Set.of(mark.group()), true);
            }
        }
        return new PaletteQuery(typed, typed.strip(), Set.of(Choice.Group.values()), false);
    }

    /// {@return what completes a text in the address field: all that is a place}
    static PaletteQuery completion(String typed) {
        return new PaletteQuery(
                typed,
                typed.strip(),
                Set.of(
                        Choice.Group.SYMBOLS,
                        Choice.Group.TASKS,
                        Choice.Group.PLACES,
                        Choice.Group.NOTES),
                false);
    }

    /// {@return whether a group may answer}
    boolean asks(Choice.Group group) {
        return groups.contains(group);
    }

    /// {@return how many choices of a group are shown}
    int most(Choice.Group group) {
        if (only) {
            return MOST_OF_ONE;
        }
        return switch (group) {
            case SYMBOLS -> 40;
            case TASKS, NOTES, RECENT -> 20;
            case ADDRESS, PLACES, COMMANDS -> 100;
        };
    }
}
