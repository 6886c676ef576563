package org.xenoscope.dump;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.image.CoreFile;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the overview says first, of a machine whose facts are known because it was forged, and of
/// dumps that say little.
class SummaryTest {
    /// Read from the memory of Xen itself, which this dump's Xen has nothing of.
    private static final Set<String> RECOVERED =
            Set.of("Crash", "Command line", "Build id", "Symbols", "Console", "Domains");

    @TempDir Path folder;

    @Test
    void tellsTheFactsOfAForgedMachineWithTheirEvidence() throws Exception {
        PvMachine machine = new PvMachine(7);
        Path file = folder.resolve("forged");
        Forge.write(machine, file);
        try (Dump dump = Dump.open(file, Progress.NONE)) {
            Summary summary = dump.summary();

            assertThat(summary.headline()).startsWith("dom0 panicked");
            assertThat(summary.detail())
                    .startsWith(
                            "“sysrq triggered crash” in task 327 (sh) on VCPU 1, 28 s after boot. "
                                    + "2 physical CPUs saved their registers; ");
            assertThat(line(summary, "Built").value()).isEqualTo("Wed Nov  4 16:52:28 UTC 2026");
            assertThat(line(summary, "Loaded at").target())
                    .hasValue(new Location(SpaceId.MACHINE, 0x40_0000));
            assertThat(line(summary, "p2m root").value())
                    .isEqualTo("MFN 0x%x".formatted(machine.frameListMfn()));
            assertThat(line(summary, "Memory").value()).endsWith("max_pfn 0x1040");
            assertThat(pageTable(summary.groups().get(0)))
                    .hasValue(new Location(SpaceId.MACHINE, machine.idleRoot()));
            assertThat(pageTable(summary.groups().get(1)))
                    .hasValue(new Location(SpaceId.MACHINE, machine.kernelRoot()));
            assertThat(lines(summary))
                    .filteredOn(line -> !RECOVERED.contains(line.name()))
                    .allSatisfy(
                            line -> {
                                assertThat(line.known()).as(line.name()).isTrue();
                                assertThat(line.evidence()).as(line.name()).isNotEmpty();
                            });
        }
    }

    @Test
    void saysWhyNothingIsKnownOfADumpWithoutNotes() throws Exception {
        byte[] file = CoreFile.wide().load(0x1000, new byte[0x2000]).build();
        try (Dump dump = Dump.open(CoreFile.write(folder, file), Progress.NONE)) {
            Summary summary = dump.summary();

            assertThat(summary.headline())
                    .isEqualTo("A dump without notes of Xen; the cause is not known");
            assertThat(summary.detail())
                    .isEqualTo(
                            "No note holds registers of a physical CPU; 8 KiB of machine memory are"
                                    + " in the dump.");
            assertThat(lines(summary))
                    .isNotEmpty()
                    .allSatisfy(
                            line -> {
                                assertThat(line.known()).as(line.name()).isFalse();
                                assertThat(line.value()).startsWith("unknown: ");
                                assertThat(line.value()).hasSizeGreaterThan("unknown: ".length());
                                assertThat(line.evidence()).isEmpty();
                            });
        }
    }

    @Test
    void countsOnlyTheCpusThatSavedTheirRegisters() throws Exception {
        byte[] saved = CoreFile.counting(1, 336);
        byte[] file =
                CoreFile.wide()
                        .note("CORE", 1, saved)
                        .note("CORE", 1, new byte[336])
                        .load(0x1000, new byte[0x2000])
                        .build();
        try (Dump dump = Dump.open(CoreFile.write(folder, file), Progress.NONE)) {
            assertThat(dump.summary().detail()).startsWith("1 physical CPU saved its registers; ");
            assertThat(line(dump.summary(), "Physical CPUs").value()).isEqualTo("2");
        }
    }

    private static Optional<Location> pageTable(Summary.Group group) {
        return group.lines().stream()
                .filter(line -> line.name().equals("Page table"))
                .findFirst()
                .flatMap(Summary.Line::target);
    }

    private static List<Summary.Line> lines(Summary summary) {
        return summary.groups().stream().flatMap(group -> group.lines().stream()).toList();
    }

    private static Summary.Line line(Summary summary, String name) {
        return lines(summary).stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
