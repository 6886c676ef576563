package org.xenoscope.forge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.Mappings;
import org.xenoscope.space.Processes;
import org.xenoscope.space.Space;
import org.xenoscope.space.Spaces;
import org.xenoscope.space.check.MemoryCheck;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Cross-checks, the way back and processes on machines whose layout is random and known.
class ForgedChecksTest {
    @TempDir Path folder;

    private Dump open(PvMachine machine) throws Exception {
        Path file = folder.resolve("vmcore");
        Forge.write(machine, file);
        return Dump.open(file, Progress.NONE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 42})
    void allSourcesAgreeOnAMachineThatIsWhole(long seed) throws Exception {
        try (Dump dump = open(new PvMachine(seed))) {
            List<MemoryCheck> checks = dump.spaces().checks();
            assertThat(checks).isNotEmpty().allMatch(MemoryCheck::holds);
            // 0x1040 frames: RAM, identity, one foreign, the rest given back
            assertThat(checks.getFirst().compared()).isEqualTo(0x1040);
            assertThat(checks.getFirst().note())
                    .isEqualTo("447 RAM, 97 IDENTITY, 1 FOREIGN, 3 615 INVALID");
        }
    }

    /// A word of Xen's m2p that lies costs one difference, which names the frame.
    @Test
    void namesTheFrameWhoseM2pEntryLies() throws Exception {
        PvMachine machine = new PvMachine(7);
        long maddr = machine.reachable().get(new Location(SpaceId.DOM0_PHYSICAL, 0x1000));
        machine.memory().u64(machine.m2pEntry(maddr >>> 12), 0x77);
        try (Dump dump = open(machine)) {
            assertThat(dump.spaces().checks())
                    .filteredOn(check -> !check.holds())
                    .singleElement()
                    .satisfies(
                            check -> {
                                assertThat(check.compared() - check.agree()).isEqualTo(1);
                                assertThat(check.differences())
                                        .extracting("where")
                                        .containsExactly(
                                                new Location(SpaceId.DOM0_PHYSICAL, 0x1000));
                            });
            assertThat(dump.findings())
                    .extracting("sentence")
                    .anyMatch(sentence -> sentence.toString().contains("446 of 447 RAM frames"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 9})
    void everyMappedAddressIsFoundFromItsMachineAddress(long seed) throws Exception {
        PvMachine machine = new PvMachine(seed);
        try (Dump dump = open(machine)) {
            for (SpaceId id : List.of(SpaceId.DOM0, SpaceId.XEN)) {
                Mappings mappings = dump.spaces().mappings(id).value().orElseThrow();
                for (Map.Entry<Location, Long> known : machine.reachable().entrySet()) {
                    if (known.getKey().space().equals(id)) {
                        assertThat(mappings.of(known.getValue(), 1000).places())
                                .contains(known.getKey());
                    }
                }
            }
        }
    }

    @Test
    void aProcessIsItsOwnSpaceThroughItsTables() throws Exception {
        PvMachine machine = new PvMachine(5);
        try (Dump dump = open(machine)) {
            Spaces spaces = dump.spaces();
            // a number that no task of the forged kernel has
            SpaceId init = new SpaceId(SpaceId.Kind.TASK, 0, 4000);
            assertThat(spaces.get(init).locate(0x40_0000)).isEqualTo(HoleReason.NO_ROOT.code());
            long pgd =
                    spaces.mappings(SpaceId.DOM0)
                            .value()
                            .orElseThrow()
                            .of(machine.processRoot(), 1)
                            .places()
                            .getFirst()
                            .address();
            spaces.processes(
                    (domain, pid) ->
                            pid == 4000
                                    ? Known.of(
                                            new Processes.Tables(pgd, "mm->pgd of 4000"), "forged")
                                    : new Unknown<>("no process has the number " + pid));
            Space process = spaces.get(init);
            long page = spaces.get(SpaceId.DOM0_PHYSICAL).locate(0x2_0000);
            assertThat(process.locate(0x40_0000)).isEqualTo(page);
            assertThat(process.explain(0x40_0000).machine()).hasValue(page);
            // the kernel half is shared
            assertThat(process.locate(0xffff_ffff_8100_0000L))
                    .isEqualTo(spaces.get(SpaceId.DOM0).locate(0xffff_ffff_8100_0000L));
            assertThat(spaces.get(new SpaceId(SpaceId.Kind.TASK, 0, 4001)).explain(0).hole())
                    .isPresent();
        }
    }
}
