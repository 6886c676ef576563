package org.xenoscope.cpu;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.cpu.trace.SavedRegisters;
import org.xenoscope.cpu.trace.XenStack;
import org.xenoscope.note.CrashRegs;
import org.xenoscope.note.PrStatus;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Field;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Severity;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.space.Spaces;
import org.xenoscope.space.root.Root;
import org.xenoscope.x86.Vectors;
import org.xenoscope.xen.Domain;
import org.xenoscope.xen.Hypervisor;
import org.xenoscope.xen.Vcpu;
import org.xenoscope.xen.XenCpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Tells what one pCPU was doing, from its notes, its stack and the VCPUs.
final class PcpuReader {
    /// A pCPU that was stopped by NMI saved its registers this near below the frame of that NMI;
    /// the one that led the crash is further away from any frame (0x28 to 0x48 against 0xf0 and
    /// more, measured on Xen 4.14, 4.17 and 4.20).
    private static final int STOPPED_WITHIN = 0x80;

    private final Hypervisor xen;
    private final Spaces spaces;
    private final SpaceReader reader;
    private final FrameRegisters registers;

    PcpuReader(Hypervisor xen, Spaces spaces) {
        this.xen = xen;
        this.spaces = spaces;
        this.reader = new SpaceReader(spaces.get(SpaceId.XEN));
        this.registers = new FrameRegisters(spaces);
    }

    /// {@return what a pCPU was doing}
    ///
    /// @param saved its notes
    /// @param found its stack
    PcpuActivity read(Optional<PhysicalCpu> saved, Optional<XenCpu> found) {
        if (found.isEmpty()) {
            return withoutStack(saved.orElseThrow());
        }
        XenCpu cpu = found.get();
        List<Finding> findings = new ArrayList<>();
        saved.filter(notes -> notes.index() != cpu.number())
                .ifPresent(
                        notes ->
                                findings.add(
                                        finding(
                                                Severity.WARNING,
                                                "Note %d belongs to physical CPU %d (its stack says so): notes are shifted."
                                                        .formatted(notes.index(), cpu.number()),
                                                cpu.stack())));
        OptionalLong rsp = rsp(saved);
        Fact<PcpuActivity.Chosen> current = current(cpu, findings);
        Fact<Vcpu> loaded = loaded(cpu, saved);
        Optional<SavedRegisters> top =
                cpu.guestFrame().isPresent()
                        ? frame(cpu.guestFrame().getAsLong())
                        : Optional.empty();
        Optional<Stopped> stopped =
                rsp.isPresent() ? stopped(cpu, rsp.getAsLong(), top) : Optional.empty();
        Optional<SavedRegisters> guest =
                stopped.filter(how -> how.whose() == PcpuActivity.Whose.GUEST)
                        .map(Stopped::frame)
                        .or(() -> top)
                        .filter(_ -> loaded instanceof Known<Vcpu>);
        PcpuState state = state(rsp.isPresent(), cpu, current, loaded, stopped);
        doubts(cpu, rsp, stopped, findings);
        return new PcpuActivity(
                cpu.number(),
                saved,
                found,
                state,
                says(state, current, loaded, stopped),
                "stack at %s: %s".formatted(reader.at(cpu.stack()), cpu.stackEvidence()),
                current,
                loaded,
                stopped.filter(_ -> state != PcpuState.CRASHING)
                        .map(how -> new PcpuActivity.Interrupted(how.whose(), "NMI", how.frame())),
                guest,
                rsp,
                groups(saved, state, stopped, guest, loaded, cpu),
                findings);
    }

    private PcpuActivity withoutStack(PhysicalCpu notes) {
        boolean blank = rsp(Optional.of(notes)).isEmpty();
        boolean old = notes.notes().status().map(status -> status.wordBytes() == 4).orElse(false);
        String reason =
                old
                        ? "stacks of 32-bit hypervisors are not followed"
                        : "no stack of this CPU was found in Xen's memory";
        List<Finding> findings = new ArrayList<>();
        if (!blank && !old) {
            findings.add(
                    finding(
                            Severity.WARNING,
                            "CPU %d: saved rsp %s is not on a Xen stack."
                                    .formatted(
                                            notes.index(),
                                            Location.hex(rsp(Optional.of(notes)).orElse(0))),
                            rsp(Optional.of(notes)).orElse(0)));
        }
        // without any stack the absence of this one says nothing
        boolean others = xen.cpus().value().filter(cpus -> !cpus.isEmpty()).isPresent();
        PcpuState state = blank && !old && others ? PcpuState.NEVER_STARTED : PcpuState.UNKNOWN;
        return new PcpuActivity(
                notes.index(),
                Optional.of(notes),
                Optional.empty(),
                state,
                notes.story(),
                "its notes alone: " + reason,
                new Unknown<>(reason),
                new Unknown<>(reason),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                notes.registers(),
                findings);
    }

    private static OptionalLong rsp(Optional<PhysicalCpu> saved) {
        return saved.flatMap(cpu -> cpu.notes().status())
                .filter(status -> !status.blank())
                .flatMap((PrStatus status) -> status.register("rsp"))
                .map(Field::value)
                .filter(value -> value != 0)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private Optional<SavedRegisters> frame(long address) {
        try {
            return Optional.of(SavedRegisters.read(reader, address));
        } catch (UnreadableException _) {
            return Optional.empty();
        }
    }

    private Fact<PcpuActivity.Chosen> current(XenCpu cpu, List<Finding> findings) {
        if (cpu.idle()) {
            return Known.of(PcpuActivity.Chosen.IDLE, "its current VCPU is of the idle domain");
        }
        if (!(cpu.current() instanceof Known<Long> known)) {
            return new Unknown<>("the top of its stack names no VCPU");
        }
        Optional<Vcpu> vcpu = xen.vcpuAt(known.fact());
        if (vcpu.isEmpty()) {
            findings.add(
                    finding(
                            Severity.WARNING,
                            "CPU %d: current VCPU pointer %s does not lead to a VCPU of a known domain."
                                    .formatted(cpu.number(), Location.hex(known.fact())),
                            known.fact()));
            return new Unknown<>("its current VCPU belongs to no domain that was found");
        }
        return new Known<>(new PcpuActivity.Chosen(vcpu), known.evidence(), known.where());
    }

    /// By Xen's own variable; without symbols by the page table that the CPU had, then by what the
    /// VCPUs say of where they are loaded.
    private Fact<Vcpu> loaded(XenCpu cpu, Optional<PhysicalCpu> saved) {
        if (cpu.loaded() instanceof Known<Long> known) {
            Optional<Vcpu> vcpu = xen.vcpuAt(known.fact());
            return vcpu.isPresent()
                    ? new Known<>(vcpu.get(), known.evidence(), known.where())
                    : new Unknown<>("no guest: curr_vcpu is the idle VCPU");
        }
        Optional<Long> cr3 = cr3(saved);
        if (cr3.isPresent() && cr3.get() == idleTable()) {
            return new Unknown<>("no guest: its cr3 is Xen's idle page table");
        }
        List<Vcpu> all =
                xen.domains().value().stream()
                        .flatMap(List::stream)
                        .flatMap((Domain domain) -> domain.vcpus().stream())
                        .toList();
        List<Vcpu> here =
                all.stream()
                        .filter(
                                vcpu ->
                                        vcpu.processor() == cpu.number()
                                                && cr3.isPresent()
                                                && vcpu.cr3().isPresent()
                                                && (vcpu.cr3().getAsLong() & -4096L) == cr3.get())
                        .toList();
        if (here.size() == 1) {
            return Known.of(here.getFirst(), "its page table is the one in cr3");
        }
        return all.stream()
                .filter(vcpu -> vcpu.dirtyCpu().equals(OptionalLong.of(cpu.number())))
                .findFirst()
                .<Fact<Vcpu>>map(vcpu -> Known.of(vcpu, "its dirty_cpu names this CPU"))
                .orElseGet(() -> new Unknown<>("nothing says which VCPU was loaded"));
    }

    private static Optional<Long> cr3(Optional<PhysicalCpu> saved) {
        return saved.flatMap(cpu -> cpu.notes().controls())
                .map(CrashRegs::cr3)
                .filter(value -> value != 0)
                .map(value -> value & 0x000f_ffff_ffff_f000L);
    }

    private long idleTable() {
        return spaces.xenRoot()
                .value()
                .filter(root -> root.role() == Root.Role.IDLE_TABLE)
                .map(Root::maddr)
                .orElse(-1L);
    }

    /// How a CPU was stopped by the NMI of the crash.
    ///
    /// @param whose whose code was interrupted
    /// @param frame its registers
    private record Stopped(PcpuActivity.Whose whose, SavedRegisters frame) {}

    private Optional<Stopped> stopped(XenCpu cpu, long rsp, Optional<SavedRegisters> top) {
        XenStack stack = stack(cpu);
        if (!stack.covers(rsp)) {
            return Optional.empty();
        }
        Optional<SavedRegisters> frame = stack.onOwnPage(rsp) ? frame(stack.frameOfPage(rsp)) : top;
        return frame.filter(
                        found ->
                                found.vector() == Vectors.NMI
                                        && Long.compareUnsigned(
                                                        found.where().address() - rsp,
                                                        STOPPED_WITHIN)
                                                <= 0)
                .map(
                        found ->
                                new Stopped(
                                        found.ring0()
                                                ? PcpuActivity.Whose.XEN
                                                : PcpuActivity.Whose.GUEST,
                                        found));
    }

    static XenStack stack(XenCpu cpu) {
        return new XenStack(
                cpu.stack(),
                cpu.stackBytes(),
                cpu.guestFrame().orElse(cpu.stack() + cpu.stackBytes()));
    }

    private static PcpuState state(
            boolean saved,
            XenCpu cpu,
            Fact<PcpuActivity.Chosen> current,
            Fact<Vcpu> loaded,
            Optional<Stopped> stopped) {
        if (!saved) {
            return cpu.idle() ? PcpuState.OFFLINE : PcpuState.NO_ANSWER;
        }
        if (stopped.isEmpty()) {
            return PcpuState.CRASHING;
        }
        if (cpu.idle()) {
            return loaded instanceof Known<Vcpu> ? PcpuState.IDLE_LOADED : PcpuState.IDLE;
        }
        Optional<Vcpu> chosen = current.value().flatMap(PcpuActivity.Chosen::vcpu);
        if (chosen.isEmpty()) {
            return PcpuState.UNKNOWN;
        }
        if (!chosen.equals(loaded.value())) {
            return PcpuState.SWITCHING;
        }
        return stopped.get().whose() == PcpuActivity.Whose.GUEST
                ? PcpuState.IN_GUEST
                : PcpuState.IN_XEN;
    }

    private static String says(
            PcpuState state,
            Fact<PcpuActivity.Chosen> current,
            Fact<Vcpu> loaded,
            Optional<Stopped> stopped) {
        String chosen = current.value().map(PcpuActivity.Chosen::name).orElse("an unknown VCPU");
        String guest = loaded.value().map(Vcpu::name).orElse("no guest");
        return switch (state) {
            case IDLE -> "idle, no VCPU loaded";
            case IDLE_LOADED -> "idle, %s still loaded".formatted(guest);
            case IN_GUEST ->
                    "running %s, in the guest's %s"
                            .formatted(
                                    guest,
                                    stopped.filter(how -> how.frame().rip() >= 0).isPresent()
                                            ? "program"
                                            : "kernel");
            case IN_XEN -> "running %s, in Xen".formatted(guest);
            case CRASHING -> "crashed here, running %s".formatted(chosen);
            case SWITCHING -> "context switch from %s to %s".formatted(guest, chosen);
            case NO_ANSWER ->
                    "did not answer the crash NMI; was running %s, registers lost"
                            .formatted(chosen);
            case OFFLINE -> "offline or parked";
            case NEVER_STARTED -> "offline, never started";
            case UNKNOWN -> "unknown: its current VCPU is not known";
        };
    }

    private void doubts(
            XenCpu cpu, OptionalLong rsp, Optional<Stopped> stopped, List<Finding> findings) {
        if (rsp.isEmpty()) {
            if (!cpu.idle()) {
                findings.add(
                        finding(
                                Severity.WARNING,
                                "CPU %d did not answer the crash NMI: it may hang in firmware or with NMIs blocked."
                                        .formatted(cpu.number()),
                                cpu.stack()));
            }
            return;
        }
        XenStack stack = stack(cpu);
        if (!stack.covers(rsp.getAsLong())) {
            findings.add(
                    finding(
                            Severity.WARNING,
                            "CPU %d: saved rsp %s is not on its stack."
                                    .formatted(cpu.number(), Location.hex(rsp.getAsLong())),
                            rsp.getAsLong()));
        }
        boolean nested =
                stopped.isPresent()
                        && stopped.get().whose() == PcpuActivity.Whose.XEN
                        && !stack.onOwnPage(rsp.getAsLong());
        if (nested) {
            findings.add(
                    finding(
                            Severity.INFO,
                            "CPU %d: nested NMI; its frame may be overwritten."
                                    .formatted(cpu.number()),
                            rsp.getAsLong()));
        }
        Optional<SavedRegisters> own =
                stack.onOwnPage(rsp.getAsLong())
                        ? frame(stack.frameOfPage(rsp.getAsLong()))
                        : Optional.empty();
        own.filter(frame -> frame.vector() == Vectors.DOUBLE_FAULT)
                .ifPresent(
                        frame ->
                                findings.add(
                                        finding(
                                                Severity.ERROR,
                                                "CPU %d double-faulted (stack overflow?): rsp at the fault %s."
                                                        .formatted(
                                                                cpu.number(),
                                                                Location.hex(frame.rsp())),
                                                frame.where().address())));
    }

    private List<RegisterGroup> groups(
            Optional<PhysicalCpu> saved,
            PcpuState state,
            Optional<Stopped> stopped,
            Optional<SavedRegisters> guest,
            Fact<Vcpu> loaded,
            XenCpu cpu) {
        List<RegisterGroup> groups = new ArrayList<>();
        boolean crashing = state == PcpuState.CRASHING;
        stopped.filter(_ -> !crashing)
                .ifPresent(
                        how ->
                                groups.add(
                                        registers.group(
                                                "Interrupted "
                                                        + (how.frame().ring0() ? "Xen" : "guest"),
                                                "from the frame of the NMI at "
                                                        + how.frame().where(),
                                                how.frame(),
                                                how.frame().ring0()
                                                        ? SpaceId.XEN
                                                        : space(loaded))));
        guest.filter(frame -> stopped.map(how -> !how.frame().equals(frame)).orElse(true))
                .ifPresent(
                        frame ->
                                groups.add(
                                        registers.group(
                                                "Guest "
                                                        + loaded.value().map(Vcpu::name).orElse(""),
                                                "from the frame at the top of the stack of pCPU %d, %s"
                                                        .formatted(cpu.number(), frame.where()),
                                                frame,
                                                space(loaded))));
        saved.ifPresent(notes -> groups.addAll(notes.registers()));
        return groups;
    }

    private static SpaceId space(Fact<Vcpu> loaded) {
        return loaded.value()
                .map(vcpu -> new SpaceId(SpaceId.Kind.DOMAIN_VIRTUAL, vcpu.domain(), 0))
                .orElse(SpaceId.DOM0);
    }

    private Finding finding(Severity severity, String sentence, long address) {
        return new Finding(severity, sentence, Optional.of(reader.at(address)), "Xen's stacks");
    }
}
