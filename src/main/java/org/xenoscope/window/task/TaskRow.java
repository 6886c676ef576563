package org.xenoscope.window.task;

import org.xenoscope.linux.Task;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;

import java.util.Locale;
import java.util.Optional;

/// A task as a row.
///
/// @param task the task
/// @param current whether its VCPU was running it
/// @param panicked whether the kernel panicked in it
/// @param resident bytes of its process in RAM
/// @param wasIn where it stopped, in words: `do_wait+0x114`; empty if that is not known
record TaskRow(Task task, boolean current, boolean panicked, Fact<Long> resident, String wasIn) {
    private static final int PAGE_SHIFT = 12;

    /// {@return the same row with what its stack tells}
    TaskRow in(String function) {
        return new TaskRow(task, current, panicked, resident, function);
    }

    /// {@return the command, in brackets for the kernel's own threads}
    String command() {
        return task.kernelThread() ? "[" + task.command() + "]" : task.command();
    }

    String parent() {
        return task.ppid().isPresent() ? "" + task.ppid().getAsInt() : "unknown";
    }

    /// {@return its memory in KiB, as `ps` prints it; a dash for threads of the kernel's own}
    String memory() {
        if (task.kernelThread()) {
            return "—";
        }
        return resident.value().map(bytes -> "%,d".formatted(bytes >> 10)).orElse("unknown");
    }

    String vcpu() {
        if (task.cpu().isEmpty()) {
            return "unknown";
        }
        return (current ? "on " : "") + task.cpu().getAsInt();
    }

    /// {@return the page table of a process, as a place}
    Optional<Location> pageTable() {
        return task.root().isPresent() && !task.kernelThread()
                ? Optional.of(new Location(SpaceId.MACHINE, task.root().getAsLong()))
                : Optional.empty();
    }

    String frame() {
        return task.root().isPresent()
                ? "MFN 0x%x".formatted(task.root().getAsLong() >>> PAGE_SHIFT)
                : "unknown";
    }

    /// {@return its kernel stack, as a place}
    Optional<Location> stack() {
        return task.stack().isPresent()
                ? Optional.of(new Location(task.where().space(), task.stack().getAsLong()))
                : Optional.empty();
    }

    /// {@return whether the row holds some words, in any case, or is the task of that number}
    boolean holds(String words) {
        String wanted = words.toLowerCase(Locale.ROOT);
        return command().toLowerCase(Locale.ROOT).contains(wanted)
                || String.valueOf(task.pid()).equals(wanted)
                || wasIn.toLowerCase(Locale.ROOT).contains(wanted);
    }

    /// {@return the row in words, for screen readers and the clipboard}
    String text() {
        return "PID %d, PPID %s, %s, state %s, VCPU %s%s%s"
                .formatted(
                        task.pid(),
                        parent(),
                        command(),
                        task.state().letter(),
                        vcpu(),
                        wasIn.isEmpty() ? "" : ", was in " + wasIn,
                        panicked ? ", panicked" : "");
    }
}
