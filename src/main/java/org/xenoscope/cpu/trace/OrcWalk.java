package org.xenoscope.cpu.trace;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A walk over stacks of a Linux kernel by its ORC tables. The step is that of `unwind_next_frame`,
/// arch/x86/kernel/unwind_orc.c, Linux 4.14 to 6.12.
final class OrcWalk {
    /// A stack of 16 KiB has room for more frames, but no kernel goes so deep.
    private static final int MOST_FRAMES = 512;

    /// Stacks are aligned to their size, which is 16 KiB (THREAD_SIZE, IRQ_STACK_SIZE).
    private static final long STACK = 0x4000;

    /// A trace passes from the stack of an interrupt to that of a task, and through those of
    /// exceptions.
    private static final int MOST_STACKS = 16;

    private final Code code;
    private final OrcTables tables;
    private final EntryNames names;
    private final List<TraceLine> lines = new ArrayList<>();
    private final Set<Long> stacks = new HashSet<>();

    private long ip;
    private long sp;
    private long bp;
    private boolean exactIp;
    private Optional<SavedRegisters> registers = Optional.empty();
    private String lastName = "";

    OrcWalk(Code code, OrcTables tables, EntryNames names) {
        this.code = code;
        this.tables = tables;
        this.names = names;
    }

    /// Why a walk ended.
    private record Ending(boolean complete, String words) {}

    Trace trace(KernelTracer.Start start) {
        ip = start.ip();
        sp = start.sp();
        bp = start.bp();
        exactIp = !start.returnAddress();
        frame(start.readAt(), exactIp ? "the registers" : "the saved stack pointer");
        for (int i = 0; i < MOST_FRAMES; i++) {
            Progress.current().check();
            Optional<Ending> ending;
            try {
                ending = step();
            } catch (UnreadableException exception) {
                ending =
                        Optional.of(
                                new Ending(
                                        false,
                                        "the stack cannot be read: " + exception.getMessage()));
            }
            if (ending.isPresent()) {
                return ending.get().words().isEmpty()
                        ? guessTheRest()
                        : new Trace(lines, ending.get().complete(), ending.get().words());
            }
        }
        return new Trace(lines, false, "there are more than %d frames".formatted(MOST_FRAMES));
    }

    /// Where there is no data (code that was made at run time, or not the kernel's), what is behind
    /// is guessed.
    private Trace guessTheRest() {
        return new GuessedWalk(code, names)
                .trace(
                        new KernelTracer.Start(ip, sp, bp, Optional.empty(), !exactIp),
                        lines,
                        "there is no unwinding data for %s".formatted(code.name(ip)));
    }

    private Optional<Ending> step() {
        Optional<OrcEntry> found = tables.find(exactIp ? ip : ip - 1);
        if (found.isEmpty() || found.get().kind() == OrcEntry.Kind.UNDEFINED) {
            return Optional.of(new Ending(false, ""));
        }
        OrcEntry entry = found.get();
        if (entry.kind() == OrcEntry.Kind.END) {
            return Optional.of(new Ending(true, "the stack begins here"));
        }
        OptionalLong base = base(entry);
        if (base.isEmpty()) {
            return Optional.of(
                    new Ending(false, "the unwinding data asks for a register that is not known"));
        }
        long previousSp = sp;
        long caller = base.getAsLong();
        Optional<Ending> ending =
                switch (entry.kind()) {
                    case CALL -> call(caller);
                    case REGISTERS -> all(caller);
                    case PARTIAL -> partial(caller);
                    case UNDEFINED, END -> throw new IllegalStateException("handled above");
                };
        if (ending.isPresent()) {
            return ending;
        }
        framePointer(entry, caller);
        exactIp = entry.interrupted();
        Optional<Ending> lost = isCode(exactIp ? ip : ip - 1) ? lost(previousSp) : noCode();
        if (lost.isEmpty()) {
            frame(
                    registers.isPresent() || entry.kind() == OrcEntry.Kind.PARTIAL
                            ? Optional.of(code.reader().at(caller))
                            : Optional.of(code.reader().at(caller - 8)),
                    "ORC");
        }
        return lost;
    }

    /// {@return the value of the stack pointer before the call or entry}
    private OptionalLong base(OrcEntry entry) {
        return switch (entry.spRegister()) {
            case 5 -> OptionalLong.of(sp + entry.spOffset());
            case 4 -> OptionalLong.of(bp + entry.spOffset());
            case OrcEntry.BP_INDIRECT -> OptionalLong.of(code.reader().u64(bp + entry.spOffset()));
            case OrcEntry.SP_INDIRECT -> OptionalLong.of(code.reader().u64(sp) + entry.spOffset());
            case 2 -> general("rdx");
            case 3 -> general("rdi");
            case 6 -> general("r10");
            case 7 -> general("r13");
            default -> OptionalLong.empty();
        };
    }

    private OptionalLong general(String name) {
        return registers.isPresent()
                ? OptionalLong.of(registers.get().general(name))
                : OptionalLong.empty();
    }

    private Optional<Ending> call(long caller) {
        ip = code.reader().u64(caller - 8);
        sp = caller;
        registers = Optional.empty();
        return Optional.empty();
    }

    private Optional<Ending> all(long caller) {
        SavedRegisters pushed = SavedRegisters.read(code.reader(), caller);
        registers = Optional.of(pushed);
        ip = pushed.rip();
        sp = pushed.rsp();
        lines.add(new TraceBorder(names.says(pushed, lastName), registers));
        return user(pushed.cs());
    }

    private Optional<Ending> partial(long caller) {
        ip = code.reader().u64(caller);
        long cs = code.reader().u64(caller + 8);
        sp = code.reader().u64(caller + 24);
        return user((int) cs & 0xffff);
    }

    private Optional<Ending> user(int cs) {
        return (cs & 3) != 0 && ip >= 0
                ? Optional.of(new Ending(true, "entered from user space"))
                : Optional.empty();
    }

    private void framePointer(OrcEntry entry, long caller) {
        switch (entry.bpRegister()) {
            case 1 -> bp = code.reader().u64(caller + entry.bpOffset());
            case 4 -> bp = code.reader().u64(bp + entry.bpOffset());
            default -> {
                if (entry.kind() == OrcEntry.Kind.REGISTERS && registers.isPresent()) {
                    bp = registers.get().rbp();
                }
            }
        }
    }

    /// Code that only the kernel's start needed is data by now, but the tables speak of it still.
    private boolean isCode(long address) {
        return code.isCode(address)
                || tables.find(address)
                        .filter(entry -> entry.kind() != OrcEntry.Kind.UNDEFINED)
                        .isPresent();
    }

    private Optional<Ending> noCode() {
        return Optional.of(
                new Ending(
                        false,
                        "%s, read next, is no code of the kernel".formatted(Location.hex(ip))));
    }

    /// On one stack a caller is further up; another stack is entered once.
    private Optional<Ending> lost(long previousSp) {
        long stack = sp & -STACK;
        if (stack == (previousSp & -STACK)) {
            stacks.add(stack);
            return Long.compareUnsigned(sp, previousSp) > 0
                    ? Optional.empty()
                    : Optional.of(
                            new Ending(
                                    false,
                                    "the stack leads back: after %s comes %s"
                                            .formatted(
                                                    Location.hex(previousSp), Location.hex(sp))));
        }
        stacks.add(previousSp & -STACK);
        boolean next = sp == (previousSp & -STACK) + STACK;
        if (!next && (stacks.contains(stack) || stacks.size() > MOST_STACKS)) {
            return Optional.of(
                    new Ending(false, "the stack leads back to %s".formatted(Location.hex(sp))));
        }
        return Optional.empty();
    }

    private void frame(Optional<Location> readAt, String how) {
        lastName = exactIp ? code.name(ip) : code.returnName(ip);
        lines.add(new TraceFrame(code.reader().at(ip), lastName, readAt, Grade.EXACT, how));
    }
}
