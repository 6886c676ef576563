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
import org.xenoscope.place.Progress;
import org.xenoscope.space.Trail;

import java.nio.file.Path;
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
}
