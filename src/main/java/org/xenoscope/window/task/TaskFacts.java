package org.xenoscope.window.task;

import org.xenoscope.dump.Dump;
import org.xenoscope.linux.Linux;
import org.xenoscope.linux.Panic;
import org.xenoscope.linux.Task;
import org.xenoscope.linux.TaskList;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Unknown;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// dom0's tasks, in the order that a person wants them.
///
/// @param rows the task that panicked first, then those on VCPUs, then by number
/// @param says how the list was found
record TaskFacts(List<TaskRow> rows, String says) {
    /// Asks a dump. Reads it: on a job.
    static Fact<TaskFacts> of(Dump dump) {
        Linux linux = dump.linux();
        return switch (linux.tasks()) {
            case Unknown<TaskList> unknown ->
                    new Unknown<>(
                            "dom0's task list was not found: %s. The tasks on VCPUs are known from the CPUs."
                                    .formatted(unknown.reason()));
            case Known<TaskList> known ->
                    Known.of(
                            new TaskFacts(rows(linux, known.fact()), known.fact().says()),
                            known.evidence());
        };
    }

    private static List<TaskRow> rows(Linux linux, TaskList list) {
        Set<Task> current = new HashSet<>();
        linux.current().forEach(cpu -> cpu.task().ifPresent(current::add));
        Optional<Task> panicked = linux.panic().value().flatMap(Panic::task);
        List<TaskRow> rows = new ArrayList<>();
        for (Task task : list.tasks()) {
            rows.add(
                    new TaskRow(
                            task,
                            current.contains(task),
                            panicked.equals(Optional.of(task)),
                            linux.resident(task),
                            ""));
        }
        rows.sort(
                Comparator.comparing((TaskRow row) -> !row.panicked())
                        .thenComparing(row -> !row.current())
                        .thenComparingInt(row -> row.task().pid()));
        return List.copyOf(rows);
    }
}
