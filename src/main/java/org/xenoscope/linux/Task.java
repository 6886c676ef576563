package org.xenoscope.linux;

import org.xenoscope.place.Location;

import java.util.OptionalInt;
import java.util.OptionalLong;

/// A task of a kernel: a process, one of its threads, a thread of the kernel's own, or the idle
/// task of a VCPU.
///
/// @param where its `task_struct`
/// @param pid its number; 0 for idle tasks
/// @param tgid the number of its process
/// @param ppid the number of its parent's process; empty if the parent cannot be read
/// @param command at most 15 characters
/// @param state what it does; unknown state bits are `?`
/// @param exitState bits of `exit_state`; 0 while it lives
/// @param cpu the VCPU that it is or was last on
/// @param stack lowest address of its kernel stack
/// @param mm its `mm_struct`, 0 for the kernel's own threads
/// @param activeMm the `mm_struct` whose page table it uses
/// @param pgd kernel virtual address of its page table
/// @param root machine address of its page table
/// @param idle whether it is the idle task of a VCPU
public record Task(
        Location where,
        int pid,
        int tgid,
        OptionalInt ppid,
        String command,
        TaskState state,
        int exitState,
        OptionalInt cpu,
        OptionalLong stack,
        long mm,
        long activeMm,
        OptionalLong pgd,
        OptionalLong root,
        boolean idle) {

    /// {@return whether it is the first thread of its process}
    public boolean leader() {
        return pid == tgid;
    }

    /// {@return whether it is one of the kernel's own, without memory of a program}
    public boolean kernelThread() {
        return mm == 0;
    }

    /// {@return its number and command, for sentences: `sh (501)`}
    public String words() {
        return "%s (%d)".formatted(command, pid);
    }

    /// {@return its number and command, as a label: `327 (sh)`, `2 [kthreadd]`}
    public String label() {
        return "%d %s".formatted(pid, kernelThread() ? "[" + command + "]" : "(" + command + ")");
    }
}
