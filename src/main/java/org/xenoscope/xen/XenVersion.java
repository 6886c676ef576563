package org.xenoscope.xen;

import org.xenoscope.place.Fact;

/// Which Xen it is.
///
/// @param version major, minor and extra: "4.17.7", "4.20.5-pre"
/// @param changeset of its sources; may be empty
/// @param compiler that built it
/// @param built when
public record XenVersion(
        Fact<String> version, Fact<String> changeset, Fact<String> compiler, Fact<String> built) {}
