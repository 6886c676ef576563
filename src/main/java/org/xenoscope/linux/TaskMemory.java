package org.xenoscope.linux;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.SpaceReader;

import java.util.List;
import java.util.OptionalLong;

/// How much memory of a process is in RAM (its resident set): pages of files, anonymous pages and
/// shared memory, counted in its `mm_struct`.
///
/// Layout: `mm_struct.rss_stat`, until Linux 6.1 `struct mm_rss_stat` with an array of `long`s, to
/// which the threads add `task_struct.rss_stat` now and then; since 6.2 an array of `struct
/// percpu_counter`, the sum of `count` and of a signed 32-bit number of each CPU
/// (include/linux/mm_types_task.h, include/linux/percpu_counter.h). Index 2 counts pages in swap,
/// which are not in RAM. Offsets come from BTF.
final class TaskMemory {
    private static final int PAGE = 4096;
    private static final int SWAP = 2;

    /// NR_MM_COUNTERS is 3 or 4.
    private static final int MOST_COUNTERS = 8;

    private final KernelMemory memory;
    private final SpaceReader reader;
    private final List<PerCpuAreas.Area> areas;

    TaskMemory(KernelMemory memory, List<PerCpuAreas.Area> areas) {
        this.memory = memory;
        this.reader = memory.reader();
        this.areas = areas;
    }

    /// {@return bytes of a process in RAM}
    ///
    /// @param threads all threads of the process
    Fact<Long> resident(Task task, List<Task> threads) {
        if (task.kernelThread()) {
            return new Unknown<>("a thread of the kernel's own has no memory of a program");
        }
        OptionalLong stat = memory.offset("mm_struct", "rss_stat");
        if (stat.isEmpty()) {
            return new Unknown<>("nothing says where mm_struct.rss_stat is");
        }
        try {
            long address = task.mm() + stat.getAsLong();
            OptionalLong array = memory.memberSize("mm_rss_stat", "count");
            OptionalLong counter = memory.size("percpu_counter");
            OptionalLong whole = memory.memberSize("mm_struct", "rss_stat");
            if (array.isPresent()) {
                long pages =
                        plain(
                                address + memory.offset("mm_rss_stat", "count", 0),
                                array.getAsLong(),
                                threads);
                return Known.of(pages * PAGE, "mm->rss_stat");
            }
            if (counter.isPresent() && whole.isPresent() && counter.getAsLong() > 0) {
                long pages =
                        perCpu(
                                address,
                                counter.getAsLong(),
                                whole.getAsLong() / counter.getAsLong());
                return Known.of(pages * PAGE, "mm->rss_stat, summed over CPUs");
            }
            return new Unknown<>("mm_struct.rss_stat has a form that is not known");
        } catch (UnreadableException exception) {
            return new Unknown<>(Words.inside(exception.hole()));
        }
    }

    private long plain(long address, long bytes, List<Task> threads) {
        long counters = Math.min(bytes / Long.BYTES, MOST_COUNTERS);
        OptionalLong cached = memory.offset("task_struct", "rss_stat");
        long inside = memory.offset("task_rss_stat", "count", Integer.BYTES);
        long pages = 0;
        for (int i = 0; i < counters; i++) {
            if (i == SWAP) {
                continue;
            }
            long sum = reader.u64(address + (long) i * Long.BYTES);
            for (Task thread : threads) {
                sum +=
                        cached.isPresent()
                                ? (int)
                                        reader.u32(
                                                thread.where().address()
                                                        + cached.getAsLong()
                                                        + inside
                                                        + (long) i * Integer.BYTES)
                                : 0;
            }
            pages += Math.max(0, sum);
        }
        return pages;
    }

    private long perCpu(long address, long counterBytes, long counters) {
        long count = memory.offset("percpu_counter", "count", Long.BYTES);
        OptionalLong local = memory.offset("percpu_counter", "counters");
        long pages = 0;
        for (int i = 0; i < Math.min(counters, MOST_COUNTERS); i++) {
            if (i == SWAP) {
                continue;
            }
            long counter = address + i * counterBytes;
            long sum = reader.u64(counter + count);
            if (local.isPresent()) {
                long copies = reader.u64(counter + local.getAsLong());
                for (PerCpuAreas.Area area : areas) {
                    sum += (int) reader.u32(area.address(copies));
                }
            }
            pages += Math.max(0, sum);
        }
        return pages;
    }
}
