package org.xenoscope.window.cpu;

import org.xenoscope.cpu.PhysicalCpu;
import org.xenoscope.cpu.Register;
import org.xenoscope.cpu.RegisterGroup;
import org.xenoscope.cpu.VirtualCpus;
import org.xenoscope.place.Location;
import org.xenoscope.window.Workbench;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What both sides of the switch show, one entry a pCPU.
///
/// @param physical what the hypervisor saved
/// @param virtual what was loaded of a guest
record CpuFacts(List<PhysicalCpu> physical, VirtualCpus virtual) {
    private static final Set<String> FIRST_LINE = Set.of("rip", "rsp", "eip", "esp", "cr2", "cr3");

    static CpuFacts of(Workbench workbench) {
        return new CpuFacts(workbench.dump().physicalCpus(), workbench.dump().virtualCpus());
    }

    /// One row of the list.
    ///
    /// @param pcpu number of the pCPU
    /// @param name "pCPU 0"
    /// @param value the address that stands for it
    /// @param story one line on how it is known
    /// @param pill one or two words
    /// @param groups its registers
    record Row(
            int pcpu,
            String name,
            String value,
            String story,
            String pill,
            List<RegisterGroup> groups) {
        /// {@return where the CPU was executing, if that is known and in a space of the dump}
        Optional<Location> rip() {
            return registers()
                    .filter(register -> Set.of("rip", "eip").contains(register.field().name()))
                    .filter(Register::saved)
                    .findFirst()
                    .flatMap(Register::target);
        }

        /// {@return the registers that tell most, in one line}
        String firstLine() {
            String line =
                    registers()
                            .filter(register -> FIRST_LINE.contains(register.field().name()))
                            .filter(Register::saved)
                            .map(register -> register.field().name() + " 0x" + register.digits())
                            .collect(Collectors.joining("  "));
            return line.isEmpty() ? story : line;
        }

        private Stream<Register> registers() {
            return groups.stream().flatMap(group -> group.registers().stream());
        }
    }

    List<Row> rows(boolean guests) {
        return guests
                ? virtual.loaded().stream().map(CpuFacts::guest).toList()
                : physical.stream().map(CpuFacts::host).toList();
    }

    private static Row host(PhysicalCpu cpu) {
        return new Row(
                cpu.index(),
                "pCPU " + cpu.index(),
                first(cpu.registers()),
                cpu.story(),
                cpu.state(),
                cpu.registers());
    }

    private static Row guest(VirtualCpus.Loaded loaded) {
        return new Row(
                loaded.pcpu(),
                "on pCPU " + loaded.pcpu(),
                first(List.of(loaded.registers())),
                loaded.registers().registers().stream()
                        .filter(register -> register.field().name().equals("cr3"))
                        .map(Register::says)
                        .findFirst()
                        .orElse("guest state"),
                "guest state",
                List.of(loaded.registers()));
    }

    private static String first(List<RegisterGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.registers().stream())
                .filter(Register::saved)
                .findFirst()
                .map(register -> "0x" + register.digits())
                .orElse("—");
    }
}
