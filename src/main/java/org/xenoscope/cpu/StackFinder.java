package org.xenoscope.cpu;

import org.xenoscope.linux.Task;
import org.xenoscope.linux.TaskList;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.xen.XenCpu;

import java.util.Optional;

/// Finds the stack that a place belongs to: a place on it, or the `task_struct` of its task. Reads
/// the dump; any thread may ask.
public final class StackFinder {
    /// Bytes of a kernel's stack, and what it is aligned to (Linux 3.15 on, x86_64).
    private static final long KERNEL_STACK = 0x4000;

    private final Cpus cpus;
    private final Fact<TaskList> tasks;

    /// @param tasks the tasks of dom0
    public StackFinder(Cpus cpus, Fact<TaskList> tasks) {
        this.cpus = cpus;
        this.tasks = tasks;
    }

    /// {@return the stack that a place belongs to, or why it belongs to none}
    public Fact<Stack> at(Location place) {
        if (place.space().equals(SpaceId.XEN)) {
            for (PcpuActivity cpu : cpus.physical()) {
                if (cpu.xen().filter(stack -> covers(stack, place.address())).isPresent()) {
                    return of(cpu);
                }
            }
        }
        for (VirtualCpu cpu : cpus.virtual()) {
            if (on(cpu, place)) {
                return of(cpu);
            }
        }
        Optional<Task> task = task(place);
        return task.map(this::of)
                .orElseGet(
                        () ->
                                new Unknown<>(
                                        "%s is on no stack of a pCPU, a VCPU or a task that is known"
                                                .formatted(place)));
    }

    /// {@return the stack of a pCPU}
    public Fact<Stack> of(PcpuActivity cpu) {
        return found(
                new Stack("pCPU " + cpu.number(), cpus.stackWords(cpu), cpus.trace(cpu)),
                cpu.evidence());
    }

    /// {@return the stack of a VCPU}
    public Fact<Stack> of(VirtualCpu cpu) {
        return found(
                new Stack(cpu.name(), cpus.stackWords(cpu), cpus.trace(cpu)), cpu.registersFrom());
    }

    /// {@return the stack of a task}
    public Fact<Stack> of(Task task) {
        return found(
                new Stack("task " + task.label(), cpus.stackWords(task), cpus.trace(task)),
                "its task_struct at " + task.where());
    }

    private static Fact<Stack> found(Stack stack, String evidence) {
        if (stack.words().isEmpty()) {
            String why = stack.trace().ending();
            return new Unknown<>(
                    "the stack of %s is not known%s"
                            .formatted(stack.title(), why.isEmpty() ? "" : ": " + why));
        }
        return Known.of(stack, evidence);
    }

    /// {@return whether a place is on the kernel stack that a VCPU's stack pointer is on}
    private static boolean on(VirtualCpu cpu, Location place) {
        return place.space().kind() == SpaceId.Kind.DOMAIN_VIRTUAL
                && place.space().domain() == cpu.vcpu().domain()
                && cpu.mode() != VirtualCpu.Mode.USER
                && cpu.values().isPresent()
                && ((cpu.values().get().rsp() ^ place.address()) & -KERNEL_STACK) == 0;
    }

    private Optional<Task> task(Location place) {
        return tasks.value().stream()
                .flatMap(list -> list.tasks().stream())
                .filter(task -> task.where().space().equals(place.space()))
                .filter(task -> task.where().equals(place) || holds(task, place.address()))
                .findFirst();
    }

    private static boolean holds(Task task, long address) {
        return task.stack().isPresent()
                && Long.compareUnsigned(address - task.stack().getAsLong(), KERNEL_STACK) < 0;
    }

    private static boolean covers(XenCpu stack, long address) {
        return Long.compareUnsigned(address - stack.stack(), stack.stackBytes()) < 0;
    }
}
