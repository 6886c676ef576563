package org.xenoscope.report;

import org.xenoscope.cpu.PhysicalCpu;
import org.xenoscope.cpu.Register;
import org.xenoscope.cpu.RegisterGroup;
import org.xenoscope.dump.Dump;
import org.xenoscope.dump.Summary;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Field;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Part;
import org.xenoscope.place.Size;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.Space;
import org.xenoscope.space.check.MemoryCheck;
import org.xenoscope.space.p2m.P2m;
import org.xenoscope.space.root.FoundRoot;
import org.xenoscope.space.root.Guest;
import org.xenoscope.space.root.Root;
import org.xenoscope.xen.Crash;
import org.xenoscope.xen.Domain;

import java.util.List;
import java.util.Optional;

/// The report as text: aligned, calm, fit to be pasted.
public final class TextReport {
    private static final int VALUE_COLUMN = 34;

    /// A host has thousands of processes, which would bury the rest.
    private static final int MOST_ROOTS = 200;

    private final Dump dump;
    private final StringBuilder out = new StringBuilder();

    private TextReport(Dump dump) {
        this.dump = dump;
    }

    /// {@return headers, notes, CPUs, spaces and findings}
    public static String full(Dump dump) {
        TextReport report = new TextReport(dump);
        report.summary();
        report.heading("Headers and notes");
        dump.parts().forEach(part -> report.part(part, 0));
        report.hypervisor();
        report.cpus();
        dump.spaces().domains(); // finds them, so that their spaces are listed
        report.kernel();
        report.spaces();
        report.roots();
        dump.spaces().checksSoFar().ifPresent(report::checks);
        report.findings();
        return report.printed();
    }

    /// {@return what the overview says: the summary, the spaces and the findings}
    public static String overview(Dump dump) {
        TextReport report = new TextReport(dump);
        report.summary();
        report.spaces();
        report.findings();
        return report.printed();
    }

    /// What a dump holds must not steer the terminal that it is printed on.
    private String printed() {
        return out.toString().replaceAll("[\\p{Cntrl}\\x80-\\x9f&&[^\\n]]", ".");
    }

    private void heading(String text) {
        out.append('\n').append(text).append('\n').repeat('-', text.length()).append('\n');
    }

    private void row(int indent, String name, String value, String quiet) {
        int start = out.length();
        out.repeat(' ', indent).append(name);
        int pad = Math.max(2, VALUE_COLUMN - (out.length() - start));
        out.repeat(' ', pad).append(value);
        if (!quiet.isEmpty()) {
            out.append("  ").append(quiet);
        }
        out.append('\n');
    }

    private void summary() {
        Summary summary = dump.summary();
        out.append(dump.path().getFileName()).append(": ").append(dump.image().format());
        out.append(", ").append(Size.text(dump.image().file().size())).append('\n');
        out.append(summary.headline()).append(".\n").append(summary.detail()).append('\n');
        for (Summary.Group group : summary.groups()) {
            heading(group.name());
            for (Summary.Line line : group.lines()) {
                String evidence = line.evidence().isEmpty() ? "" : "(" + line.evidence() + ")";
                row(2, line.name(), line.value(), evidence);
            }
        }
    }

    private void hypervisor() {
        if (dump.xen().crash() instanceof Known<Crash> crash) {
            heading("Why the machine stopped");
            crash.fact()
                    .evidence()
                    .forEach(evidence -> out.append("  ").append(evidence.words()).append('\n'));
        }
        if (dump.xen().domains() instanceof Known<List<Domain>> domains) {
            heading("Domains");
            for (Domain domain : domains.fact()) {
                DomainLines.text(domain)
                        .forEach(line -> out.append("  ").append(line).append('\n'));
            }
        }
    }

    private void part(Part part, int indent) {
        String badge =
                part.badge().isEmpty() ? part.detail() : part.detail() + "  ! " + part.badge();
        row(indent, part.name(), badge, "");
        for (Field field : part.fields()) {
            row(indent + 4, field.name(), field.text(), field.meaning());
        }
        part.children().forEach(child -> part(child, indent + 2));
    }

    private void cpus() {
        for (PhysicalCpu cpu : dump.physicalCpus()) {
            heading("pCPU " + cpu.index() + ": " + cpu.state());
            out.append("  ").append(cpu.story()).append('\n');
            for (RegisterGroup group : cpu.registers()) {
                out.append("  ").append(group.name()).append(", ");
                out.append(group.source()).append('\n');
                group.registers().forEach(this::register);
            }
        }
    }

    private void register(Register register) {
        String words = String.join(" ", register.flags());
        String says = words.isEmpty() ? register.says() : words;
        String value = register.saved() ? register.digits() : "—";
        String target = register.target().map(Location::toString).orElse("");
        row(4, register.field().name(), value, (target + "  " + says).strip());
    }

    private void kernel() {
        lines("dom0's tasks", KernelReport.tasks(dump.linux()));
        lines("The end of dom0's log", KernelReport.lastLines(dump.linux()));
    }

    private void lines(String heading, List<String> lines) {
        if (!lines.isEmpty()) {
            heading(heading);
            lines.forEach(line -> out.append("  ").append(line).append('\n'));
        }
    }

    private void spaces() {
        heading("Spaces");
        for (Space space : dump.spaces().all()) {
            String size = space.memoryBytes().map(Size::text).orElse("");
            switch (space.id().kind()) {
                case XEN -> row(2, "xen", "virtual", root(dump.spaces().xenRoot()));
                case DOMAIN_VIRTUAL ->
                        row(2, space.id().text(), "virtual", root(guest(space).root()));
                case DOMAIN_PHYSICAL -> row(2, space.id().text(), size, p2m(guest(space)));
                default -> row(2, space.id().text(), size, "");
            }
        }
    }

    private static String root(Fact<Root> fact) {
        return switch (fact) {
            case Known<Root> known ->
                    "root machine:0x%x (%s)".formatted(known.fact().maddr(), known.evidence());
            case Unknown<Root> unknown -> "unknown: " + unknown.reason();
        };
    }

    private Guest guest(Space space) {
        return dump.spaces().guest(space.id().domain());
    }

    private static String p2m(Guest guest) {
        return switch (guest.p2m()) {
            case Known<P2m> known -> known.evidence();
            case Unknown<P2m> unknown ->
                    guest.directMap()
                            .map(map -> unknown.reason() + "; " + map.evidence())
                            .orElse("unknown: " + unknown.reason());
        };
    }

    private void roots() {
        List<FoundRoot> roots = dump.spaces().roots();
        heading("Page-table roots");
        for (FoundRoot root : roots.subList(0, Math.min(MOST_ROOTS, roots.size()))) {
            String whose = root.domain().isPresent() ? "dom" + root.domain().getAsInt() + " " : "";
            row(
                    2,
                    "machine:0x%x".formatted(root.maddr()),
                    whose + root.kind().words(),
                    "(" + root.evidence() + ")");
        }
        if (roots.size() > MOST_ROOTS) {
            out.append("  … and %d more\n".formatted(roots.size() - MOST_ROOTS));
        } else if (roots.isEmpty()) {
            out.append("  No page table in the dump maps itself.\n");
        }
    }

    private void checks(List<MemoryCheck> checks) {
        heading("Cross-checks");
        if (checks.isEmpty()) {
            out.append("  No two sources of the dump could be compared.\n");
        }
        for (MemoryCheck check : checks) {
            out.append(check.holds() ? "  ✓ " : "  ✗ ").append(check.sentence()).append('\n');
            for (MemoryCheck.Difference difference : check.differences()) {
                out.append("      ").append(difference.where()).append(": ");
                out.append(difference.says()).append('\n');
            }
        }
    }

    private void findings() {
        heading("Findings");
        List<Finding> findings = dump.findings();
        if (findings.isEmpty()) {
            out.append("  No findings: headers, notes and cross-checks that ran are consistent.\n");
        }
        for (Finding finding : findings) {
            Optional<Location> where = finding.where();
            out.append("  ").append(finding.severity()).append("  ").append(finding.sentence());
            where.ifPresent(place -> out.append("  [").append(place).append(']'));
            out.append('\n');
        }
    }
}
