package org.xenoscope.window.state;

import java.util.List;

/// Where a person was in a dump.
///
/// @param key the dump's size and the hash of its headers and notes, wherever it lies
/// @param tabs the open tabs, first to last
/// @param front index of the tab in front
/// @param location the caret, as text
/// @param length bytes selected
public record DumpState(String key, List<TabState> tabs, int front, String location, long length) {
    private static final int MOST_TABS = 30;

    /// Keeps its own copy, cut to thirty.
    public DumpState {
        tabs = List.copyOf(tabs.subList(0, Math.min(MOST_TABS, tabs.size())));
    }

    /// A tab.
    ///
    /// @param kind its kind: overview, memory …
    /// @param location of a view of places: its caret, as text; else empty
    /// @param length bytes selected there
    /// @param pinned whether it keeps its place
    /// @param look how it looks, in its own word; empty for the usual look
    public record TabState(
            String kind, String location, long length, boolean pinned, String look) {}
}
