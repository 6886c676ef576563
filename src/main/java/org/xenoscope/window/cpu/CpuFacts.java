package org.xenoscope.window.cpu;

import org.xenoscope.cpu.PhysicalCpu;
import org.xenoscope.cpu.RegisterGroup;
import org.xenoscope.cpu.VirtualCpus;
import org.xenoscope.window.Workbench;

import java.util.List;

/// What both sides of the switch show, one entry a pCPU.
///
/// @param physical what the hypervisor saved
/// @param virtual what was loaded of a guest
record CpuFacts(List<PhysicalCpu> physical, VirtualCpus virtual) {
    static CpuFacts of(Workbench workbench) {
        return new CpuFacts(workbench.dump().physicalCpus(), workbench.dump().virtualCpus());
    }

    /// One row of the list.
    ///
    /// @param name "pCPU 0"
    /// @param value the address that stands for it
    /// @param story one line on how it is known
    /// @param pill one or two words
    /// @param groups its registers
    record Row(String name, String value, String story, String pill, List<RegisterGroup> groups) {}

    List<Row> rows(boolean guests) {
        return guests
                ? virtual.loaded().stream().map(CpuFacts::guest).toList()
                : physical.stream().map(CpuFacts::host).toList();
    }

    private static Row host(PhysicalCpu cpu) {
        return new Row(
                "pCPU " + cpu.index(),
                first(cpu.registers()),
                cpu.story(),
                cpu.state(),
                cpu.registers());
    }

    private static Row guest(VirtualCpus.Loaded loaded) {
        return new Row(
                "on pCPU " + loaded.pcpu(),
                first(List.of(loaded.registers())),
                loaded.registers().registers().stream()
                        .filter(register -> register.field().name().equals("cr3"))
                        .map(register -> register.says())
                        .findFirst()
                        .orElse("guest state"),
                "guest state",
                List.of(loaded.registers()));
    }

    private static String first(List<RegisterGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.registers().stream())
                .filter(register -> register.saved())
                .findFirst()
                .map(register -> "0x" + register.digits())
                .orElse("—");
    }
}
