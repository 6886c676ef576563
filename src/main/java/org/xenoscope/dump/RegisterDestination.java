package org.xenoscope.dump;

import org.xenoscope.cpu.PhysicalCpu;
import org.xenoscope.cpu.Register;
import org.xenoscope.cpu.RegisterGroup;
import org.xenoscope.cpu.VirtualCpu;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a register leads that a person names: `cpu1.rip` of a pCPU, `vcpu1.rsp` of a VCPU of dom0,
/// `d1v0.rip` of a VCPU of any domain.
final class RegisterDestination {
    private static final Pattern PHYSICAL = Pattern.compile("p?cpu\\s*([0-9]{1,5})\\.([a-z0-9_]+)");
    private static final Pattern VIRTUAL =
            Pattern.compile("(?:vcpu\\s*|d([0-9]{1,5})v)([0-9]{1,5})\\.([a-z0-9_]+)");

    private final Dump dump;

    RegisterDestination(Dump dump) {
        this.dump = dump;
    }

    /// {@return where a text leads, in lower case; nothing if it names no register}
    Optional<Destination> parse(String text) {
        Matcher physical = PHYSICAL.matcher(text);
        if (physical.matches()) {
            return Optional.of(
                    physical(Integer.parseInt(physical.group(1)), physical.group(2), text));
        }
        Matcher virtual = VIRTUAL.matcher(text);
        if (virtual.matches()) {
            int domain = virtual.group(1) == null ? 0 : Integer.parseInt(virtual.group(1));
            return Optional.of(
                    virtual(domain, Integer.parseInt(virtual.group(2)), virtual.group(3), text));
        }
        return Optional.empty();
    }

    private Destination physical(int number, String register, String typed) {
        Optional<PhysicalCpu> cpu =
                dump.physicalCpus().stream().filter(found -> found.index() == number).findFirst();
        if (cpu.isEmpty()) {
            return new Destination.Refused(
                    "The dump has no pCPU %d; it has %d."
                            .formatted(number, dump.physicalCpus().size()));
        }
        return go(cpu.get().registers(), register, "pCPU " + number, typed);
    }

    private Destination virtual(int domain, int number, String register, String typed) {
        Optional<VirtualCpu> cpu = dump.cpus().virtual(domain, number);
        String name = domain == 0 ? "VCPU " + number : "d%dv%d".formatted(domain, number);
        if (cpu.isEmpty()) {
            return new Destination.Refused(
                    "dom%d has no VCPU %d that is known.".formatted(domain, number));
        }
        if (cpu.get().registers().isEmpty()) {
            return new Destination.Refused(
                    "The registers of %s are not known: %s."
                            .formatted(name, cpu.get().registersFrom()));
        }
        return go(cpu.get().registers(), register, name, typed);
    }

    private static Destination go(
            List<RegisterGroup> groups, String name, String whose, String typed) {
        Optional<Register> register =
                groups.stream()
                        .flatMap(group -> group.registers().stream())
                        .filter(found -> found.field().name().equals(name))
                        .findFirst();
        if (register.isEmpty()) {
            return new Destination.Refused(
                    "%s has no register named in %s.".formatted(whose, typed));
        }
        String says = "%s of %s".formatted(name, whose);
        return register.get()
                .target()
                .<Destination>map(target -> new Destination.Goes(target, 1, says))
                .orElseGet(
                        () ->
                                new Destination.Refused(
                                        "%s is %s, which is no address of the dump."
                                                .formatted(says, register.get().field().text())));
    }
}
