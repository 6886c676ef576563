package org.xenoscope.space.root;

import org.xenoscope.space.frame.FrameUse;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A top table that the scan for roots found, and what is known of it.
///
/// @param maddr its machine address
/// @param domain the number of the domain that owns it, if the frame table tells
/// @param kind what it is
/// @param userEntries entries present in the lower half; 0 for 32-bit tables
/// @param kernelEntries entries present behind Xen's; 0 for 32-bit tables
/// @param use what the frame table says of it
/// @param named the notes and fields that name it: `cr3 of pCPU 0`
/// @param other the other table of the same process: a PV process has one for its kernel and one
///   for its user side
public record FoundRoot(
        long maddr,
        OptionalInt domain,
        Kind kind,
        int userEntries,
        int kernelEntries,
        Optional<FrameUse> use,
        List<String> named,
        OptionalLong other) {
    /// What a top table is.
    public enum Kind {
        /// Xen's own
        IDLE("Xen's idle table"),
        /// a kernel's own: no process has it
        KERNEL("kernel's own"),
        /// a process's, used while its kernel runs
        PROCESS("process, kernel side"),
        /// a process's, used while its program runs
        USER("process, user side"),
        /// Xen's, for an HVM or PVH guest
        MONITOR("monitor table of an HVM or PVH domain"),
        /// a 32-bit guest's
        TABLE("top table"),
        /// one that its domain has freed and nobody has overwritten
        STALE("freed, not overwritten");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /// {@return the kind in words}
        public String words() {
            return words;
        }
    }

    /// Keeps its own copy.
    public FoundRoot {
        named = List.copyOf(named);
    }

    /// {@return what is known of it, in a line}
    public String evidence() {
        StringBuilder words = new StringBuilder("maps itself");
        use.ifPresent(found -> words.append("; frame table: ").append(found.words()));
        named.forEach(name -> words.append("; ").append(name));
        other.ifPresent(table -> words.append("; the same process: 0x%x".formatted(table)));
        return words.toString();
    }
}
