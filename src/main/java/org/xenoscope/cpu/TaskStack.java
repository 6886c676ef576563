package org.xenoscope.cpu;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.cpu.trace.Code;
import org.xenoscope.cpu.trace.KernelTracer;
import org.xenoscope.linux.Linux;
import org.xenoscope.linux.Task;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.type.TypeSystem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where the kernel stack of a task that is on no VCPU can be followed from: its `thread.sp`, which
/// points to what `__switch_to_asm` pushed (`struct inactive_task_frame`, Linux 4.9 on: r15, r14,
/// r13, r12, rbp, rbx in an order of its own, and the return address; measured in 5.10, 6.1 and
/// 6.12).
final class TaskStack {
    /// Larger than any stack.
    private static final long STACK = 0x1_0000;

    /// Without types: where in `struct task_struct` the stack pointer may be.
    private static final int TASK_BYTES = 0x4000;

    private static final int RBP = 40;
    private static final int RETURN = 48;
    private static final int FRAME_BYTES = 56;

    private final SpaceReader reader;
    private final Linux linux;
    private final Code code;

    TaskStack(Linux linux, Code code) {
        this.linux = linux;
        this.reader = linux.reader();
        this.code = code;
    }

    /// {@return where a trace of the task begins}
    Fact<KernelTracer.Start> start(Task task) {
        if (task.stack().isEmpty()) {
            return new Unknown<>("the task has no kernel stack: " + task.words() + " has ended");
        }
        Optional<Long> offset =
                linux.types()
                        .value()
                        .flatMap((TypeSystem types) -> types.offset("task_struct", "thread.sp"));
        try {
            if (offset.isPresent()) {
                long sp = reader.u64(task.where().address() + offset.get());
                return at(sp, task.stack().getAsLong(), "thread.sp of the task");
            }
            return searched(task);
        } catch (UnreadableException exception) {
            return new Unknown<>(exception.hole().sentence());
        }
    }

    private Fact<KernelTracer.Start> at(long sp, long stack, String evidence) {
        if (!inside(sp, stack)) {
            return new Unknown<>(
                    "its saved stack pointer 0x%x is not on its stack at 0x%x"
                            .formatted(sp, stack));
        }
        return Known.at(
                new KernelTracer.Start(
                        reader.u64(sp + RETURN),
                        sp + FRAME_BYTES,
                        reader.u64(sp + RBP),
                        Optional.of(reader.at(sp + RETURN)),
                        true),
                evidence,
                reader.at(sp));
    }

    private static boolean inside(long sp, long stack) {
        return (sp & 7) == 0 && Long.compareUnsigned(sp - stack, STACK) < 0;
    }

    /// The one word of the task that leads into its stack, to a frame with a return address.
    private Fact<KernelTracer.Start> searched(Task task) {
        long stack = task.stack().orElseThrow();
        List<Long> found = new ArrayList<>();
        for (int offset = 0; offset < TASK_BYTES; offset += 8) {
            long word;
            try {
                word = reader.u64(task.where().address() + offset);
                if (word != stack
                        && inside(word, stack)
                        && code.isReturnAddress(reader.u64(word + RETURN))) {
                    found.add(word);
                }
            } catch (UnreadableException _) {
                // a page of the task that is not there
            }
        }
        return found.size() == 1
                ? at(found.getFirst(), stack, "the one word of the task that leads into its stack")
                : new Unknown<>("where the task keeps its stack pointer is not known");
    }
}
