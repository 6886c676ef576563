package org.xenoscope.xen;

import org.xenoscope.note.CpuNotes;
import org.xenoscope.note.Notes;
import org.xenoscope.note.PrStatus;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Field;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Known;
import org.xenoscope.place.Progress;
import org.xenoscope.place.Unknown;
import org.xenoscope.symbol.SymbolTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Finds the pCPUs by their stacks: the symbol `stack_base`, what the notes' rsp lie in, else every
/// block of memory whose top is one. The top must name a VCPU that names the pCPU.
///
/// Source: `struct cpu_info` in xen/arch/x86/include/asm/current.h, Xen 3.2 to 4.21: counted from
/// the stack's end, `processor_id` lies 64, 32 or 16 bytes before it, the current VCPU 8 behind
/// that, the per-CPU offset 16 (Xen 4.1 on). The guest's registers begin 200 bytes before it, 184
/// from 4.21 on.
final class CpuFinder {
    static final int STACK = 1 << 15;

    /// `NR_CPUS` of any build.
    private static final int MOST = 4096;

    private static final int DOMID_IDLE = 0x7fff;
    private static final int[] FROM_END = {64, 32, 16};
    private static final int FARTHEST = 256;
    private static final int FRAME_BYTES = 200;
    private static final int FRAME_BYTES_421 = 184;

    private final XenMemory memory;
    private final Notes notes;
    private final SymbolTable symbols;

    CpuFinder(XenMemory memory, Notes notes, SymbolTable symbols) {
        this.memory = memory;
        this.notes = notes;
        this.symbols = symbols;
    }

    /// A stack, what found it, and what its top says.
    private record Stack(long base, String evidence, OptionalInt note, Top top) {}

    /// The end of a stack.
    ///
    /// @param cpu number of the pCPU
    /// @param current address of the VCPU that the scheduler chose
    /// @param offset what comes behind it: the per-CPU offset from Xen 4.1 on
    /// @param at address of the number
    private record Top(int cpu, long current, long offset, long at) {}

    Fact<List<XenCpu>> find() {
        Map<Integer, Stack> stacks = new TreeMap<>();
        byNotes(stacks);
        bySymbol(stacks);
        if (stacks.isEmpty()) {
            byEveryBlock(stacks);
        }
        if (stacks.isEmpty()) {
            return new Unknown<>("no stack of a pCPU was found in Xen's memory");
        }
        List<XenCpu> cpus = new ArrayList<>();
        stacks.values().forEach(stack -> cpus.add(cpu(stack)));
        return Known.of(List.copyOf(cpus), stacks.values().iterator().next().evidence());
    }

    private void byNotes(Map<Integer, Stack> stacks) {
        for (CpuNotes cpu : notes.cpus()) {
            Optional<Field> rsp =
                    cpu.status()
                            .filter(status -> !status.blank())
                            .flatMap((PrStatus status) -> status.register("rsp"));
            if (rsp.isEmpty() || !XenMemory.isPointer(rsp.get().value())) {
                continue;
            }
            long base = rsp.get().value() & -STACK;
            top(base, -1)
                    .ifPresent(
                            top ->
                                    stacks.putIfAbsent(
                                            top.cpu(),
                                            new Stack(
                                                    base,
                                                    "rsp in NT_PRSTATUS lies in it",
                                                    OptionalInt.of(cpu.index()),
                                                    top)));
        }
    }

    private void bySymbol(Map<Integer, Stack> stacks) {
        Optional<Long> bases = symbols.address("stack_base");
        if (bases.isEmpty()) {
            return;
        }
        int ids = symbols.address("nr_cpu_ids").map(memory::peek32).orElse(MOST);
        for (int cpu = 0; cpu < Math.clamp(ids, 0, MOST); cpu++) {
            long base = memory.peek64(bases.get() + 8L * cpu);
            if (!XenMemory.isPagePointer(base)) {
                continue;
            }
            int number = cpu;
            top(base, cpu)
                    .ifPresent(
                            top ->
                                    stacks.putIfAbsent(
                                            number,
                                            new Stack(
                                                    base,
                                                    "Xen's symbol stack_base",
                                                    OptionalInt.empty(),
                                                    top)));
        }
    }

    private void byEveryBlock(Map<Integer, Stack> stacks) {
        if (memory.reader().space().locate(XenMemory.DIRECT_MAP) == HoleReason.NO_ROOT.code()) {
            return; // then no stack can be read
        }
        memory.image()
                .runs()
                .forEach(
                        run -> {
                            long start = (run.start() + STACK - 1) & -STACK;
                            long end = run.start() + run.bytes() - STACK;
                            for (long block = start; block <= end; block += STACK) {
                                if ((block & 0xff_ffff) == 0) {
                                    Progress.current().check();
                                }
                                long base = XenMemory.DIRECT_MAP + block;
                                top(base, -1)
                                        .ifPresent(
                                                top ->
                                                        stacks.putIfAbsent(
                                                                top.cpu(),
                                                                new Stack(
                                                                        base,
                                                                        "found by looking at every"
                                                                            + " block of 32 KiB",
                                                                        OptionalInt.empty(),
                                                                        top)));
                            }
                        });
    }

    /// {@return what the top of a stack says, if it says it}
    ///
    /// @param cpu the number that it must say, or -1
    private Optional<Top> top(long base, int cpu) {
        long end = base + STACK;
        for (int before : FROM_END) {
            Optional<Top> top = topAt(end - before, cpu);
            if (top.isPresent()) {
                return top;
            }
        }
        for (int before = 8; before <= FARTHEST; before += 8) {
            Optional<Top> top = topAt(end - before, cpu);
            if (top.isPresent()) {
                return top;
            }
        }
        return Optional.empty();
    }

    private Optional<Top> topAt(long at, int cpu) {
        int number = memory.peek32(at);
        if (number < 0 || number >= MOST || (cpu >= 0 && number != cpu)) {
            return Optional.empty();
        }
        long current = memory.peek64(at + 8);
        boolean sound =
                XenMemory.isPagePointer(current)
                        && memory.peek32(current + 4) == number
                        && memory.peek32(current) >= 0
                        && memory.peek32(current) < DomainShape.MOST_VCPUS
                        && (isIdle(current) || DomainShape.ofVcpu(memory, current).isPresent());
        return sound
                ? Optional.of(new Top(number, current, memory.peek64(at + 16), at))
                : Optional.empty();
    }

    /// {@return whether a VCPU belongs to the idle domain}
    private boolean isIdle(long vcpu) {
        for (int back = 0x10; back <= 0x20; back += 8) {
            long domain = memory.peek64(vcpu + back);
            if (XenMemory.isPagePointer(domain) && memory.peek16(domain) == DOMID_IDLE) {
                return true;
            }
        }
        return false;
    }

    private XenCpu cpu(Stack stack) {
        Top top = stack.top();
        OptionalLong offset = perCpuOffset(top);
        return new XenCpu(
                top.cpu(),
                stack.note(),
                stack.base(),
                STACK,
                stack.evidence(),
                frame(top),
                offset,
                Known.at(
                        top.current(),
                        "current VCPU at the top of the stack",
                        memory.at(top.at() + 8)),
                loaded(offset),
                isIdle(top.current()));
    }

    private OptionalLong frame(Top top) {
        byte[] bytes = memory.reader().bytesOrZeros(top.at() - FRAME_BYTES, FRAME_BYTES);
        VcpuBytes frame = new VcpuBytes(bytes);
        if (frame.frame(0)) {
            return OptionalLong.of(top.at() - FRAME_BYTES);
        }
        return frame.frame(FRAME_BYTES - FRAME_BYTES_421)
                ? OptionalLong.of(top.at() - FRAME_BYTES_421)
                : OptionalLong.of(top.at() - FRAME_BYTES);
    }

    private OptionalLong perCpuOffset(Top top) {
        Optional<Long> offsets = symbols.address("__per_cpu_offset");
        if (offsets.isPresent()) {
            long offset = memory.peek64(offsets.get() + 8L * top.cpu());
            if (offset == 0 ? top.cpu() == 0 : offset > 0) {
                return OptionalLong.of(offset);
            }
        }
        boolean plausible = top.cpu() == 0 ? top.offset() == 0 : top.offset() > 0;
        return plausible ? OptionalLong.of(top.offset()) : OptionalLong.empty();
    }

    private Fact<Long> loaded(OptionalLong offset) {
        Optional<Long> symbol =
                symbols.address("per_cpu__curr_vcpu")
                        .or(() -> symbols.address("per_cpu_curr_vcpu"));
        if (symbol.isEmpty()) {
            return new Unknown<>("Xen's symbol per_cpu__curr_vcpu is not there");
        }
        if (offset.isEmpty()) {
            return new Unknown<>("the per-CPU offset is not known");
        }
        long at = symbol.get() + offset.getAsLong();
        long vcpu = memory.peek64(at);
        return XenMemory.isPagePointer(vcpu) && memory.peek32(vcpu) >= 0
                ? Known.at(vcpu, "per-CPU variable curr_vcpu", memory.at(at))
                : new Unknown<>("curr_vcpu at %s names no VCPU".formatted(memory.at(at)));
    }
}
