package org.xenoscope.forge;

import org.xenoscope.forge.SymbolBytes.Entry;
import org.xenoscope.forge.TypeBytes.Member;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The data of a small Linux kernel that has just panicked: names, symbols, types of the structures
/// it uses, log, tasks, per-CPU areas. In form it is a Linux 6.1, but small.
///
/// Layouts: kernel/printk/printk_ringbuffer.h, include/linux/sched.h, scripts/kallsyms.c of Linux
/// 6.1; the members of structures lie where its own types say.
final class KernelStory {
    /// Bytes of the story.
    static final int BYTES = 0x17000;

    private static final int UTS = 0;
    private static final int COMMAND_LINE = 0x210;
    private static final int VARIABLES = 0x400;
    private static final int RING = 0x500;
    private static final int NOTES = 0x580;
    private static final int AREA = 0x600;
    private static final int AREA_BYTES = 0x100;
    private static final int MEMORY = 0x800;
    private static final int TASKS = 0x1000;
    private static final int TASK_BYTES = 0x100;
    private static final int SIGNALS = 0x3000;
    private static final int SIGNAL_BYTES = 0x40;
    private static final int DESCS = 0x4000;
    private static final int INFOS = 0x5000;
    private static final int TEXTS = 0x8000;
    private static final int TYPES = 0xa000;
    private static final int SYMBOLS = 0xd000;
    private static final int COUNT_BITS = 6;
    private static final int TEXT_BITS = 13;
    private static final long SECOND = 1_000_000_000L;

    private static final int TASKS_NODE = 0x10;
    private static final int THREAD_NODE = 0x60;
    private static final int THREAD_HEAD = 0x10;
    private static final int CURRENT = 0x20;
    private static final int QUEUE = 0x40;

    private final ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final List<Entry> symbols = new ArrayList<>();
    private final long start;
    private final long pageTable;
    private long records;
    private long textEnd;

    /// A task of the story.
    private record Person(String name, int pid, int parent, int cpu, int state, boolean program) {}

    private static final List<Person> PEOPLE =
            List.of(
                    new Person("swapper/0", 0, 0, 0, 0, false),
                    new Person("systemd", 1, 0, 0, 1, true),
                    new Person("kthreadd", 2, 0, 1, 1, false),
                    new Person("kworker/0:1", 9, 2, 0, 0x402, false),
                    new Person("xenwatch", 41, 2, 1, 1, false),
                    new Person("xenstored", 187, 1, 0, 1, true),
                    new Person("xenconsoled", 201, 1, 1, 1, true),
                    new Person("sshd", 260, 1, 0, 1, true),
                    new Person("bash", 311, 260, 1, 1, true),
                    new Person("sh", 327, 311, 1, 0, true),
                    new Person("swapper/1", 0, 0, 1, 0, false));

    private static final int PANICKED = 9;
    private static final int SECOND_IDLE = 10;

    /// Tells the story.
    ///
    /// @param start virtual address of its first byte
    /// @param banner virtual address of the kernel's banner
    /// @param pageTable kernel virtual address of the page table of the programs
    KernelStory(long start, long banner, long pageTable) {
        this.start = start;
        this.pageTable = pageTable;
        symbols.add(new Entry(banner, 'D', "linux_banner"));
        symbols.add(new Entry(banner & -4096L, 'T', "_text"));
        symbols.add(new Entry((banner & -4096L) - 0x1000, 'T', "panic"));
        symbols.add(new Entry((banner & -4096L) - 0x0e00, 'T', "sysrq_handle_crash"));
        symbols.add(new Entry((banner & -4096L) - 0x0d00, 't', "xen_safe_halt"));
        symbols.add(new Entry((banner & -4096L) - 0x2000, 't', "xen_hypercall_pv"));
        symbols.add(new Entry(CURRENT, 'A', "current_task"));
        symbols.add(new Entry(QUEUE, 'A', "runqueues"));
        names();
        variables();
        tasks();
        log();
        types();
        byte[] table = SymbolBytes.write(SymbolShape.LINUX_OFFSETS, start + SYMBOLS, symbols);
        put(SYMBOLS, table);
    }

    /// {@return all of it}
    byte[] bytes() {
        return bytes.array().clone();
    }

    private long at(int offset) {
        return start + offset;
    }

    private void symbol(String name, int offset) {
        symbols.add(new Entry(at(offset), 'D', name));
    }

    private void text(int offset, String text) {
        put(offset, text.getBytes(StandardCharsets.UTF_8));
    }

    private void put(int offset, byte[] value) {
        if (value.length > BYTES - offset) {
            throw new IllegalArgumentException("the story is longer than its pages");
        }
        bytes.put(offset, value);
    }

    private void names() {
        symbol("init_uts_ns", UTS);
        String[] names = {
            "Linux", "sample", "6.1.0-sample", "#1 SMP PREEMPT_DYNAMIC", "x86_64", "(none)"
        };
        for (int i = 0; i < names.length; i++) {
            text(UTS + 65 * i, names[i]);
        }
        text(COMMAND_LINE, "placeholder root=/dev/xvda1 console=hvc0");
        symbol("saved_command_line", 0x200);
        bytes.putLong(0x200, at(COMMAND_LINE));
    }

    private void variables() {
        symbol("__start_notes", NOTES);
        symbol("__stop_notes", NOTES + 0x24);
        bytes.putInt(NOTES, 4).putInt(NOTES + 4, 20).putInt(NOTES + 8, 3);
        text(NOTES + 12, "GNU");
        for (int i = 0; i < 20; i++) {
            bytes.put(NOTES + 16 + i, (byte) (0xa0 + i));
        }
        symbol("tainted_mask", VARIABLES);
        symbol("nr_cpu_ids", VARIABLES + 8);
        bytes.putInt(VARIABLES + 8, 2);
        symbol("panic_cpu", VARIABLES + 0xc);
        bytes.putInt(VARIABLES + 0xc, 1);
        symbol("__per_cpu_offset", VARIABLES + 0x10);
        bytes.putLong(VARIABLES + 0x10, at(AREA));
        bytes.putLong(VARIABLES + 0x18, at(AREA + AREA_BYTES));
        symbol("modules", VARIABLES + 0x30);
        list(VARIABLES + 0x30, List.of());
        symbol("prb", VARIABLES + 0x40);
        bytes.putLong(VARIABLES + 0x40, at(RING));
    }

    /// Links nodes, given by their offsets, into a list.
    private void list(int head, List<Integer> nodes) {
        int previous = head;
        for (int node : nodes) {
            bytes.putLong(previous, at(node));
            bytes.putLong(node + 8, at(previous));
            previous = node;
        }
        bytes.putLong(previous, at(head));
        bytes.putLong(head + 8, at(previous));
    }

    private static int task(int number) {
        return TASKS + number * TASK_BYTES;
    }

    private void tasks() {
        symbol("init_task", task(0));
        List<Integer> nodes = new ArrayList<>();
        for (int i = 0; i < PEOPLE.size(); i++) {
            Person person = PEOPLE.get(i);
            int at = task(i);
            bytes.putInt(at, person.cpu());
            bytes.putInt(at + 4, person.state());
            bytes.putLong(at + 8, 0xffff_c900_4000_0000L + 0x8000L * i);
            bytes.putInt(at + 0x20, person.pid());
            bytes.putInt(at + 0x24, person.pid());
            bytes.putLong(at + 0x28, at(task(numberOf(person.parent()))));
            long memory = person.program() ? at(MEMORY) : 0;
            bytes.putLong(at + 0x30, memory);
            bytes.putLong(at + 0x38, memory);
            text(at + 0x48, person.name());
            int signal = SIGNALS + i * SIGNAL_BYTES;
            bytes.putLong(at + 0x58, at(signal));
            list(signal + THREAD_HEAD, List.of(at + THREAD_NODE));
            if (i > 0 && i != SECOND_IDLE) {
                nodes.add(at + TASKS_NODE);
            }
        }
        list(task(0) + TASKS_NODE, nodes);
        list(task(SECOND_IDLE) + TASKS_NODE, List.of());
        bytes.putLong(MEMORY + 8, pageTable);
        bytes.putLong(AREA + CURRENT, at(task(0)));
        bytes.putLong(AREA + AREA_BYTES + CURRENT, at(task(PANICKED)));
        bytes.putLong(AREA + QUEUE + 8, at(task(0)));
        bytes.putLong(AREA + AREA_BYTES + QUEUE + 8, at(task(SECOND_IDLE)));
    }

    private static int numberOf(int pid) {
        for (int i = 0; i < PEOPLE.size(); i++) {
            if (PEOPLE.get(i).pid() == pid) {
                return i;
            }
        }
        throw new IllegalArgumentException("nobody has the number " + pid);
    }

    private void log() {
        say(0, 5, "Linux version 6.1.0-sample (forge@xenoscope) #1 SMP PREEMPT_DYNAMIC");
        say(0, 6, "Command line: placeholder root=/dev/xvda1 console=hvc0");
        say(0, 6, "Xen version: 4.17-sample (preserve-AD)");
        say(0, 6, "Booting kernel on Xen PV");
        say(0.012, 6, "smpboot: Allowing 2 CPUs, 0 hotplug CPUs");
        say(0.371, 6, "xen:balloon: Initialising balloon driver");
        say(1.204, 6, "EXT4-fs (xvda1): mounted filesystem with ordered data mode");
        say(1.633, 5, "systemd[1]: Hostname set to <sample>.");
        say(9.870, 4, "xenwatch: a device took 3 s to answer");
        say(27.911, 6, "sysrq: Trigger a crash");
        say(27.912, 0, "Kernel panic - not syncing: sysrq triggered crash");
        say(27.912, 4, "CPU: 1 PID: 327 Comm: sh Not tainted 6.1.0-sample #1");
        say(27.913, 4, "Call Trace:\n <TASK>\n panic+0x2c\n sysrq_handle_crash+0x16\n </TASK>");
        bytes.putInt(RING, COUNT_BITS);
        bytes.putLong(RING + 8, at(DESCS));
        bytes.putLong(RING + 0x10, at(INFOS));
        bytes.putLong(RING + 0x18, id(records - 1));
        bytes.putLong(RING + 0x20, id(-1));
        bytes.putLong(DESCS + 24 * slot(id(-1)), id(-1) | 3L << 62);
        bytes.putInt(RING + 0x28, TEXT_BITS);
        bytes.putLong(RING + 0x30, at(TEXTS));
    }

    private static long id(long record) {
        return (1L << 32) - (1 << COUNT_BITS) + record;
    }

    private static int slot(long id) {
        return (int) (id & ((1 << COUNT_BITS) - 1));
    }

    private void say(double seconds, int level, String text) {
        byte[] said = text.getBytes(StandardCharsets.UTF_8);
        long id = id(records);
        int desc = DESCS + 24 * slot(id);
        int info = INFOS + 88 * slot(id);
        long next = textEnd + (8L + said.length + 7) / 8 * 8;
        bytes.putLong(desc, id | 2L << 62);
        bytes.putLong(desc + 8, textEnd);
        bytes.putLong(desc + 16, next);
        bytes.putLong(info, records++);
        bytes.putLong(info + 8, Math.round(seconds * SECOND));
        bytes.putShort(info + 16, (short) said.length);
        bytes.put(info + 19, (byte) (level << 5));
        bytes.putInt(info + 20, level == 6 && seconds < 1 ? 0 : 327);
        bytes.putLong(TEXTS + (int) textEnd, id);
        put(TEXTS + (int) textEnd + 8, said);
        textEnd = next;
    }

    private void types() {
        TypeBytes types = new TypeBytes();
        int number = types.integer("int", 4, TypeBytes.SIGNED);
        int count = types.integer("unsigned int", 4, 0);
        int word = types.integer("unsigned long", 8, 0);
        int letter = types.integer("char", 1, TypeBytes.SIGNED);
        int nothing = types.pointer(0);
        int pid = types.plain(8, "pid_t", number);
        int command = types.array(letter, 16);
        int list =
                types.structure(
                        "list_head", 16, node("next", nothing, 0), node("prev", nothing, 8));
        int info = types.structure("thread_info", 4, node("cpu", count, 0));
        int memory =
                types.structure("mm_struct", 16, node("flags", word, 0), node("pgd", nothing, 8));
        int signal =
                types.structure(
                        "signal_struct", SIGNAL_BYTES, node("thread_head", list, THREAD_HEAD));
        int memoryPointer = types.pointer(memory);
        int signalPointer = types.pointer(signal);
        types.structure(
                "task_struct",
                TASK_BYTES,
                node("thread_info", info, 0),
                node("__state", count, 4),
                node("stack", nothing, 8),
                node("tasks", list, TASKS_NODE),
                node("pid", pid, 0x20),
                node("tgid", pid, 0x24),
                node("real_parent", nothing, 0x28),
                node("mm", memoryPointer, 0x30),
                node("active_mm", memoryPointer, 0x38),
                node("exit_state", number, 0x40),
                node("comm", command, 0x48),
                node("signal", signalPointer, 0x58),
                node("thread_node", list, THREAD_NODE));
        types.structure("rq", 0x40, node("nr_running", count, 0), node("idle", nothing, 8));
        byte[] written = types.bytes();
        put(TYPES, written);
        symbol("__start_BTF", TYPES);
        symbol("__stop_BTF", TYPES + written.length);
    }

    private static Member node(String name, int type, int offset) {
        return Member.at(offset, name, type);
    }
}
