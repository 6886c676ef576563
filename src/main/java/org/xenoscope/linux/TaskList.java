package org.xenoscope.linux;

import org.xenoscope.place.Location;

import java.util.List;
import java.util.Optional;

/// The tasks of a kernel.
///
/// @param tasks in the order of the kernel's list, each process before its threads, idle tasks of
///   the VCPUs behind the first at the end
/// @param closed whether the list of processes leads back to its start
/// @param says how the list was found and how it ended, in words
public record TaskList(List<Task> tasks, boolean closed, String says) {
    /// Keeps its own copy.
    public TaskList {
        tasks = List.copyOf(tasks);
    }

    /// {@return the task of that number; of idle tasks, which all have 0, the first}
    public Optional<Task> pid(long pid) {
        return tasks.stream().filter(task -> task.pid() == pid).findFirst();
    }

    /// {@return the task whose `task_struct` is there}
    public Optional<Task> at(Location where) {
        return tasks.stream().filter(task -> task.where().equals(where)).findFirst();
    }

    /// {@return the process that the task belongs to}
    public Optional<Task> leader(Task task) {
        return tasks.stream().filter(one -> one.pid() == task.tgid()).findFirst();
    }
}
