package org.xenoscope.cpu;

import org.xenoscope.cpu.trace.Code;
import org.xenoscope.cpu.trace.Grade;
import org.xenoscope.cpu.trace.SavedRegisters;
import org.xenoscope.cpu.trace.Trace;
import org.xenoscope.cpu.trace.TraceBorder;
import org.xenoscope.cpu.trace.TraceFrame;
import org.xenoscope.linux.Linux;
import org.xenoscope.linux.Task;
import org.xenoscope.linux.TaskList;
import org.xenoscope.place.Location;
import org.xenoscope.space.Chunk;
import org.xenoscope.symbol.SymbolOffset;
import org.xenoscope.xen.Domain;
import org.xenoscope.xen.Hypervisor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says of each word of a stack what it is.
final class StackWords {
    private static final int STACK = 0x4000;

    private static final String[] SPECIAL = {
        "error code, vector", "rip", "cs", "rflags", "rsp", "ss"
    };

    private final Code code;
    private final Hypervisor xen;
    private final Optional<Linux> linux;

    /// @param linux the kernel whose stack it is; empty for the hypervisor's
    StackWords(Code code, Hypervisor xen, Optional<Linux> linux) {
        this.code = code;
        this.xen = xen;
        this.linux = linux;
    }

    /// {@return bytes from an address of a kernel's stack to its end}
    static int toEnd(long from) {
        return (int) (STACK - (from & STACK - 1));
    }

    /// {@return the words of a piece of stack}
    ///
    /// @param from where it begins, a multiple of 8
    List<StackWord> read(long from, int bytes, Trace trace) {
        Map<Long, StackWord> known = known(trace);
        Map<Long, String> objects = objects();
        Chunk chunk = code.reader().space().read(from, bytes);
        List<StackWord> words = new ArrayList<>();
        for (int i = 0; i + 8 <= chunk.length(); i += 8) {
            Location where = code.reader().at(from + i);
            if (chunk.presentFrom(i) < 8) {
                words.add(
                        new StackWord(
                                where,
                                0,
                                false,
                                StackWord.Kind.PLAIN,
                                "not in the dump",
                                Optional.empty()));
                continue;
            }
            long value = ByteBuffer.wrap(chunk.copy(i, 8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
            StackWord told = known.get(where.address());
            words.add(
                    told == null
                            ? word(where, value, from, bytes, objects)
                            : new StackWord(
                                    where, value, true, told.kind(), told.says(), target(value)));
        }
        return words;
    }

    /// What the trace tells of words: return addresses, and the frames of exceptions.
    private Map<Long, StackWord> known(Trace trace) {
        Map<Long, StackWord> known = new HashMap<>();
        for (var line : trace.lines()) {
            switch (line) {
                case TraceFrame frame -> frame.stack().ifPresent(at -> add(known, frame, at));
                case TraceBorder border -> border.registers().ifPresent(at -> add(known, at));
            }
        }
        return known;
    }

    private void add(Map<Long, StackWord> known, TraceFrame frame, Location at) {
        boolean sure = frame.grade() != Grade.UNCERTAIN;
        // the first frame of a context stands in saved registers, whose first word is no return
        // address
        if (known.containsKey(at.address())) {
            return;
        }
        put(
                known,
                at,
                sure ? StackWord.Kind.FRAME : StackWord.Kind.RETURN_ADDRESS,
                (sure ? "returns to " : "left over: ") + frame.name());
    }

    private void add(Map<Long, StackWord> known, SavedRegisters frame) {
        for (int i = 0; i < frame.values().size(); i++) {
            int general = SavedRegisters.GENERAL.size();
            String name = i < general ? SavedRegisters.GENERAL.get(i) : SPECIAL[i - general];
            Location at = new Location(frame.where().space(), frame.where().address() + 8L * i);
            put(known, at, StackWord.Kind.REGISTER, "frame: " + name);
        }
    }

    private void put(Map<Long, StackWord> known, Location at, StackWord.Kind kind, String says) {
        if (at.space().equals(code.reader().space().id())) {
            known.put(at.address(), new StackWord(at, 0, true, kind, says, Optional.empty()));
        }
    }

    /// Structures that a stack often has pointers to.
    private Map<Long, String> objects() {
        Map<Long, String> objects = new HashMap<>();
        if (linux.isEmpty()) {
            for (Domain domain : xen.domains().value().orElse(List.of())) {
                objects.put(domain.address(), "domain " + domain.id());
                domain.vcpus().forEach(vcpu -> objects.put(vcpu.address(), "vcpu " + vcpu.name()));
            }
            return objects;
        }
        List<Task> tasks = linux.get().tasks().value().map(TaskList::tasks).orElse(List.of());
        tasks.forEach(task -> objects.put(task.where().address(), "task " + task.words()));
        return objects;
    }

    private StackWord word(
            Location where, long value, long from, int bytes, Map<Long, String> objects) {
        String object = objects.get(value);
        if (object != null) {
            StackWord.Kind kind = linux.isPresent() ? StackWord.Kind.TASK : StackWord.Kind.GUEST;
            return new StackWord(where, value, true, kind, object, target(value));
        }
        if (value >= 0) {
            return new StackWord(where, value, true, StackWord.Kind.PLAIN, "", Optional.empty());
        }
        if (code.isReturnAddress(value)) {
            return new StackWord(
                    where,
                    value,
                    true,
                    StackWord.Kind.RETURN_ADDRESS,
                    "left over: " + code.name(value),
                    target(value));
        }
        if (Long.compareUnsigned(value - from, bytes) < 0) {
            return new StackWord(
                    where, value, true, StackWord.Kind.STACK, "this stack", target(value));
        }
        Optional<Location> target = target(value);
        Optional<SymbolOffset> symbol =
                target.isPresent() ? code.symbols().at(value) : Optional.empty();
        return symbol.map(
                        place ->
                                new StackWord(
                                        where,
                                        value,
                                        true,
                                        StackWord.Kind.SYMBOL,
                                        place.toString(),
                                        target))
                .orElseGet(
                        () ->
                                new StackWord(
                                        where,
                                        value,
                                        true,
                                        target.isPresent()
                                                ? StackWord.Kind.POINTER
                                                : StackWord.Kind.PLAIN,
                                        "",
                                        target));
    }

    private Optional<Location> target(long value) {
        return value < 0 && code.reader().space().locate(value) >= 0
                ? Optional.of(code.reader().at(value))
                : Optional.empty();
    }
}
