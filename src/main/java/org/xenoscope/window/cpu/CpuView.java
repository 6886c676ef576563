package org.xenoscope.window.cpu;

import org.xenoscope.cpu.Register;
import org.xenoscope.cpu.RegisterComparison;
import org.xenoscope.cpu.RegisterGroup;
import org.xenoscope.place.Location;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One CPU of either side, as the list, the cards and the details show it.
///
/// @param pcpu number of the pCPU that it is or is on; -1 if it is on none
/// @param vcpu place among all VCPUs of the VCPU that it is or has loaded; -1 if there is none
/// @param name "pCPU 0", "VCPU 1"
/// @param value the function it was in, or the address that stands for it
/// @param story one line on how it came there
/// @param pill one or two words
/// @param groups its registers, what was interrupted first
/// @param trace its call trace
/// @param chain who ran here, outermost first; empty if that is not known
/// @param evidence how all that is known; may be empty
/// @param comparison its registers beside those of the other side; empty if it has no other side
public record CpuView(
        int pcpu,
        int vcpu,
        String name,
        String value,
        String story,
        String pill,
        List<RegisterGroup> groups,
        CpuTrace trace,
        List<String> chain,
        String evidence,
        Optional<RegisterComparison> comparison) {
    private static final Set<String> FIRST_LINE = Set.of("rip", "rsp", "eip", "esp", "cr2", "cr3");

    /// {@return where the CPU was executing, if that is known and in a space of the dump}
    Optional<Location> rip() {
        return target(Set.of("rip", "eip"));
    }

    /// {@return where its stack pointer points, if that is known and in a space of the dump}
    Optional<Location> rsp() {
        return target(Set.of("rsp", "esp"));
    }

    private Optional<Location> target(Set<String> names) {
        return registers()
                .filter(register -> names.contains(register.field().name()))
                .filter(Register::saved)
                .findFirst()
                .flatMap(Register::target);
    }

    /// {@return in words how a register differs from the other side's; empty if it does not, or was
    /// not compared}
    Optional<String> changed(Register register) {
        return comparison.flatMap(
                found ->
                        found.rows().stream()
                                .filter(
                                        row ->
                                                row.pcpu().filter(register::equals).isPresent()
                                                        || row.vcpu()
                                                                .filter(register::equals)
                                                                .isPresent())
                                .filter(
                                        row ->
                                                row.result() == RegisterComparison.Result.ENTRY
                                                        || row.result()
                                                                == RegisterComparison.Result
                                                                        .DIFFERENT)
                                .findFirst()
                                .map(row -> row.result().words()));
    }

    /// {@return the registers that tell most, in one line}
    String firstLine() {
        String line =
                registers()
                        .filter(register -> FIRST_LINE.contains(register.field().name()))
                        .filter(Register::saved)
                        .limit(4)
                        .map(register -> register.field().name() + " 0x" + register.digits())
                        .collect(Collectors.joining("  "));
        return line.isEmpty() ? story : line;
    }

    private Stream<Register> registers() {
        return groups.stream().flatMap(group -> group.registers().stream());
    }

    /// {@return the first register that was saved, as `0x…`}
    static String first(List<RegisterGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.registers().stream())
                .filter(Register::saved)
                .findFirst()
                .map(register -> "0x" + register.digits())
                .orElse("—");
    }
}
