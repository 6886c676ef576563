package org.xenoscope.dump;

import org.xenoscope.place.Location;

import java.util.List;
import java.util.Optional;

/// What the overview and the report say first.
///
/// @param headline one sentence that answers "what happened", as far as it is known
/// @param detail one sentence that answers "where"
/// @param groups facts of the hypervisor and of dom0
public record Summary(String headline, String detail, List<Group> groups) {
    /// Facts that belong together.
    ///
    /// @param name "Hypervisor", "dom0"
    /// @param lines the facts
    public record Group(String name, List<Line> lines) {}

    /// One fact in words.
    ///
    /// @param name "Version"
    /// @param known whether it is known; if not, `value` is "unknown: …"
    /// @param value "Xen 4.17.7"
    /// @param evidence "from CRASH_INFO"; empty if unknown
    /// @param target the place it names or was read at
    public record Line(
            String name, boolean known, String value, String evidence, Optional<Location> target) {}
}
