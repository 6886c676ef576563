package org.xenoscope.linux;

import java.util.Optional;
import java.util.OptionalLong;

/// Where the members of a task are, in bytes from its start; -1 where nothing says.
///
/// @param source how the offsets are known, in words
/// @param bytes how much of a task is read
/// @param state of 4 bytes since Linux 5.14 (`__state`), of 8 before; the low 4 hold it
/// @param threadNode node of the list of a process's threads (3.14 and later)
/// @param threadHead head of that list in `signal_struct`
/// @param threadGroup node of the ring of a process's threads (before 6.7)
/// @param pgd in `mm_struct`
record TaskLayout(
        String source,
        int bytes,
        int tasks,
        int comm,
        int pid,
        int tgid,
        int realParent,
        int mm,
        int activeMm,
        int stack,
        int state,
        int exitState,
        int cpu,
        int signal,
        int threadNode,
        int threadHead,
        int threadGroup,
        int pgd) {
    private static final String TASK = "task_struct";

    /// Structures of tasks have about 10 KiB.
    private static final int MOST_BYTES = 1 << 16;

    static final int COMM_BYTES = 16;

    /// {@return the layout that the kernel's types say, if they describe a task}
    static Optional<TaskLayout> fromTypes(KernelMemory memory) {
        if (memory.types().isEmpty()) {
            return Optional.empty();
        }
        TaskLayout layout =
                new TaskLayout(
                        "offsets from the kernel's types",
                        (int) Math.min(MOST_BYTES, memory.size(TASK).orElse(0)),
                        of(memory, "tasks"),
                        of(memory, "comm"),
                        of(memory, "pid"),
                        of(memory, "tgid"),
                        of(memory, "real_parent"),
                        of(memory, "mm"),
                        of(memory, "active_mm"),
                        of(memory, "stack"),
                        first(of(memory, "__state"), of(memory, "state")),
                        of(memory, "exit_state"),
                        first(of(memory, "thread_info.cpu"), of(memory, "cpu")),
                        of(memory, "signal"),
                        of(memory, "thread_node"),
                        value(memory.offset("signal_struct", "thread_head")),
                        of(memory, "thread_group"),
                        value(memory.offset("mm_struct", "pgd")));
        boolean enough = layout.tasks >= 0 && layout.comm >= 0 && layout.pid >= 0;
        return enough && layout.bytes >= layout.least() ? Optional.of(layout) : Optional.empty();
    }

    /// {@return bytes that hold every member}
    private int least() {
        int least = 0;
        for (int offset :
                new int[] {
                    tasks + 16,
                    comm + 16,
                    pid + 4,
                    tgid + 4,
                    realParent + 8,
                    mm + 8,
                    activeMm + 8,
                    stack + 8,
                    state + 4,
                    exitState + 4,
                    cpu + 4,
                    signal + 8
                }) {
            least = Math.max(least, offset);
        }
        return least;
    }

    private static int of(KernelMemory memory, String member) {
        return value(memory.offset(TASK, member));
    }

    private static int value(OptionalLong offset) {
        long value = offset.orElse(-1);
        return value >= 0 && value < MOST_BYTES ? (int) value : -1;
    }

    private static int first(int one, int other) {
        return one >= 0 ? one : other;
    }
}
