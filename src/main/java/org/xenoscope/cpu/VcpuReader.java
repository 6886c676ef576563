package org.xenoscope.cpu;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.cpu.trace.SavedRegisters;
import org.xenoscope.cpu.trace.Trace;
import org.xenoscope.linux.CurrentTask;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Severity;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.space.Spaces;
import org.xenoscope.xen.Runstate;
import org.xenoscope.xen.Vcpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Tells what one VCPU was doing: where its registers are, and what they say.
final class VcpuReader {
    /// `arch.flags` of a guest of 64 bits: selectors of its code as Xen and as the guest give them.
    private static final int GUEST_64 = 0xe033;

    private static final int USER_64 = 0x33;
    private static final int USER_32 = 0x23;
    private static final int GUEST_USER_32 = 0x73;
    private static final int KERNEL_32 = 0xe019;
    private static final int KERNEL_32_OWN = 0x61;
    private static final long NO_CPU = 0xffff_ffffL;

    private final Spaces spaces;
    private final GuestKernels guests;
    private final List<PcpuActivity> pcpus;
    private final SpaceReader reader;
    private final FrameRegisters registers;

    VcpuReader(Spaces spaces, GuestKernels guests, List<PcpuActivity> pcpus) {
        this.spaces = spaces;
        this.guests = guests;
        this.pcpus = pcpus;
        this.reader = new SpaceReader(spaces.get(SpaceId.XEN));
        this.registers = new FrameRegisters(spaces);
    }

    /// The registers of a VCPU and where they were read.
    private record Read(Optional<SavedRegisters> values, String from) {}

    VirtualCpu read(Vcpu vcpu) {
        List<PcpuActivity> owners =
                pcpus.stream()
                        .filter(
                                cpu ->
                                        cpu.loaded()
                                                .value()
                                                .filter(
                                                        loaded ->
                                                                loaded.address() == vcpu.address())
                                                .isPresent())
                        .toList();
        List<Finding> findings = new ArrayList<>();
        Optional<PcpuActivity> owner = owners.stream().findFirst();
        if (owners.size() > 1) {
            findings.add(
                    finding(
                            "VCPU %s appears on CPUs %d and %d."
                                    .formatted(
                                            vcpu.name(),
                                            owners.get(0).number(),
                                            owners.get(1).number()),
                            vcpu));
        }
        contradiction(vcpu, owner, findings);
        Read read = registers(vcpu, owner);
        boolean serving =
                owner.filter(
                                cpu ->
                                        cpu.state() == PcpuState.CRASHING
                                                || cpu.state() == PcpuState.IN_XEN)
                        .flatMap(cpu -> cpu.current().value())
                        .flatMap(PcpuActivity.Chosen::vcpu)
                        .filter(chosen -> chosen.address() == vcpu.address())
                        .isPresent();
        VirtualCpu.Mode mode = mode(vcpu, read.values());
        Optional<Hypercall> hypercall = Optional.empty();
        if (mode == VirtualCpu.Mode.KERNEL) {
            SavedRegisters frame = read.values().orElseThrow();
            HypercallReader calls = new HypercallReader(guests.code(vcpu));
            if (frame.vector() == SavedRegisters.SYSCALL && calls.afterSyscall(frame.rip())) {
                mode = VirtualCpu.Mode.HYPERCALL;
                Trace trace = guests.kernelTrace(vcpu, frame);
                hypercall = calls.read(frame, trace, serving);
            }
        }
        return new VirtualCpu(
                vcpu,
                says(vcpu, owner),
                vcpu.runstate().isPresent() ? "runstate in struct vcpu" : "struct vcpu",
                owner.map(cpu -> OptionalInt.of(cpu.number())).orElse(OptionalInt.empty()),
                mode,
                read.values(),
                read.from(),
                hypercall,
                task(vcpu),
                groups(vcpu, read),
                findings);
    }

    private void contradiction(Vcpu vcpu, Optional<PcpuActivity> owner, List<Finding> findings) {
        if (vcpu.dirtyCpu().isEmpty() || !vcpu.started()) {
            return;
        }
        long dirty = vcpu.dirtyCpu().getAsLong() & NO_CPU;
        boolean agrees = owner.map(cpu -> dirty == cpu.number()).orElse(dirty == NO_CPU);
        if (!agrees) {
            findings.add(
                    finding(
                            "%s: Xen was switching it when the crash came (dirty_cpu and curr_vcpu disagree); its registers are unreliable."
                                    .formatted(vcpu.name()),
                            vcpu));
        }
    }

    private Finding finding(String sentence, Vcpu vcpu) {
        return new Finding(
                Severity.WARNING,
                sentence,
                Optional.of(new Location(SpaceId.XEN, vcpu.address())),
                "VCPUs");
    }

    private Read registers(Vcpu vcpu, Optional<PcpuActivity> owner) {
        if (!vcpu.started()) {
            return new Read(Optional.empty(), "it never started");
        }
        if (owner.isPresent()) {
            return new Read(
                    owner.get().guest(),
                    owner.get()
                            .guest()
                            .map(
                                    frame ->
                                            "from the frame at the top of the stack of pCPU %d, %s"
                                                    .formatted(owner.get().number(), frame.where()))
                            .orElse(
                                    "the stack of pCPU %d, which has them, cannot be read"
                                            .formatted(owner.get().number())));
        }
        OptionalLong own = vcpu.userRegs();
        if (own.isEmpty()) {
            return new Read(
                    Optional.empty(), "not found: where struct vcpu keeps them is not known");
        }
        try {
            SavedRegisters frame = SavedRegisters.read(reader, own.getAsLong());
            return new Read(
                    Optional.of(frame),
                    "from struct vcpu at %s: it is loaded on no pCPU".formatted(frame.where()));
        } catch (UnreadableException exception) {
            return new Read(Optional.empty(), exception.hole().sentence());
        }
    }

    private static VirtualCpu.Mode mode(Vcpu vcpu, Optional<SavedRegisters> values) {
        if (values.isEmpty()) {
            return VirtualCpu.Mode.UNKNOWN;
        }
        int cs = values.get().cs();
        return switch (cs) {
            case USER_64, USER_32, GUEST_USER_32 -> VirtualCpu.Mode.USER;
            case KERNEL_32, KERNEL_32_OWN -> VirtualCpu.Mode.KERNEL;
            case GUEST_64 ->
                    vcpu.kernelMode().orElse(values.get().rip() < 0)
                            ? VirtualCpu.Mode.KERNEL
                            : VirtualCpu.Mode.USER;
            default -> VirtualCpu.Mode.UNKNOWN;
        };
    }

    private static String says(Vcpu vcpu, Optional<PcpuActivity> owner) {
        if (!vcpu.started()) {
            return "never started";
        }
        String state = vcpu.stateText();
        if (owner.isEmpty()) {
            return "%s, last on pCPU %d".formatted(state, vcpu.processor());
        }
        boolean runs =
                vcpu.runstate().filter(said -> said.state() == Runstate.State.RUNNING).isPresent();
        return runs
                ? "running on pCPU %d".formatted(owner.get().number())
                : "%s, still loaded on pCPU %d".formatted(state, owner.get().number());
    }

    /// What Linux calls current, checked by the top of the stack that Xen was told for it.
    private Fact<CurrentTask> task(Vcpu vcpu) {
        Optional<CurrentTask> found =
                guests.linux(vcpu).current().stream()
                        .filter(current -> current.cpu() == vcpu.id())
                        .findFirst();
        return found.<Fact<CurrentTask>>map(
                        current ->
                                new Known<>(
                                        current,
                                        "current task of the VCPU's per-CPU area",
                                        Optional.of(current.where())))
                .orElseGet(() -> new Unknown<>("its kernel's current task was not found"));
    }

    private List<RegisterGroup> groups(Vcpu vcpu, Read read) {
        List<RegisterGroup> groups = new ArrayList<>();
        read.values()
                .ifPresent(
                        frame ->
                                groups.add(
                                        registers.group(
                                                "Registers of " + vcpu.name(),
                                                read.from(),
                                                frame,
                                                guests.space(vcpu))));
        List<Register> others = new ArrayList<>();
        Location where = new Location(SpaceId.XEN, vcpu.address());
        vcpu.cr3()
                .ifPresent(
                        cr3 ->
                                others.add(
                                        registers.number(
                                                "cr3",
                                                where,
                                                cr3,
                                                tableSays(vcpu, cr3),
                                                Optional.of(
                                                        new Location(
                                                                SpaceId.MACHINE, cr3 & -4096L)))));
        base(vcpu.gsBaseKernel(), "gs_base_kernel", where, "per-CPU area of the kernel", vcpu)
                .ifPresent(others::add);
        base(vcpu.gsBaseUser(), "gs_base_user", where, "", vcpu).ifPresent(others::add);
        base(vcpu.kernelSp(), "kernel_sp", where, "top of the current task's kernel stack", vcpu)
                .ifPresent(others::add);
        if (!others.isEmpty() && vcpu.started()) {
            groups.add(
                    new RegisterGroup(
                            "Control registers",
                            "from struct vcpu at " + where,
                            List.copyOf(others)));
        }
        return groups;
    }

    private static String tableSays(Vcpu vcpu, long cr3) {
        boolean user =
                vcpu.guestTableUser().isPresent()
                        && vcpu.guestTableUser().getAsLong() != 0
                        && vcpu.guestTableUser().getAsLong() == cr3 >>> 12;
        boolean kernel =
                vcpu.guestTable().isPresent() && vcpu.guestTable().getAsLong() == cr3 >>> 12;
        return user ? "the user's page table" : kernel ? "the kernel's page table" : "";
    }

    private Optional<Register> base(
            OptionalLong value, String name, Location where, String says, Vcpu vcpu) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        long address = value.getAsLong();
        SpaceId space = guests.space(vcpu);
        boolean target = address < 0 && spaces.get(space).locate(address) >= 0;
        return Optional.of(
                registers.number(
                        name,
                        where,
                        address,
                        says,
                        target ? Optional.of(new Location(space, address)) : Optional.empty()));
    }
}
