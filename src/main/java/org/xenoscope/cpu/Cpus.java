package org.xenoscope.cpu;

import org.xenoscope.cpu.trace.Code;
import org.xenoscope.cpu.trace.KernelTracer;
import org.xenoscope.cpu.trace.SavedRegisters;
import org.xenoscope.cpu.trace.Trace;
import org.xenoscope.cpu.trace.TraceBorder;
import org.xenoscope.cpu.trace.XenTracer;
import org.xenoscope.linux.Linux;
import org.xenoscope.linux.Task;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Known;
import org.xenoscope.place.Lazy;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.space.Spaces;
import org.xenoscope.symbol.SymbolTable;
import org.xenoscope.x86.Vectors;
import org.xenoscope.xen.Domain;
import org.xenoscope.xen.Hypervisor;
import org.xenoscope.xen.XenCpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/// What every pCPU and every VCPU was doing, and the traces of their stacks. Each is looked for
/// when first asked for, once.
public final class Cpus {
    private final Spaces spaces;
    private final Hypervisor xen;
    private final GuestKernels guests;
    private final Lazy<List<PcpuActivity>> physical;
    private final Lazy<List<VirtualCpu>> virtual;
    private final Lazy<Code> xenCode;

    /// By the number of the pCPU; no more than there are CPUs.
    private final Map<Integer, Lazy<Trace>> physicalTraces = new ConcurrentHashMap<>();

    /// By where Xen keeps the VCPU; no more than there are VCPUs.
    private final Map<Long, Lazy<Trace>> virtualTraces = new ConcurrentHashMap<>();

    private Cpus(Notes notes, Spaces spaces, Hypervisor xen, IntFunction<Linux> kernels) {
        this.spaces = spaces;
        this.xen = xen;
        this.guests = new GuestKernels(spaces, kernels);
        this.physical = new Lazy<>(() -> readPhysical(PhysicalCpus.of(notes, spaces)));
        this.virtual = new Lazy<>(this::readVirtual);
        this.xenCode =
                new Lazy<>(
                        () ->
                                new Code(
                                        new SpaceReader(spaces.get(SpaceId.XEN)),
                                        xen.symbols().value().orElse(SymbolTable.EMPTY),
                                        8));
    }

    /// Makes the CPUs of a dump; reads nothing yet.
    ///
    /// @param kernels the kernel of each domain, by its number
    public static Cpus of(Notes notes, Spaces spaces, Hypervisor xen, IntFunction<Linux> kernels) {
        return new Cpus(notes, spaces, xen, kernels);
    }

    /// {@return the pCPUs, by number}
    public List<PcpuActivity> physical() {
        return physical.get();
    }

    /// {@return the VCPUs of all domains, dom0's first}
    public List<VirtualCpu> virtual() {
        return virtual.get();
    }

    /// {@return the pCPU of that number}
    public Optional<PcpuActivity> physical(int number) {
        return physical().stream().filter(cpu -> cpu.number() == number).findFirst();
    }

    /// {@return the VCPU of that domain and number}
    public Optional<VirtualCpu> virtual(int domain, int number) {
        return virtual().stream()
                .filter(cpu -> cpu.vcpu().domain() == domain && cpu.vcpu().id() == number)
                .findFirst();
    }

    /// {@return the VCPU that a pCPU has loaded}
    public Optional<VirtualCpu> on(PcpuActivity cpu) {
        return cpu.loaded().value().flatMap(vcpu -> virtual(vcpu.domain(), vcpu.id()));
    }

    /// {@return the pCPU that has a VCPU loaded}
    public Optional<PcpuActivity> under(VirtualCpu cpu) {
        return cpu.pcpu().isPresent() ? physical(cpu.pcpu().getAsInt()) : Optional.empty();
    }

    private List<PcpuActivity> readPhysical(List<PhysicalCpu> notes) {
        PcpuReader reader = new PcpuReader(xen, spaces);
        Map<Integer, PcpuActivity> cpus = new TreeMap<>();
        List<XenCpu> stacks = xen.cpus().value().orElse(List.of());
        for (XenCpu stack : stacks) {
            Optional<PhysicalCpu> saved =
                    notes.stream()
                            .filter(
                                    cpu ->
                                            stack.note().isPresent()
                                                    ? stack.note().getAsInt() == cpu.index()
                                                    : cpu.index() == stack.number())
                            .findFirst();
            cpus.put(stack.number(), reader.read(saved, Optional.of(stack)));
        }
        for (PhysicalCpu saved : notes) {
            boolean told =
                    cpus.values().stream()
                            .anyMatch(
                                    cpu ->
                                            cpu.saved()
                                                    .filter(own -> own.index() == saved.index())
                                                    .isPresent());
            if (!told) {
                cpus.putIfAbsent(saved.index(), reader.read(Optional.of(saved), Optional.empty()));
            }
        }
        return List.copyOf(cpus.values());
    }

    private List<VirtualCpu> readVirtual() {
        VcpuReader reader = new VcpuReader(spaces, guests, physical());
        return xen.domains().value().stream()
                .flatMap(List::stream)
                .sorted(java.util.Comparator.comparingInt(Domain::id))
                .flatMap((Domain domain) -> domain.vcpus().stream())
                .map(reader::read)
                .toList();
    }

    /// {@return why there are no VCPUs, if there are none}
    public Fact<Integer> virtualCount() {
        return switch (xen.domains()) {
            case Known<List<Domain>> known ->
                    new Known<>(virtual().size(), known.evidence(), known.where());
            case Unknown<List<Domain>> unknown -> new Unknown<>(unknown.reason());
        };
    }

    /// {@return what dom0 and Xen each say of who crashed, in one sentence: "dom0 says that VCPU 1
    /// panicked; it was on pCPU 1, from where the crash was led"}
    public Fact<String> whoCrashed() {
        Optional<PcpuActivity> leader =
                physical().stream().filter(PcpuActivity::crashed).findFirst();
        Optional<Integer> panicked =
                guests.dom0()
                        .panic()
                        .value()
                        .flatMap(panic -> panic.cpu().stream().boxed().findFirst());
        if (leader.isEmpty()) {
            return new Unknown<>("no pCPU was found that led the crash");
        }
        int number = leader.get().number();
        if (panicked.isEmpty()) {
            return Known.of(
                    "the crash was led from pCPU %d; dom0's kernel tells of no panic"
                            .formatted(number),
                    "where each pCPU saved its registers; panic_cpu in dom0's kernel");
        }
        String on =
                virtual(0, panicked.get())
                        .filter(cpu -> cpu.pcpu().isPresent())
                        .map(
                                cpu ->
                                        cpu.pcpu().getAsInt() == number
                                                ? "it was on pCPU %d, from where the crash was led"
                                                        .formatted(number)
                                                : "it was loaded on pCPU %d, but the crash was led from pCPU %d"
                                                        .formatted(cpu.pcpu().getAsInt(), number))
                        .orElse(
                                "it was loaded on no pCPU, and the crash was led from pCPU %d"
                                        .formatted(number));
        return Known.of(
                "dom0 says that VCPU %d panicked; %s".formatted(panicked.get(), on),
                "panic_cpu in dom0's kernel; where each pCPU saved its registers");
    }

    /// {@return the code of the hypervisor}
    public Code xenCode() {
        return xenCode.get();
    }

    /// Traces a pCPU: its way through the hypervisor, and behind the border the guest that it
    /// served. Walked when first asked for, once.
    public Trace trace(PcpuActivity cpu) {
        return physicalTraces.computeIfAbsent(cpu.number(), _ -> new Lazy<>(() -> walk(cpu))).get();
    }

    private Trace walk(PcpuActivity cpu) {
        if (cpu.xen().isEmpty() || cpu.rsp().isEmpty()) {
            return new Trace(List.of(), false, cpu.evidence());
        }
        boolean idle =
                cpu.state() == PcpuState.IDLE
                        || cpu.state() == PcpuState.IDLE_LOADED
                        || cpu.xen().get().idle();
        Trace own =
                new XenTracer(xenCode())
                        .trace(PcpuReader.stack(cpu.xen().get()), cpu.rsp().getAsLong(), idle);
        Optional<VirtualCpu> guest = on(cpu);
        if (idle
                || cpu.state() == PcpuState.SWITCHING
                || guest.isEmpty()
                || guest.get().values().isEmpty()) {
            return own;
        }
        return own.enteredFrom(
                new TraceBorder(entry(guest.get()), guest.get().values()), trace(guest.get()));
    }

    private static String entry(VirtualCpu guest) {
        SavedRegisters frame = guest.values().orElseThrow();
        if (guest.hypercall().isPresent()) {
            return guest.hypercall().get().says();
        }
        if (frame.vector() == SavedRegisters.SYSCALL) {
            return guest.mode() == VirtualCpu.Mode.HYPERCALL ? "hypercall" : "syscall instruction";
        }
        return Vectors.name(frame.vector());
    }

    /// Traces a VCPU: its way through the guest's kernel, and the program that entered it. Walked
    /// when first asked for, once.
    public Trace trace(VirtualCpu cpu) {
        return virtualTraces
                .computeIfAbsent(cpu.vcpu().address(), _ -> new Lazy<>(() -> walk(cpu)))
                .get();
    }

    private Trace walk(VirtualCpu cpu) {
        if (cpu.values().isEmpty()) {
            return new Trace(List.of(), false, cpu.registersFrom());
        }
        return switch (cpu.mode()) {
            case KERNEL, HYPERCALL -> guests.kernelTrace(cpu.vcpu(), cpu.values().get());
            case USER -> guests.userTrace(cpu.vcpu(), cpu.values().get());
            case UNKNOWN ->
                    new Trace(
                            List.of(),
                            false,
                            "its code selector 0x%x is none of a guest that is known"
                                    .formatted(cpu.values().get().cs()));
        };
    }

    /// Traces a task of dom0: that of its VCPU if it was on one, else from where it was put to
    /// sleep.
    public Trace trace(Task task) {
        Optional<VirtualCpu> running = runs(task);
        if (running.isPresent()) {
            return trace(running.get());
        }
        return switch (new TaskStack(guests.dom0(), guests.dom0Code()).start(task)) {
            case Known<KernelTracer.Start> known ->
                    guests.taskTrace(
                            known.fact(),
                            task.root().isPresent() && !task.kernelThread()
                                    ? Optional.of(
                                            new SpaceId(
                                                    SpaceId.Kind.ROOT, 0, task.root().getAsLong()))
                                    : Optional.empty());
            case Unknown<KernelTracer.Start> unknown ->
                    new Trace(List.of(), false, unknown.reason());
        };
    }

    /// {@return the VCPU of dom0 that a task was on}
    public Optional<VirtualCpu> runs(Task task) {
        return virtual().stream()
                .filter(cpu -> cpu.vcpu().domain() == 0)
                .filter(
                        cpu ->
                                cpu.task()
                                        .value()
                                        .filter(current -> current.where().equals(task.where()))
                                        .isPresent())
                .findFirst();
    }

    /// {@return the words of a pCPU's stack from where its trace begins, each with what it is}
    public List<StackWord> stackWords(PcpuActivity cpu) {
        if (cpu.xen().isEmpty() || cpu.rsp().isEmpty()) {
            return List.of();
        }
        XenCpu stack = cpu.xen().get();
        long from = cpu.rsp().getAsLong() & -8L;
        long end = stack.stack() + stack.stackBytes();
        return new StackWords(xenCode(), xen, Optional.empty())
                .read(from, Math.clamp(end - from, 0, stack.stackBytes()), trace(cpu));
    }

    /// {@return the words of the stack that a VCPU was on, from its stack pointer on}
    public List<StackWord> stackWords(VirtualCpu cpu) {
        if (cpu.values().isEmpty() || cpu.mode() == VirtualCpu.Mode.USER) {
            return List.of();
        }
        long from = cpu.values().get().rsp() & -8L;
        return new StackWords(guests.code(cpu.vcpu()), xen, Optional.of(guests.linux(cpu.vcpu())))
                .read(from, StackWords.toEnd(from), trace(cpu));
    }

    /// {@return the words of a task's stack, from its stack pointer on}
    public List<StackWord> stackWords(Task task) {
        Optional<VirtualCpu> running = runs(task);
        if (running.isPresent()) {
            return stackWords(running.get());
        }
        Code code = guests.dom0Code();
        return new TaskStack(guests.dom0(), code)
                .start(task)
                .value()
                .map(KernelTracer.Start::sp)
                .map(
                        from ->
                                new StackWords(code, xen, Optional.of(guests.dom0()))
                                        .read(from, StackWords.toEnd(from), trace(task)))
                .orElse(List.of());
    }

    /// {@return the name of an instruction or of data by the symbols of its space, with the
    /// distance: `vfs_write+0xc7`}
    public Optional<String> name(Location where) {
        SymbolTable table =
                switch (where.space().kind()) {
                    case XEN -> xen.symbols().value().orElse(SymbolTable.EMPTY);
                    case DOMAIN_VIRTUAL ->
                            guests.linux(where.space().domain())
                                    .symbols()
                                    .value()
                                    .orElse(SymbolTable.EMPTY);
                    case ROOT, TASK -> rootSymbols(where.address());
                    case FILE, MACHINE, DOMAIN_PHYSICAL -> SymbolTable.EMPTY;
                };
        return table.at(where.address()).map(Object::toString);
    }

    /// All page tables of a PV machine have Xen's part in them, and dom0's own its kernel.
    private SymbolTable rootSymbols(long address) {
        boolean xens = address < 0 && address >>> 44 == 0xffff8;
        return xens ? xen.symbols().value().orElse(SymbolTable.EMPTY) : SymbolTable.EMPTY;
    }

    /// {@return what is odd about the CPUs, as far as they were looked at}
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        physical.peek().ifPresent(cpus -> cpus.forEach(cpu -> findings.addAll(cpu.findings())));
        virtual.peek().ifPresent(cpus -> cpus.forEach(cpu -> findings.addAll(cpu.findings())));
        return List.copyOf(findings);
    }
}
