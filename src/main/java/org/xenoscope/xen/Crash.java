package org.xenoscope.xen;

import org.xenoscope.place.Location;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Why the machine stopped, as far as the hypervisor tells.
///
/// @param kind what happened
/// @param sentence in words, without a full stop: "Xen panicked on pCPU 0: FATAL PAGE FAULT"
/// @param pcpu the pCPU that crashed, if something names it
/// @param evidence all that speaks for it, strongest first
public record Crash(Kind kind, String sentence, OptionalInt pcpu, List<Evidence> evidence) {
    /// What can have happened.
    public enum Kind {
        /// Xen itself failed
        XEN_PANIC,
        /// dom0's kernel panicked and told Xen
        DOM0_CRASH,
        /// dom0 went down in another way
        DOM0_SHUTDOWN,
        /// a person asked for a dump by Xen's debug key
        DEBUG_KEY,
        /// a watchdog fired
        WATCHDOG,
        /// nothing says more than that the machine started its dump kernel
        UNTOLD
    }

    /// One thing that speaks for it.
    ///
    /// @param words what it is
    /// @param line the line of Xen's console, if it is one
    /// @param where its place
    public record Evidence(String words, Optional<String> line, Optional<Location> where) {
        /// {@return whether it is that line of the console}
        boolean is(String text) {
            return line.filter(text::equals).isPresent();
        }
    }
}
