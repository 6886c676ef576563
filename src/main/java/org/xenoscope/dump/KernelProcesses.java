package org.xenoscope.dump;

import org.xenoscope.linux.Linux;
import org.xenoscope.linux.Task;
import org.xenoscope.linux.TaskList;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.Processes;

import java.util.Optional;
import java.util.function.IntFunction;

/// The processes of a dump's kernels, for the spaces: a task's number to its page tables.
final class KernelProcesses implements Processes {
    private final IntFunction<Linux> kernels;

    /// @param kernels the kernel of a domain
    KernelProcesses(IntFunction<Linux> kernels) {
        this.kernels = kernels;
    }

    @Override
    public Fact<Tables> tables(int domain, long pid) {
        return switch (kernels.apply(domain).tasks()) {
            case Unknown<TaskList>(String why) -> new Unknown<>(why);
            case Known<TaskList> known ->
                    tables(domain, pid, known.fact().pid(pid), known.evidence());
        };
    }

    private static Fact<Tables> tables(
            int domain, long pid, Optional<Task> found, String evidence) {
        if (found.isEmpty()) {
            return new Unknown<>("no task of dom%d has the number %d".formatted(domain, pid));
        }
        Task task = found.get();
        if (task.pgd().isEmpty()) {
            return new Unknown<>("the page table of %s is not known".formatted(task.words()));
        }
        // a thread of the kernel's own uses the tables of whoever ran before it
        String whose = task.kernelThread() ? "active_mm->pgd of " : "mm->pgd of ";
        String words = whose + task.words();
        return Known.at(new Tables(task.pgd().getAsLong(), words), evidence, task.where());
    }
}
