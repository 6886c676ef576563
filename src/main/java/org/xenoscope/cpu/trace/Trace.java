package org.xenoscope.cpu.trace;

import java.util.ArrayList;
import java.util.List;

/// A call trace, innermost first.
///
/// @param lines frames and borders
/// @param complete whether it reaches the known beginning of its context
/// @param ending why it ends where it ends, in words
public record Trace(List<TraceLine> lines, boolean complete, String ending) {
    /// Keeps its own copy.
    public Trace {
        lines = List.copyOf(lines);
    }

    /// {@return the frames that belong to the trace: all but the uncertain ones}
    public List<TraceFrame> frames() {
        return all().stream().filter(frame -> frame.grade() != Grade.UNCERTAIN).toList();
    }

    /// {@return all frames, the uncertain ones too}
    public List<TraceFrame> all() {
        return lines.stream()
                .filter(TraceFrame.class::isInstance)
                .map(TraceFrame.class::cast)
                .toList();
    }

    /// {@return this trace, and behind a border the one of the context that it was entered from}
    public Trace enteredFrom(TraceBorder border, Trace outer) {
        List<TraceLine> all = new ArrayList<>(lines);
        all.add(border);
        all.addAll(outer.lines());
        return new Trace(all, outer.complete(), outer.ending());
    }
}
