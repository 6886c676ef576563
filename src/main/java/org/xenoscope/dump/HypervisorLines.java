package org.xenoscope.dump;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.symbol.SymbolTable;
import org.xenoscope.xen.Console;
import org.xenoscope.xen.Domain;
import org.xenoscope.xen.Hypervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What was recovered of the hypervisor, in the words of the overview.
final class HypervisorLines {
    private HypervisorLines() {}

    static List<Summary.Line> of(Hypervisor xen) {
        List<Summary.Line> lines = new ArrayList<>();
        lines.add(
                line(
                        "Crash",
                        xen.crash(),
                        crash ->
                                crash.pcpu().isPresent()
                                        ? "led by pCPU " + crash.pcpu().getAsInt()
                                        : "on a pCPU that nothing names"));
        lines.add(line("Command line", xen.commandLine(), text -> text));
        lines.add(line("Build id", xen.buildId(), id -> id));
        lines.add(
                line(
                        "Image",
                        xen.image(),
                        image ->
                                new Location(SpaceId.XEN, image.virtStart())
                                        + " at "
                                        + new Location(SpaceId.MACHINE, image.maddr())));
        lines.add(line("Symbols", xen.symbols(), HypervisorLines::symbols));
        lines.add(line("Console", xen.console(), HypervisorLines::console));
        lines.add(line("Domains", xen.domains(), HypervisorLines::domains));
        return lines;
    }

    private static String symbols(SymbolTable table) {
        return Integer.toString(table.size());
    }

    private static String console(Console console) {
        return "%d lines%s"
                .formatted(
                        console.lines().size(),
                        console.wrapped() ? "; older ones were overwritten" : "");
    }

    private static String domains(List<Domain> domains) {
        List<String> words = new ArrayList<>();
        for (Domain domain : domains.subList(0, Math.min(8, domains.size()))) {
            int vcpus = domain.vcpus().size();
            words.add("dom%d (%d %s)".formatted(domain.id(), vcpus, vcpus == 1 ? "VCPU" : "VCPUs"));
        }
        String more =
                domains.size() > words.size()
                        ? " and %d more".formatted(domains.size() - words.size())
                        : "";
        return String.join(", ", words) + more;
    }

    private static <T> Summary.Line line(String name, Fact<T> fact, Function<T, String> words) {
        return switch (fact) {
            case Known<T> known ->
                    new Summary.Line(
                            name, true, words.apply(known.fact()), known.evidence(), known.where());
            case Unknown<T> unknown ->
                    new Summary.Line(
                            name, false, "unknown: " + unknown.reason(), "", Optional.empty());
        };
    }
}
