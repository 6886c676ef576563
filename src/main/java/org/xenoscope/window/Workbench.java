package org.xenoscope.window;

import org.xenoscope.dump.Dump;

import java.util.List;

/// What a view of an open dump is given.
///
/// @param dump the dump
/// @param navigator where the person is
/// @param jobs work off the JavaFX thread
/// @param cpu which CPU the person follows
/// @param dismissed findings that the person has put aside
/// @param desk what a view may ask of the window
/// @param shared facts that several views show
public record Workbench(
        Dump dump,
        Navigator navigator,
        Jobs jobs,
        CpuChoice cpu,
        DismissedFindings dismissed,
        Desk desk,
        SharedFacts shared) {
    /// Starts with the first physical CPU, no finding put aside, and a desk that nobody serves.
    public Workbench(Dump dump, Navigator navigator, Jobs jobs) {
        this(dump, navigator, jobs, new Desk(List.of()));
    }

    /// Starts with the first physical CPU, and no finding put aside.
    public Workbench(Dump dump, Navigator navigator, Jobs jobs, Desk desk) {
        this(
                dump,
                navigator,
                jobs,
                new CpuChoice(),
                new DismissedFindings(),
                desk,
                new SharedFacts());
    }
}
