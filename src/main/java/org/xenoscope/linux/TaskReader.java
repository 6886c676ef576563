package org.xenoscope.linux;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Progress;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.type.ListWalk;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Reads the tasks of a kernel: the list of processes that begins at `init_task`, the threads of
/// each, and the idle tasks, which are in no list.
final class TaskReader {
    /// Tasks read at most; no machine had so many.
    static final int MOST_TASKS = 200_000;

    /// Bytes of `struct rq` in all kernels are less.
    private static final int QUEUE_BYTES = 0x1800;

    private static final int LARGEST_PID = 1 << 22;
    private static final byte[] SWAPPER = "swapper/0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] OLD_SWAPPER = "swapper\0".getBytes(StandardCharsets.ISO_8859_1);

    private final KernelMemory memory;
    private final SpaceReader reader;
    private final PerCpuAreas areas;
    private final TaskLayout layout;
    private final Map<Long, Raw> found = new LinkedHashMap<>();
    private final Map<Long, OptionalLong> tables = new HashMap<>();

    /// A task before its parent's number is looked up.
    private record Raw(Window bytes, boolean idle) {}

    private TaskReader(KernelMemory memory, PerCpuAreas areas, TaskLayout layout) {
        this.memory = memory;
        this.reader = memory.reader();
        this.areas = areas;
        this.layout = layout;
    }

    /// {@return the tasks, or why they are not known}
    static Fact<TaskList> read(KernelMemory memory, PerCpuAreas areas, KernelImage image) {
        OptionalLong symbol = memory.symbol("init_task");
        Optional<TaskLayout> types = TaskLayout.fromTypes(memory);
        List<Long> starts =
                symbol.isPresent()
                        ? List.of(symbol.getAsLong())
                        : types.map(layout -> starts(image, layout.comm())).orElse(List.of());
        for (long start : starts) {
            Optional<TaskLayout> layout =
                    types.filter(known -> holds(memory, known, start))
                            .or(() -> TaskGuess.of(memory, start));
            if (layout.isPresent()) {
                TaskReader tasks = new TaskReader(memory, areas, layout.get());
                String evidence =
                        symbol.isPresent()
                                ? "init_task"
                                : "a task called swapper in the kernel's image";
                return tasks.from(start, evidence);
            }
        }
        return new Unknown<>(
                symbol.isEmpty()
                        ? "no symbol names init_task, and no task called swapper closes a list"
                        : "init_task at %s is in no list of tasks that closes or goes on"
                                .formatted(reader(memory, symbol.getAsLong())));
    }

    private static String reader(KernelMemory memory, long address) {
        return memory.reader().at(address).toString();
    }

    /// {@return whether the list of processes at least begins where the types say}
    private static boolean holds(KernelMemory memory, TaskLayout layout, long init) {
        try {
            long node = init + layout.tasks();
            long next = memory.reader().u64(node);
            return KernelMemory.isPointer(next) && memory.reader().u64(next + 8) == node;
        } catch (UnreadableException _) {
            return false;
        }
    }

    private static List<Long> starts(KernelImage image, int comm) {
        List<Long> starts = new ArrayList<>();
        for (byte[] name : new byte[][] {SWAPPER, OLD_SWAPPER}) {
            int at = image.find(name, 0);
            while (at >= 0 && starts.size() < 16) {
                if ((image.start() + at - comm) % 8 == 0) {
                    starts.add(image.start() + at - comm);
                }
                at = image.find(name, at + 1);
            }
        }
        return starts;
    }

    private Fact<TaskList> from(long init, String evidence) {
        add(init, true);
        ListWalk list = ListWalk.of(reader, init + layout.tasks(), layout.tasks(), MOST_TASKS);
        if (found.isEmpty()) {
            return new Unknown<>("the first task at %s cannot be read".formatted(reader.at(init)));
        }
        threads(init);
        int strange = 0;
        for (long task : list.entries()) {
            Progress.current().check();
            if (!add(task, false)) {
                strange++;
                continue;
            }
            threads(task);
        }
        idleTasks();
        List<Task> tasks = new ArrayList<>();
        found.forEach((address, raw) -> tasks.add(task(address, raw)));
        String says =
                "%s list, %d tasks, %s%s; %s"
                        .formatted(
                                evidence,
                                tasks.size(),
                                list.broken().map(why -> "broken: " + why).orElse("closed"),
                                strange == 0 ? "" : ", %d entries are no tasks".formatted(strange),
                                layout.source());
        return Known.at(new TaskList(tasks, list.closed(), says), says, reader.at(init));
    }

    /// {@return whether there is a sound task, which is kept}
    private boolean add(long address, boolean idle) {
        if (found.containsKey(address) || found.size() >= MOST_TASKS) {
            return false;
        }
        Window bytes = new Window(reader, address, layout.bytes());
        if (!bytes.has(layout.comm(), TaskLayout.COMM_BYTES) || !bytes.has(layout.pid(), 4)) {
            return false;
        }
        int pid = bytes.s32(layout.pid());
        if (pid < 0 || pid > LARGEST_PID || command(bytes).isEmpty()) {
            return false;
        }
        found.put(address, new Raw(bytes, idle));
        return true;
    }

    private Optional<String> command(Window bytes) {
        String text = bytes.latin(layout.comm(), TaskLayout.COMM_BYTES);
        int end = text.indexOf(0);
        return end < 0 ? Optional.empty() : Optional.of(text.substring(0, end));
    }

    private void threads(long leader) {
        Window bytes = found.get(leader) == null ? null : found.get(leader).bytes();
        if (bytes == null) {
            return;
        }
        int node = layout.threadNode();
        boolean headed = node >= 0 && layout.threadHead() >= 0 && layout.signal() >= 0;
        if (headed && bytes.has(layout.signal(), 8)) {
            long signal = bytes.u64(layout.signal());
            if (KernelMemory.isPointer(signal)) {
                addThreads(ListWalk.of(reader, signal + layout.threadHead(), node, MOST_TASKS));
            }
        } else if (layout.threadGroup() >= 0) {
            int group = layout.threadGroup();
            addThreads(ListWalk.of(reader, leader + group, group, MOST_TASKS));
        }
    }

    private void addThreads(ListWalk list) {
        list.entries().forEach(task -> add(task, false));
    }

    /// The idle tasks of the VCPUs behind the first are in no list; each run queue names its own.
    private void idleTasks() {
        OptionalLong queues = memory.symbol("runqueues");
        OptionalLong idle = memory.offset("rq", "idle");
        for (PerCpuAreas.Area area : areas.areas()) {
            OptionalLong task =
                    queues.isPresent() && idle.isPresent()
                            ? memory.pointerAt(area.address(queues.getAsLong()) + idle.getAsLong())
                            : OptionalLong.empty();
            if (task.isEmpty() && queues.isPresent()) {
                task = idleIn(area.address(queues.getAsLong()), area.cpu());
            }
            if (task.isPresent() && isSwapper(task.getAsLong(), area.cpu())) {
                add(task.getAsLong(), true);
            }
        }
    }

    /// {@return the idle task that a run queue names somewhere}
    private OptionalLong idleIn(long queue, int cpu) {
        Window bytes = new Window(reader, queue, QUEUE_BYTES);
        for (int at = 0; at < QUEUE_BYTES; at += 8) {
            if (bytes.has(at, 8)
                    && KernelMemory.isPointer(bytes.u64(at))
                    && isSwapper(bytes.u64(at), cpu)) {
                return OptionalLong.of(bytes.u64(at));
            }
        }
        return OptionalLong.empty();
    }

    private boolean isSwapper(long task, int cpu) {
        return reader.optionalString(task + layout.comm(), TaskLayout.COMM_BYTES)
                .filter(name -> name.equals("swapper/" + cpu) || name.equals("swapper"))
                .isPresent();
    }

    private Task task(long address, Raw raw) {
        Window bytes = raw.bytes();
        long mm = u64(bytes, layout.mm());
        long active = u64(bytes, layout.activeMm());
        OptionalLong pgd =
                mm == 0 && active == 0 ? OptionalLong.empty() : pgd(mm != 0 ? mm : active);
        int exit = layout.exitState() < 0 ? 0 : s32(bytes, layout.exitState(), 0);
        boolean stateKnown = layout.state() >= 0 && bytes.has(layout.state(), 4);
        OptionalInt cpu =
                layout.cpu() >= 0 && bytes.has(layout.cpu(), 4)
                        ? OptionalInt.of(bytes.s32(layout.cpu()))
                        : OptionalInt.empty();
        long stack = u64(bytes, layout.stack());
        return new Task(
                reader.at(address),
                bytes.s32(layout.pid()),
                s32(bytes, layout.tgid(), bytes.s32(layout.pid())),
                parent(bytes, raw.idle()),
                command(bytes).orElse(""),
                stateKnown ? TaskState.of(bytes.s32(layout.state()), exit) : TaskState.UNKNOWN,
                exit,
                cpu.isPresent() && cpu.getAsInt() >= 0 && cpu.getAsInt() < PerCpuAreas.MOST
                        ? cpu
                        : OptionalInt.empty(),
                KernelMemory.isPointer(stack) ? OptionalLong.of(stack) : OptionalLong.empty(),
                mm,
                active,
                pgd,
                root(pgd),
                raw.idle());
    }

    private OptionalInt parent(Window bytes, boolean idle) {
        if (idle) {
            // an idle task was made by another and belongs to nobody
            return OptionalInt.of(0);
        }
        if (layout.realParent() < 0 || !bytes.has(layout.realParent(), 8)) {
            return OptionalInt.empty();
        }
        long parent = bytes.u64(layout.realParent());
        Raw known = found.get(parent);
        if (known != null) {
            return OptionalInt.of(s32(known.bytes(), layout.tgid(), 0));
        }
        try {
            int number = reader.s32(parent + layout.tgid());
            return number >= 0 && number <= LARGEST_PID
                    ? OptionalInt.of(number)
                    : OptionalInt.empty();
        } catch (UnreadableException _) {
            return OptionalInt.empty();
        }
    }

    private OptionalLong pgd(long mm) {
        return layout.pgd() < 0 || !KernelMemory.isPointer(mm)
                ? OptionalLong.empty()
                : tables.computeIfAbsent(mm, at -> memory.pointerAt(at + layout.pgd()));
    }

    private OptionalLong root(OptionalLong pgd) {
        if (pgd.isEmpty()) {
            return OptionalLong.empty();
        }
        long maddr = reader.space().locate(pgd.getAsLong());
        return maddr < 0 ? OptionalLong.empty() : OptionalLong.of(maddr);
    }

    private static long u64(Window bytes, int offset) {
        return offset >= 0 && bytes.has(offset, 8) ? bytes.u64(offset) : 0;
    }

    private static int s32(Window bytes, int offset, int otherwise) {
        return offset >= 0 && bytes.has(offset, 4) ? bytes.s32(offset) : otherwise;
    }
}
