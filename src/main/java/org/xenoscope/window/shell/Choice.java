package org.xenoscope.window.shell;

import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;

import java.util.List;
import java.util.Optional;

/// A line of the palette, and of the list under the address field.
///
/// @param group the heading it stands under
/// @param title what is searched, and shown with the letters that were found marked
/// @param detail quiet words behind it
/// @param right what stands at the right: an address, a key
/// @param space the space whose tag it carries
/// @param does what choosing it does
record Choice(
        Group group,
        String title,
        String detail,
        String right,
        Optional<SpaceId> space,
        Does does) {

    /// The headings, in their order.
    enum Group {
        /// what the text says as an address
        ADDRESS("Address"),
        /// names of Xen and dom0
        SYMBOLS("Symbols"),
        /// tasks of dom0
        TASKS("Tasks"),
        /// registers, headers, spaces
        PLACES("Places"),
        /// notes of the dump
        NOTES("Notes"),
        /// what a person can do
        COMMANDS("Commands"),
        /// dumps that were open before
        RECENT("Recent dumps");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /// {@return whether both are the same line, whatever was made anew}
    boolean same(Choice other) {
        return group == other.group && title.equals(other.title) && right.equals(other.right);
    }

    /// What choosing does.
    sealed interface Does {
        /// It goes to a place and selects bytes there.
        record Go(Location location, long length) implements Does {}

        /// It runs something.
        record Run(Runnable work) implements Does {}

        /// It puts a text into the field, to be typed on.
        record Type(String text) implements Does {}
    }

    /// A choice that fits what was typed.
    ///
    /// @param marked the letters of its title that were found, by index, ascending
    record Match(Choice choice, List<Integer> marked, int score) {}
}
