package org.xenoscope.type;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.space.SpaceReader;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The entries of one of the kernel's doubly linked lists (`struct list_head`: u64 next at 0, u64
/// prev at 8), and how it ended.
///
/// Each node must name the one before it, which a loop that does not pass the head cannot do.
///
/// @param entries addresses of the structures that the nodes lie in, in order
/// @param broken why the list was not followed to its end; empty if it closed
public record ListWalk(List<Long> entries, Optional<String> broken) {
    /// Entries followed at most, unless the caller says less.
    public static final int MOST = 1_000_000;

    private static final int BETWEEN_QUESTIONS = 1 << 10;

    /// Keeps its own copy.
    public ListWalk {
        entries = List.copyOf(entries);
    }

    /// {@return whether the list leads back to its head}
    public boolean closed() {
        return broken.isEmpty();
    }

    /// Follows a list.
    ///
    /// @param head address of its head
    /// @param memberOffset offset of the node in each entry (what `container_of` takes off)
    /// @param most entries followed at most
    public static ListWalk of(SpaceReader reader, long head, long memberOffset, int most) {
        List<Long> entries = new ArrayList<>();
        try {
            long previous = head;
            long node = reader.u64(head);
            while (node != head) {
                if (entries.size() >= most) {
                    return broken(entries, "it has more than %d entries".formatted(most));
                }
                if (entries.size() % BETWEEN_QUESTIONS == 0) {
                    Progress.current().check();
                }
                long back = reader.u64(node + 8);
                if (back != previous) {
                    return broken(
                            entries,
                            "the node at %s says that %s is before it, not %s"
                                    .formatted(
                                            reader.at(node),
                                            Location.hex(back),
                                            Location.hex(previous)));
                }
                entries.add(node - memberOffset);
                previous = node;
                node = reader.u64(node);
            }
            return new ListWalk(entries, Optional.empty());
        } catch (UnreadableException exception) {
            return broken(entries, withoutStop(exception.hole().sentence()));
        }
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static ListWalk broken(List<Long> entries, String why) {
        return new ListWalk(entries, Optional.of(why));
    }
}
