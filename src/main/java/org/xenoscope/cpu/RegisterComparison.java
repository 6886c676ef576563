package org.xenoscope.cpu;

import org.xenoscope.cpu.trace.SavedRegisters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The registers of a pCPU beside those of the VCPU that was loaded on it.
///
/// @param pcpu "pCPU 1"
/// @param vcpu "d0v1"
/// @param says what the pCPU's registers are, as against the VCPU's
/// @param rows a row a register: those of the pCPU in their order, then those of the VCPU alone
public record RegisterComparison(String pcpu, String vcpu, String says, List<Row> rows) {
    /// What every entry into Xen loads anew; the guest's own are in the frame that it pushes.
    private static final Set<String> LOADED = Set.of("rip", "rsp", "cs", "ss", "rflags");

    /// Keeps its own copy.
    public RegisterComparison {
        rows = List.copyOf(rows);
    }

    /// How the two values of a register stand to each other.
    public enum Result {
        /// the same number
        EQUAL("=", "equal"),
        /// not the same: the entry into Xen itself writes this register
        ENTRY("→", "changed by the entry path"),
        /// not the same, and the entry alone does not explain it
        DIFFERENT("≠", "different"),
        /// one of the two was not saved, or not found
        NOT_KNOWN("—", "not known");

        private final String mark;
        private final String words;

        Result(String mark, String words) {
            this.mark = mark;
            this.words = words;
        }

        /// {@return one character for it}
        public String mark() {
            return mark;
        }

        /// {@return it in words}
        public String words() {
            return words;
        }
    }

    /// One register of both.
    ///
    /// @param name its name
    /// @param pcpu the pCPU's; empty if there is none
    /// @param vcpu the VCPU's; empty if there is none
    /// @param result how they stand to each other
    /// @param why what there is to say of that; may be empty
    public record Row(
            String name,
            Optional<Register> pcpu,
            Optional<Register> vcpu,
            Result result,
            String why) {}

    /// {@return the comparison of a pCPU with the VCPU that was loaded on it}
    public static RegisterComparison of(PcpuActivity pcpu, VirtualCpu vcpu) {
        boolean serving =
                pcpu.current()
                        .value()
                        .flatMap(PcpuActivity.Chosen::vcpu)
                        .filter(chosen -> chosen.address() == vcpu.vcpu().address())
                        .isPresent();
        boolean guest =
                pcpu.interrupted()
                        .filter(what -> what.whose() == PcpuActivity.Whose.GUEST)
                        .isPresent();
        String name = "pCPU " + pcpu.number();
        String says =
                !serving
                        ? "%s had turned to something else with %s still loaded: what its registers hold is not the VCPU's."
                                .formatted(name, vcpu.name())
                        : guest
                                ? "%s was stopped while it ran %s: both were read from what it had in its registers."
                                        .formatted(name, vcpu.name())
                                : "%s was in Xen for %s: its registers are Xen's, the VCPU's are from its entry into Xen."
                                        .formatted(name, vcpu.name());
        Map<String, Register> ours =
                named(
                        pcpu.registers().stream()
                                .filter(group -> !group.name().startsWith("Guest"))
                                .toList());
        Map<String, Register> theirs = named(vcpu.registers());
        boolean user = vcpu.mode() == VirtualCpu.Mode.USER;
        if (vcpu.mode() != VirtualCpu.Mode.UNKNOWN) {
            // the base that the processor has loaded is that of the mode
            Register base = theirs.remove(user ? "gs_base_user" : "gs_base_kernel");
            if (base != null) {
                theirs.put("gs_base", base);
            }
        }
        boolean entered = serving && !guest;
        List<Row> rows = new ArrayList<>();
        ours.forEach(
                (register, one) ->
                        rows.add(
                                row(
                                        register,
                                        Optional.of(one),
                                        Optional.ofNullable(theirs.remove(register)),
                                        vcpu,
                                        entered)));
        theirs.forEach(
                (register, one) ->
                        rows.add(row(register, Optional.empty(), Optional.of(one), vcpu, entered)));
        return new RegisterComparison(name, vcpu.name(), says, rows);
    }

    /// {@return the registers by name: the first that was saved, else the first}
    private static Map<String, Register> named(List<RegisterGroup> groups) {
        Map<String, Register> named = new LinkedHashMap<>();
        groups.stream()
                .flatMap(group -> group.registers().stream())
                .forEach(
                        one ->
                                named.merge(
                                        one.field().name(),
                                        one,
                                        (old, next) -> old.saved() ? old : next));
        return named;
    }

    private static Row row(
            String name,
            Optional<Register> pcpu,
            Optional<Register> vcpu,
            VirtualCpu whole,
            boolean entered) {
        if (pcpu.filter(Register::saved).isEmpty()) {
            String reason = pcpu.map(Register::says).orElse("none of the pCPU");
            return new Row(name, pcpu, vcpu, Result.NOT_KNOWN, reason);
        }
        if (vcpu.filter(Register::saved).isEmpty()) {
            String reason = vcpu.map(Register::says).orElse("none of the VCPU");
            return new Row(name, pcpu, vcpu, Result.NOT_KNOWN, reason);
        }
        if (pcpu.get().field().value() == vcpu.get().field().value()) {
            return new Row(name, pcpu, vcpu, Result.EQUAL, "");
        }
        if (entered && LOADED.contains(name)) {
            return new Row(name, pcpu, vcpu, Result.ENTRY, pcpu.get().says());
        }
        String put = entered ? syscall(name, whole.values()) : "";
        return new Row(name, pcpu, vcpu, put.isEmpty() ? Result.DIFFERENT : Result.ENTRY, put);
    }

    /// The instruction itself puts rip into rcx and rflags into r11 (AMD64 Architecture
    /// Programmer's Manual, volume 3, SYSCALL).
    private static String syscall(String name, Optional<SavedRegisters> values) {
        if (values.isEmpty() || values.get().vector() != SavedRegisters.SYSCALL) {
            return "";
        }
        SavedRegisters frame = values.get();
        return switch (name) {
            case "rcx" -> frame.general("rcx") == frame.rip() ? "SYSCALL put rip here" : "";
            case "r11" -> frame.general("r11") == frame.rflags() ? "SYSCALL put rflags here" : "";
            default -> "";
        };
    }
}
