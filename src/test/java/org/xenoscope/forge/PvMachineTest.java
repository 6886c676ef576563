package org.xenoscope.forge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.place.Mark;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Space;
import org.xenoscope.space.Trail;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class PvMachineTest {
    @TempDir Path folder;
    private final PvMachine machine = new PvMachine(7);
    private Path file;

    @BeforeEach
    void writeDump() throws Exception {
        file = folder.resolve("vmcore");
        Forge.write(machine, file);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyForgedAddressLeadsToItsMachineAddress(boolean notes) throws Exception {
        if (!notes) {
            Forge.writeWithoutNotes(machine, file);
        }
        try (Dump dump = Dump.open(file, Progress.NONE)) {
            for (Map.Entry<Location, Long> known : machine.reachable().entrySet()) {
                Location where = known.getKey();
                assertThat(dump.spaces().get(where.space()).locate(where.address()))
                        .as(where.toString())
                        .isEqualTo(known.getValue());
                assertThat(dump.spaces().explain(where).machine()).hasValue(known.getValue());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyForgedHoleHasItsReason(boolean notes) throws Exception {
        if (!notes) {
            Forge.writeWithoutNotes(machine, file);
        }
        try (Dump dump = Dump.open(file, Progress.NONE)) {
            for (Map.Entry<Location, HoleReason> known : machine.holes().entrySet()) {
                Trail trail = dump.spaces().explain(known.getKey());
                assertThat(trail.hole()).as(known.getKey().toString()).isPresent();
                assertThat(trail.hole().orElseThrow().reason()).isEqualTo(known.getValue());
                assertThat(trail.file()).isEmpty();
            }
        }
    }

    @Test
    void findsTheRootsThatTheMachineHas() throws Exception {
        try (Dump dump = Dump.open(file, Progress.NONE)) {
            assertThat(dump.spaces().xenRoot().value().orElseThrow().maddr())
                    .isEqualTo(machine.idleRoot());
            assertThat(dump.spaces().dom0Root().value().orElseThrow().maddr())
                    .isEqualTo(machine.kernelRoot());
            assertThat(dump.findings()).isEmpty();
        }
    }

    /// Without the page that the list starts with, dom0's direct map tells the same frames.
    @Test
    void findsDom0sFramesThoughTheFrameListIsLost() throws Exception {
        Forge.writeWithoutFrames(machine, List.of(machine.frameListMfn()), file);
        int found = 0;
        try (Dump dump = Dump.open(file, Progress.NONE)) {
            Space physical = dump.spaces().get(SpaceId.DOM0_PHYSICAL);
            for (Map.Entry<Location, Long> known : machine.reachable().entrySet()) {
                Location where = known.getKey();
                long maddr = known.getValue();
                if (!where.space().equals(SpaceId.DOM0_PHYSICAL)) {
                    continue;
                }
                Trail trail = physical.explain(where.address());
                if (trail.machine().isPresent()) {
                    assertThat(trail.machine()).as(where.toString()).hasValue(maddr);
                    assertThat(trail.marks()).contains(Mark.BY_DIRECT_MAP);
                    assertThat(physical.locate(where.address())).isEqualTo(maddr);
                    found++;
                } else {
                    // what dom0 does not own is in no direct map
                    assertThat(trail.hole().orElseThrow().reason())
                            .isEqualTo(HoleReason.TABLE_NOT_IN_DUMP);
                }
            }
        }
        assertThat(found).isEqualTo(0x200 - 0x61 + 0x20);
    }
}
