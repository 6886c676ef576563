package org.xenoscope.linux;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Progress;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.type.ListWalk;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the layout of a task without types, by what must hold for every task of the list.
///
/// The first task is called `swapper`; a list must close over tasks with printable names; numbers
/// differ, and 1 and 2 come first; parents are tasks; kernel threads have no memory.
final class TaskGuess {
    private static final int REACH = 0x4000;
    private static final int FIRST_TASKS = 0x100;
    private static final int FEWEST = 5;
    private static final int MOST = TaskReader.MOST_TASKS;
    private static final int STACK_REACH = 0x100;
    private static final long STACK_INSIDE = 0x1fff;
    private static final int SIGNAL_REACH = 0x600;
    private static final int HEAD_REACH = 0x48;
    private static final int TASK_REACH = 0x2000;

    private final SpaceReader reader;
    private final long init;
    private final Window first;
    private List<Long> leaders = List.of();
    private List<Window> windows = List.of();
    private int comm = -1;
    private int tasks = -1;

    private TaskGuess(SpaceReader reader, long init) {
        this.reader = reader;
        this.init = init;
        this.first = new Window(reader, init, REACH);
    }

    /// {@return the layout, proved on the whole list of tasks}
    ///
    /// @param init address of `init_task`
    static Optional<TaskLayout> of(KernelMemory memory, long init) {
        try {
            return new TaskGuess(memory.reader(), init).find(memory);
        } catch (UnreadableException _) {
            return Optional.empty();
        }
    }

    private Optional<TaskLayout> find(KernelMemory memory) {
        comm = swapper();
        if (comm < 0) {
            return Optional.empty();
        }
        for (int at = FIRST_TASKS; at < comm && tasks < 0; at += 8) {
            Progress.current().check();
            List<Long> list = listAt(at);
            if (list.size() >= FEWEST) {
                tasks = at;
                leaders = list;
            }
        }
        if (tasks < 0) {
            return Optional.empty();
        }
        windows = leaders.stream().map(at -> new Window(reader, at, comm + 16)).toList();
        int pid = pid();
        if (pid < 0) {
            return Optional.empty();
        }
        int parent = parent(pid + 8);
        int mm = mm(parent);
        int stack = stack();
        int[] threads = threads();
        return Optional.of(
                new TaskLayout(
                        "this kernel carries no types; offsets proved on the list of %d processes"
                                .formatted(leaders.size()),
                        comm + SIGNAL_REACH,
                        tasks,
                        comm,
                        pid,
                        pid + 4,
                        parent,
                        mm,
                        mm < 0 ? -1 : mm + 8,
                        stack,
                        stack < 8 ? -1 : stack - 8,
                        -1,
                        -1,
                        threads[0],
                        threads[1],
                        threads[2],
                        -1,
                        pgd(memory)));
    }

    private int swapper() {
        for (int at = 0; at < REACH - 16; at++) {
            if (first.has(at, 10) && first.u8(at) == 's') {
                String text = first.text(at, 10);
                if (text.startsWith("swapper/0\0") || text.startsWith("swapper\0")) {
                    return at;
                }
            }
        }
        return -1;
    }

    private List<Long> listAt(int at) {
        if (!first.has(at, 16)
                || !KernelMemory.isPointer(first.u64(at))
                || !KernelMemory.isPointer(first.u64(at + 8))
                || (first.u64(at) & 7) != 0
                || !named(first.u64(at) - at)) {
            return List.of();
        }
        ListWalk walk = ListWalk.of(reader, init + at, at, MOST);
        return walk.closed() && walk.entries().stream().allMatch(this::named)
                ? walk.entries()
                : List.of();
    }

    private boolean named(long task) {
        Optional<String> name = reader.optionalString(task + comm, TaskLayout.COMM_BYTES);
        return name.isPresent() && name.get().matches("[ -~]{1,15}");
    }

    private int pid() {
        for (int at = tasks; at < comm; at += 4) {
            int offset = at;
            if (!first.has(at, 8)
                    || first.s32(at) != 0
                    || first.s32(at + 4) != 0
                    || word(0, at) != 1
                    || word(1, at) != 2) {
                continue;
            }
            Set<Integer> seen = new HashSet<>();
            if (windows.stream()
                    .allMatch(
                            task ->
                                    task.has(offset, 8)
                                            && task.s32(offset) == task.s32(offset + 4)
                                            && seen.add(task.s32(offset)))) {
                return at;
            }
        }
        return -1;
    }

    private int word(int task, int at) {
        return windows.get(task).has(at, 4) ? windows.get(task).s32(at) : -1;
    }

    private long pointer(int task, int at) {
        return windows.get(task).has(at, 8) ? windows.get(task).u64(at) : -1;
    }

    private int parent(int from) {
        Set<Long> known = new HashSet<>(leaders);
        known.add(init);
        for (int at = (from + 7) & -8; at < comm; at += 8) {
            int offset = at;
            if (pointer(0, at) == init
                    && pointer(1, at) == init
                    && pointer(0, at + 8) == init
                    && windows.stream()
                            .allMatch(
                                    task ->
                                            task.has(offset, 8)
                                                    && known.contains(task.u64(offset)))) {
                return at;
            }
        }
        return -1;
    }

    private int mm(int parent) {
        List<Integer> threads = new ArrayList<>(List.of(1));
        for (int i = 0; parent >= 0 && i < leaders.size(); i++) {
            if (pointer(i, parent) == leaders.get(1)) {
                threads.add(i);
            }
        }
        for (int at = tasks + 16; at < comm; at += 8) {
            int offset = at;
            boolean fits =
                    KernelMemory.isPointer(pointer(0, at))
                            && pointer(0, at + 8) == pointer(0, at)
                            && first.has(at, 8)
                            && first.u64(at) == 0
                            && threads.stream().allMatch(i -> pointer(i, offset) == 0)
                            && windows.stream()
                                    .allMatch(
                                            task ->
                                                    task.has(offset, 8)
                                                            && (task.u64(offset) == 0
                                                                    || KernelMemory.isPointer(
                                                                            task.u64(offset))));
            if (fits) {
                return at;
            }
        }
        return -1;
    }

    private int stack() {
        for (int at = 0; at < STACK_REACH; at += 8) {
            int offset = at;
            Set<Long> seen = new HashSet<>();
            if (windows.stream()
                    .allMatch(
                            task ->
                                    task.has(offset, 8)
                                            && KernelMemory.isPointer(task.u64(offset))
                                            && (task.u64(offset) & STACK_INSIDE) == 0
                                            && seen.add(task.u64(offset)))) {
                return at;
            }
        }
        return -1;
    }

    /// {@return offsets of `signal`, `thread_node` and of the head in `signal_struct`; -1 each if
    /// not found} The node of a process with one thread and the head point at each other.
    private int[] threads() {
        long task = leaders.get(1);
        for (int at = (comm + 16) & -8; at < comm + SIGNAL_REACH; at += 8) {
            long signal = read(task + at);
            for (int head = 8; KernelMemory.isPointer(signal) && head < HEAD_REACH; head += 8) {
                long node = read(signal + head);
                if (node - task > 0
                        && node - task < TASK_REACH
                        && read(node) == signal + head
                        && read(node + 8) == signal + head
                        && allHave(at, head, (int) (node - task))) {
                    return new int[] {at, (int) (node - task), head};
                }
            }
        }
        return new int[] {-1, -1, -1};
    }

    private boolean allHave(int signalAt, int head, int node) {
        for (long task : leaders) {
            long signal = read(task + signalAt);
            long next = read(task + node);
            if (!KernelMemory.isPointer(signal)
                    || read(signal + head) == 0
                    || !KernelMemory.isPointer(next)
                    || read(next + 8) != task + node) {
                return false;
            }
        }
        return true;
    }

    private long read(long address) {
        try {
            return reader.u64(address);
        } catch (UnreadableException _) {
            return 0;
        }
    }

    /// The kernel's own memory has its page table as `pgd`.
    private static int pgd(KernelMemory memory) {
        if (memory.symbol("init_mm").isEmpty()) {
            return -1;
        }
        for (String table : new String[] {"init_top_pgt", "swapper_pg_dir", "init_level4_pgt"}) {
            if (memory.symbol(table).isEmpty()) {
                continue;
            }
            long address = memory.symbol(table).getAsLong();
            Window mm = new Window(memory.reader(), memory.symbol("init_mm").getAsLong(), 0x200);
            for (int at = 0; at < 0x200; at += 8) {
                if (mm.has(at, 8) && mm.u64(at) == address) {
                    return at;
                }
            }
        }
        return -1;
    }
}
