package org.xenoscope.cpu;

import org.xenoscope.cpu.trace.Code;
import org.xenoscope.cpu.trace.Grade;
import org.xenoscope.cpu.trace.KernelTracer;
import org.xenoscope.cpu.trace.SavedRegisters;
import org.xenoscope.cpu.trace.Trace;
import org.xenoscope.cpu.trace.TraceBorder;
import org.xenoscope.cpu.trace.TraceFrame;
import org.xenoscope.cpu.trace.TraceLine;
import org.xenoscope.linux.Linux;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.space.Spaces;
import org.xenoscope.symbol.SymbolTable;
import org.xenoscope.xen.Vcpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/// The kernels of the guests, and traces on their stacks.
final class GuestKernels {
    private final Spaces spaces;
    private final IntFunction<Linux> kernels;
    private final Map<SpaceId, KernelTracer> tracers = new ConcurrentHashMap<>();

    GuestKernels(Spaces spaces, IntFunction<Linux> kernels) {
        this.spaces = spaces;
        this.kernels = kernels;
    }

    Linux linux(Vcpu vcpu) {
        return kernels.apply(vcpu.domain());
    }

    Linux linux(int domain) {
        return kernels.apply(domain);
    }

    Linux dom0() {
        return kernels.apply(0);
    }

    /// {@return the space of a guest's kernel: that of its domain, else the one of the page table
    /// that the VCPU's kernel had}
    SpaceId space(Vcpu vcpu) {
        SpaceId domain = new SpaceId(SpaceId.Kind.DOMAIN_VIRTUAL, vcpu.domain(), 0);
        boolean known = spaces.all().stream().anyMatch(space -> space.id().equals(domain));
        if (known || vcpu.guestTable().isEmpty() || vcpu.guestTable().getAsLong() == 0) {
            return domain;
        }
        return new SpaceId(SpaceId.Kind.ROOT, 0, vcpu.guestTable().getAsLong() << 12);
    }

    Code code(Vcpu vcpu) {
        return tracer(space(vcpu), linux(vcpu)).code();
    }

    private KernelTracer tracer(SpaceId space, Linux linux) {
        return tracers.computeIfAbsent(
                space,
                id ->
                        new KernelTracer(
                                new Code(
                                        new SpaceReader(spaces.get(id)),
                                        linux.symbols().value().orElse(SymbolTable.EMPTY),
                                        8)));
    }

    /// {@return the trace of a VCPU from its registers, in its kernel and to the user's code}
    Trace kernelTrace(Vcpu vcpu, SavedRegisters registers) {
        KernelTracer tracer = tracer(space(vcpu), linux(vcpu));
        return withUser(tracer.trace(KernelTracer.Start.of(registers)), userSpace(vcpu));
    }

    /// {@return the trace of a task that is on no VCPU}
    Trace taskTrace(KernelTracer.Start start, Optional<SpaceId> user) {
        return withUser(tracer(SpaceId.DOM0, dom0()).trace(start), user);
    }

    Code dom0Code() {
        return tracer(SpaceId.DOM0, dom0()).code();
    }

    /// {@return the one frame of a program that was interrupted}
    Trace userTrace(Vcpu vcpu, SavedRegisters registers) {
        return new Trace(
                List.of(user(registers, userSpace(vcpu))),
                true,
                "a program, which is not followed");
    }

    /// {@return the space of the program that a VCPU ran}
    Optional<SpaceId> userSpace(Vcpu vcpu) {
        Optional<SpaceId> task =
                linux(vcpu).current().stream()
                        .filter(current -> current.cpu() == vcpu.id())
                        .flatMap(current -> current.task().stream())
                        .filter(current -> !current.kernelThread())
                        .flatMap(current -> current.root().stream().boxed())
                        .map(root -> new SpaceId(SpaceId.Kind.ROOT, 0, root))
                        .findFirst();
        boolean known = vcpu.guestTableUser().isPresent() && vcpu.guestTableUser().getAsLong() != 0;
        return known
                ? Optional.of(
                        new SpaceId(SpaceId.Kind.ROOT, 0, vcpu.guestTableUser().getAsLong() << 12))
                : task;
    }

    private static Trace withUser(Trace trace, Optional<SpaceId> space) {
        if (trace.lines().isEmpty()
                || !(trace.lines().getLast() instanceof TraceBorder border)
                || border.registers().isEmpty()
                || border.registers().get().rip() < 0) {
            return trace;
        }
        List<TraceLine> lines = new ArrayList<>(trace.lines());
        lines.add(user(border.registers().get(), space));
        return new Trace(lines, trace.complete(), trace.ending());
    }

    private static TraceFrame user(SavedRegisters registers, Optional<SpaceId> space) {
        return new TraceFrame(
                new Location(space.orElse(registers.where().space()), registers.rip()),
                Location.hex(registers.rip()),
                Optional.of(registers.where()),
                Grade.EXACT,
                "the program, by the registers that it entered the kernel with");
    }
}
