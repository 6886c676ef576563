package org.xenoscope.window;

import org.xenoscope.dump.Dump;

/// What a view of an open dump is given.
///
/// @param dump the dump
/// @param navigator where the person is
/// @param jobs work off the JavaFX thread
public record Workbench(Dump dump, Navigator navigator, Jobs jobs) {}
