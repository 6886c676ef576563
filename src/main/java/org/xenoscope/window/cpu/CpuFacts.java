package org.xenoscope.window.cpu;

import org.xenoscope.cpu.Cpus;
import org.xenoscope.cpu.PcpuActivity;
import org.xenoscope.cpu.PhysicalCpu;
import org.xenoscope.cpu.Register;
import org.xenoscope.cpu.RegisterComparison;
import org.xenoscope.cpu.RegisterGroup;
import org.xenoscope.cpu.VirtualCpu;
import org.xenoscope.dump.Dump;
import org.xenoscope.linux.CurrentTask;
import org.xenoscope.linux.Panic;
import org.xenoscope.linux.Task;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.window.Workbench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What both sides of the switch show. Reads the dump: on a job.
///
/// @param physical a row a pCPU
/// @param virtual a row a VCPU; where Xen's domains are not known, what is loaded on each pCPU
/// @param missing why the VCPUs are not known, or not all of them; empty if they are
/// @param crashed number of the pCPU that the crash was led from
public record CpuFacts(
        List<CpuView> physical, List<CpuView> virtual, String missing, OptionalInt crashed) {
    /// More traces would keep the person waiting: the others come when they are chosen.
    private static final int TRACED = 64;

    /// {@return the CPUs of the dump: read once for all views}
    public static CpuFacts of(Workbench workbench) {
        return workbench.shared().get(CpuFacts.class, () -> new Maker(workbench.dump()).make());
    }

    List<CpuView> rows(boolean guests) {
        return guests ? virtual : physical;
    }

    /// Makes the rows of one dump.
    private static final class Maker {
        private final Dump dump;
        private final Cpus cpus;
        private final List<VirtualCpu> vcpus;
        private int traced;

        Maker(Dump dump) {
            this.dump = dump;
            cpus = dump.cpus();
            vcpus = cpus.virtual();
        }

        CpuFacts make() {
            List<CpuView> physical = new ArrayList<>();
            OptionalInt crashed = OptionalInt.empty();
            for (PcpuActivity cpu : cpus.physical()) {
                Progress.current().check();
                physical.add(host(cpu));
                if (cpu.crashed()) {
                    crashed = OptionalInt.of(cpu.number());
                }
            }
            if (vcpus.isEmpty()) {
                return new CpuFacts(
                        physical,
                        dump.physicalCpus().stream().map(Maker::loaded).toList(),
                        PhysicalCpu.GUESTS_NOT_TOLD,
                        crashed);
            }
            List<CpuView> virtual = new ArrayList<>();
            for (int i = 0; i < vcpus.size(); i++) {
                Progress.current().check();
                virtual.add(guest(vcpus.get(i), i));
            }
            return new CpuFacts(physical, virtual, "", crashed);
        }

        private CpuView host(PcpuActivity cpu) {
            Optional<VirtualCpu> on = cpus.on(cpu);
            CpuTrace trace = new CpuTrace(() -> cpus.trace(cpu), traced++ < TRACED);
            String first = CpuView.first(ownFirst(cpu.registers()));
            return new CpuView(
                    cpu.number(),
                    on.map(vcpus::indexOf).orElse(-1),
                    "pCPU " + cpu.number(),
                    wasIn(cpu).or(trace::firstName).orElse(first),
                    PcpuWords.story(cpu),
                    PcpuWords.pill(cpu),
                    ownFirst(cpu.registers()),
                    trace,
                    chain(cpu, on),
                    cpu.evidence(),
                    on.map(guest -> RegisterComparison.of(cpu, guest)));
        }

        /// {@return the groups, those of the guest that was loaded behind the pCPU's own}
        private static List<RegisterGroup> ownFirst(List<RegisterGroup> groups) {
            return groups.stream()
                    .sorted(Comparator.comparing(group -> group.name().startsWith("Guest")))
                    .toList();
        }

        /// {@return the function that was interrupted, if the hypervisor was}
        private Optional<String> wasIn(PcpuActivity cpu) {
            return cpu.interrupted()
                    .filter(what -> what.whose() == PcpuActivity.Whose.XEN)
                    .flatMap(what -> cpus.name(new Location(SpaceId.XEN, what.registers().rip())));
        }

        private static List<String> chain(PcpuActivity cpu, Optional<VirtualCpu> on) {
            List<String> chain = new ArrayList<>(List.of("pCPU " + cpu.number()));
            cpu.current().value().ifPresent(chosen -> chain.add("current " + chosen.name()));
            on.ifPresent(guest -> addGuest(chain, guest));
            return chain;
        }

        private static void addGuest(List<String> chain, VirtualCpu guest) {
            chain.add(title(guest));
            guest.task()
                    .value()
                    .flatMap(CurrentTask::task)
                    .ifPresent(task -> chain.add(words(task)));
        }

        private CpuView guest(VirtualCpu cpu, int index) {
            CpuTrace trace = new CpuTrace(() -> cpus.trace(cpu), traced++ < TRACED);
            List<String> chain = new ArrayList<>();
            addGuest(chain, cpu);
            cpu.pcpu().ifPresent(pcpu -> chain.add("state on pCPU " + pcpu));
            return new CpuView(
                    cpu.pcpu().orElse(-1),
                    index,
                    title(cpu),
                    trace.firstName().orElse(CpuView.first(cpu.registers())),
                    story(cpu),
                    panicked(cpu) ? "panicked" : cpu.vcpu().stateText(),
                    cpu.registers(),
                    trace,
                    chain,
                    cpu.registersFrom(),
                    cpus.under(cpu).map(pcpu -> RegisterComparison.of(pcpu, cpu)));
        }

        private boolean panicked(VirtualCpu cpu) {
            return cpu.vcpu().domain() == 0
                    && dump.linux()
                            .panic()
                            .value()
                            .map(Panic::cpu)
                            .filter(panic -> panic.isPresent())
                            .filter(panic -> panic.getAsInt() == cpu.vcpu().id())
                            .isPresent();
        }

        private static String title(VirtualCpu cpu) {
            return cpu.vcpu().domain() == 0 ? "VCPU " + cpu.vcpu().id() : cpu.name();
        }

        private static String words(Task task) {
            return "task %d (%s)".formatted(task.pid(), task.command());
        }

        private static String story(VirtualCpu cpu) {
            String task =
                    switch (cpu.task()) {
                        case Known<CurrentTask> known ->
                                known.fact().task().map(Maker::words).orElse("task not known");
                        case Unknown<CurrentTask> _ -> "task not known";
                    };
            return task + " · " + cpu.says();
        }

        private static CpuView loaded(PhysicalCpu cpu) {
            RegisterGroup state = cpu.guestState();
            List<RegisterGroup> groups = List.of(state);
            return new CpuView(
                    cpu.index(),
                    -1,
                    "on pCPU " + cpu.index(),
                    CpuView.first(groups),
                    state.registers().stream()
                            .filter(register -> register.field().name().equals("cr3"))
                            .map(Register::says)
                            .findFirst()
                            .orElse("guest state"),
                    "guest state",
                    groups,
                    CpuTrace.NONE,
                    List.of(),
                    "",
                    Optional.empty());
        }
    }
}
