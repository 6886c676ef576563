package org.xenoscope.linux;

import org.xenoscope.place.Location;

import java.util.Optional;

/// What a VCPU was running.
///
/// @param cpu the VCPU's number
/// @param where the `task_struct` that it names as current
/// @param task that task, if it is among the tasks read
public record CurrentTask(int cpu, Location where, Optional<Task> task) {}
