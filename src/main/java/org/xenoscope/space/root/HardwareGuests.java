package org.xenoscope.space.root;

import org.xenoscope.place.Finding;
import org.xenoscope.place.Location;
import org.xenoscope.place.Severity;
import org.xenoscope.place.SpaceId;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Tells of domains whose memory cannot be walked from this dump, HVM and PVH domains before all
/// (route R14): their page tables hold guest-physical frames, and the table that leads on from
/// those is Xen's (`arch.p2m` of `struct domain`, xen/include/asm-x86/domain.h, Xen 4.0 to 4.20).
final class HardwareGuests {
    private HardwareGuests() {}

    /// {@return whether a domain's tables are those of a PV guest: Xen maps its read-only m2p into
    /// them, but not into the tables that it keeps for HVM and PVH guests}
    static boolean paravirtual(Roots roots, RootGroups.Group group) {
        return group.tables().stream()
                .anyMatch(table -> TableSlots.readOnlyM2p(roots.image(), roots.mode(), table));
    }

    /// {@return why nothing leads into a domain's virtual memory, and what would have to be known;
    /// nothing if the dump shows no such domain}
    static Optional<String> reason(Roots roots, int number) {
        String name = "dom" + number;
        Optional<RootGroups.Group> group = roots.groups().domain(number);
        if (group.isPresent()) {
            return paravirtual(roots, group.get())
                    ? Optional.empty()
                    : Optional.of(
                            ("the tables that Xen keeps for %s are those of an HVM or PVH domain;"
                                            + " to walk its memory %s")
                                    .formatted(name, needs()));
        }
        return roots.place(number)
                .map(
                        _ ->
                                ("no top table in the dump is known for %s: it is an HVM or PVH"
                                     + " domain, or a PV one whose tables are not there; to walk"
                                     + " the memory of an HVM or PVH domain %s")
                                        .formatted(name, needs()));
    }

    private static String needs() {
        return "the root of its second-level table (EPT or NPT, arch.p2m in struct domain) would"
                + " have to be proved and the CR3 of its VCPUs (VMCS or VMCB) be known";
    }

    /// {@return a finding for each domain that {@link #reason} has something to say of}
    static List<Finding> findings(Roots roots) {
        return roots.domains().stream()
                .filter(number -> roots.guest(number).root().value().isEmpty())
                .flatMap(number -> finding(roots, number).stream())
                .toList();
    }

    private static Optional<Finding> finding(Roots roots, int number) {
        return reason(roots, number)
                .map(
                        why ->
                                new Finding(
                                        Severity.INFO,
                                        Character.toUpperCase(why.charAt(0))
                                                + why.substring(1)
                                                + ".",
                                        where(roots, number),
                                        "scan for roots"));
    }

    private static Optional<Location> where(Roots roots, int number) {
        Stream<Long> tables =
                roots.groups().domain(number).stream().flatMap(group -> group.tables().stream());
        Stream<Long> struct = roots.place(number).stream().map(DomainPlace::struct);
        return Stream.concat(tables, struct)
                .findFirst()
                .map(maddr -> new Location(SpaceId.MACHINE, maddr));
    }
}
