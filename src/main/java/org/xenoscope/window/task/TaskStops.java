package org.xenoscope.window.task;

import org.xenoscope.cpu.trace.TraceFrame;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.Progress;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Walks the stacks of tasks for the function that each was in: the first that is not the
/// scheduler's own, nor the gate to the hypervisor.
final class TaskStops {
    private static final Pattern SCHEDULER =
            Pattern.compile(
                    "(?:__|preempt_|io_)?schedule(?:_[a-z_]*)?\\+.*|__switch_to.*|context_switch.*"
                            + "|ret_from_fork.*|xen_hypercall.*");

    private TaskStops() {}

    /// {@return the rows with where each stopped, as far as the job got}
    static List<TaskRow> of(Dump dump, List<TaskRow> rows) {
        List<TaskRow> stopped = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Progress.current().check();
            Progress.current().report(i, rows.size());
            stopped.add(rows.get(i).in(stop(dump, rows.get(i))));
        }
        return List.copyOf(stopped);
    }

    private static String stop(Dump dump, TaskRow row) {
        List<String> names =
                dump.cpus().trace(row.task()).frames().stream().map(TraceFrame::name).toList();
        return names.stream()
                .filter(name -> !SCHEDULER.matcher(name).matches())
                .findFirst()
                .orElse(names.isEmpty() ? "" : names.getFirst());
    }
}
