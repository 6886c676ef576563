package org.xenoscope.xen;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Progress;
import org.xenoscope.place.Unknown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/// Reads domains and VCPUs with offsets that were found.
final class Guests {
    /// Where frame lists of `struct domain` are looked for; they lie near its start.
    private static final int HEAD = 0x100;

    private static final int LISTS_END = 0xd0;

    /// Xen's frame table: xen/include/asm-x86/config.h, Xen 4.0 to 4.20.
    private static final long FRAME_TABLE = 0xffff_82e0_0000_0000L;

    private static final long FRAME_TABLE_END = 0xffff_8300_0000_0000L;

    private final XenMemory memory;
    private final DomainShape shape;
    private final VcpuLayout layout;

    Guests(XenMemory memory, DomainShape shape, VcpuLayout layout) {
        this.memory = memory;
        this.shape = shape;
        this.layout = layout;
    }

    Domain domain(long address) {
        Progress.current().check();
        int id = memory.peek16(address);
        List<Vcpu> vcpus =
                shape.vcpus(memory, address).stream().map(vcpu -> vcpu(vcpu, id)).toList();
        Pages pages = pages(address);
        return new Domain(
                address,
                id,
                type(vcpus),
                state(vcpus),
                sharedInfo(address),
                pages.total(),
                pages.most(),
                vcpus);
    }

    private OptionalLong sharedInfo(long domain) {
        long value = memory.peek64(domain + shape.sharedInfo());
        return XenMemory.isPagePointer(value) ? OptionalLong.of(value) : OptionalLong.empty();
    }

    private Fact<Domain.Type> type(List<Vcpu> vcpus) {
        boolean pv =
                vcpus.stream()
                        .anyMatch(
                                vcpu ->
                                        vcpu.guestTable().isPresent()
                                                && memory.isRoot(vcpu.guestTable().getAsLong()));
        return pv
                ? Known.of(Domain.Type.PV, "its page tables map Xen and themselves")
                : new Unknown<>("no page table of its VCPUs tells");
    }

    private static Fact<String> state(List<Vcpu> vcpus) {
        for (Vcpu vcpu : vcpus) {
            Optional<Runstate.State> state = vcpu.runstate().map(Runstate::state);
            boolean alive =
                    state.isPresent() && state.get() != Runstate.State.OFFLINE && vcpu.started();
            if (alive) {
                return Known.of(
                        state.get() == Runstate.State.BLOCKED ? "blocked" : "running",
                        "runstate of " + vcpu.name());
            }
        }
        return new Unknown<>(
                "all its VCPUs are offline; whether it is paused, shut down or dying is not told");
    }

    /// Frames that a domain has and may have.
    private record Pages(Fact<Long> total, Fact<Long> most) {}

    /// `tot_pages` is the first number behind the lists of frames, `max_pages` the first behind it
    /// that is not less: struct domain, xen/include/xen/sched.h, Xen 3.3 to 4.20.
    private Pages pages(long domain) {
        Unknown<Long> unknown = new Unknown<>("no list of frames near the start of struct domain");
        byte[] bytes;
        try {
            bytes = memory.reader().bytes(domain, HEAD);
        } catch (UnreadableException exception) {
            unknown = new Unknown<>(exception.hole().sentence());
            return new Pages(unknown, unknown);
        }
        VcpuBytes head = new VcpuBytes(bytes);
        int behind = 0;
        for (int offset = 0x10; offset < LISTS_END; offset += 8) {
            long value = head.u64(offset);
            if (Long.compareUnsigned(value, FRAME_TABLE) >= 0
                    && Long.compareUnsigned(value, FRAME_TABLE_END) < 0) {
                behind = offset + 8;
            }
        }
        if (behind == 0) {
            return new Pages(unknown, unknown);
        }
        int first = behind;
        while (first < behind + 24 && head.u32(first) == 0) {
            first += 4;
        }
        long total = head.u32(first) & 0xffff_ffffL;
        int at = first;
        Fact<Long> most =
                IntStream.iterate(at + 4, offset -> offset < at + 32, offset -> offset + 4)
                        .filter(offset -> (head.u32(offset) & 0xffff_ffffL) >= total)
                        .mapToObj(offset -> head.u32(offset) & 0xffff_ffffL)
                        .findFirst()
                        .<Fact<Long>>map(
                                pages ->
                                        Known.of(pages, "max_pages, by its place behind tot_pages"))
                        .orElseGet(() -> new Unknown<>("no number behind tot_pages is as great"));
        return new Pages(
                Known.at(
                        total,
                        "tot_pages, by its place behind the lists of frames",
                        memory.at(domain + first)),
                most);
    }

    private Vcpu vcpu(long address, int domain) {
        VcpuBytes bytes = new VcpuBytes(memory, address);
        boolean started = started(bytes);
        OptionalLong cr3 = u64(bytes, layout.cr3(), 0);
        OptionalLong guestTable = u64(bytes, layout.guestTable(), 0);
        return new Vcpu(
                address,
                bytes.u32(0),
                domain,
                bytes.u32(4),
                started,
                layout.runstate().value().flatMap(offset -> runstate(bytes, offset)),
                u64(bytes, layout.pauseFlags(), 0),
                layout.dirtyCpu()
                        .value()
                        .map(offset -> OptionalLong.of(bytes.u32(offset) & 0xffff_ffffL))
                        .orElse(OptionalLong.empty()),
                guestTable,
                u64(bytes, layout.guestTable(), -8),
                cr3,
                layout.userRegs()
                        .value()
                        .map(offset -> OptionalLong.of(address + offset))
                        .orElse(OptionalLong.empty()),
                kernelMode(bytes, cr3, guestTable),
                u64(bytes, layout.kernelSp(), 0),
                u64(bytes, layout.kernelSp(), VcpuLayout.TO_GS_BASE_KERNEL),
                u64(bytes, layout.kernelSp(), VcpuLayout.TO_GS_BASE_USER));
    }

    private static OptionalLong u64(VcpuBytes bytes, Fact<Integer> offset, int more) {
        return offset.value()
                .map(at -> OptionalLong.of(bytes.u64(at + more)))
                .orElse(OptionalLong.empty());
    }

    private Optional<Boolean> kernelMode(
            VcpuBytes bytes, OptionalLong cr3, OptionalLong guestTable) {
        Optional<Integer> flags = layout.flags().value();
        if (flags.isPresent()) {
            return Optional.of((bytes.u64(flags.get()) & 1) != 0);
        }
        return cr3.isPresent() && guestTable.isPresent() && guestTable.getAsLong() != 0
                ? Optional.of(XenMemory.root(cr3.getAsLong()) == guestTable.getAsLong() << 12)
                : Optional.empty();
    }

    /// A VCPU that never ran has blank registers and was offline from the start.
    private boolean started(VcpuBytes bytes) {
        Optional<Integer> regs = layout.userRegs().value();
        boolean blank = regs.isPresent() && bytes.blankFrame(regs.get());
        Optional<Integer> runstate = layout.runstate().value();
        boolean ran =
                runstate.isEmpty()
                        || bytes.u32(runstate.get()) != 3
                        || bytes.u64(runstate.get() + 16) != 0;
        return !blank || (ran && runstate.isPresent());
    }

    private static Optional<Runstate> runstate(VcpuBytes bytes, int offset) {
        Optional<Runstate.State> state = Runstate.State.of(bytes.u32(offset));
        if (state.isEmpty()) {
            return Optional.empty();
        }
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            times.add(bytes.u64(offset + 16 + 8 * i));
        }
        return Optional.of(new Runstate(state.get(), bytes.u64(offset + 8), List.copyOf(times)));
    }
}
