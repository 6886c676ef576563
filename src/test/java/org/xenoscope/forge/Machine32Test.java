package org.xenoscope.forge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.place.Mark;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.CrossCheck;
import org.xenoscope.space.Trail;
import org.xenoscope.space.paging.PagingMode;
import org.xenoscope.space.root.Root;

import java.nio.file.Path;
import java.util.Map;

class Machine32Test {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "true,XEN_3_0_4",
        "false,XEN_3_0_4",
        "true,CR3_OF_2006",
        "false,CR3_OF_2006",
        "true,FRAME_OF_2006",
        "false,FRAME_OF_2006",
        "true,WITHOUT_NOTES",
        "false,WITHOUT_NOTES"
    })
    void everyForgedAddressLeadsToItsMachineAddress(boolean pae, Era era) throws Exception {
        Machine32 machine = new Machine32(pae, 3);
        try (Dump dump = open(machine, era)) {
            for (Map.Entry<Location, Long> known : machine.reachable().entrySet()) {
                Location where = known.getKey();
                Trail trail = dump.spaces().explain(where);
                if (era != Era.XEN_3_0_4 && ofOthers(where)) {
                    // without a frame list nothing tells of frames that are not dom0's own
                    assertThat(trail.hole().orElseThrow().reason()).isEqualTo(HoleReason.NO_P2M);
                    continue;
                }
                assertThat(trail.machine()).as(where.toString()).hasValue(known.getValue());
                assertThat(dump.spaces().get(where.space()).locate(where.address()))
                        .isEqualTo(known.getValue());
            }
        }
    }

    private static boolean ofOthers(Location where) {
        return where.space().equals(SpaceId.DOM0_PHYSICAL) && where.address() >= 0x30_0000;
    }

    @ParameterizedTest
    @CsvSource({"true,CR3_OF_2006", "false,CR3_OF_2006", "true,WITHOUT_NOTES"})
    void findsDom0sFramesThroughItsDirectMapWhereNoNoteNamesAList(boolean pae, Era era)
            throws Exception {
        try (Dump dump = open(new Machine32(pae, 6), era)) {
            Trail trail = dump.spaces().explain(new Location(SpaceId.DOM0_PHYSICAL, 0x12_3456));
            assertThat(trail.marks()).containsExactly(Mark.BY_DIRECT_MAP);
            assertThat(trail.checks()).allMatch(CrossCheck::agrees).hasSize(1);
            assertThat(dump.spaces().p2mRoot().value()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"true,PAE", "false,I386"})
    void tellsPaeByTheTablesThatMapThemselves(boolean pae, PagingMode mode) throws Exception {
        try (Dump dump = open(new Machine32(pae, 7), Era.WITHOUT_NOTES)) {
            Root root = dump.spaces().xenRoot().value().orElseThrow();
            assertThat(root.mode()).isEqualTo(mode);
            assertThat(dump.spaces().explain(new Location(SpaceId.XEN, 0xff00_0000L)).marks())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void everyForgedHoleHasItsReason(boolean pae) throws Exception {
        Machine32 machine = new Machine32(pae, 4);
        try (Dump dump = open(machine, Era.XEN_3_0_4)) {
            for (Map.Entry<Location, HoleReason> known : machine.holes().entrySet()) {
                Trail trail = dump.spaces().explain(known.getKey());
                assertThat(trail.hole()).as(known.getKey().toString()).isPresent();
                assertThat(trail.hole().orElseThrow().reason()).isEqualTo(known.getValue());
            }
        }
    }

    /// The order of questions must not matter: here dom0 is asked before the hypervisor.
    @ParameterizedTest
    @CsvSource({"true,CR3_OF_2006", "false,CR3_OF_2006", "true,XEN_3_0_4", "false,XEN_3_0_4"})
    void findsDom0sRootThoughTheHypervisorsWasNotAskedFor(boolean pae, Era era) throws Exception {
        Machine32 machine = new Machine32(pae, 5);
        try (Dump dump = open(machine, era)) {
            assertThat(dump.spaces().dom0Root().value().orElseThrow().maddr())
                    .isEqualTo(machine.root());
        }
    }

    private Dump open(Machine32 machine, Era era) throws Exception {
        Path file = folder.resolve("vmcore");
        Forge.write(machine, era, file);
        return Dump.open(file, Progress.NONE);
    }
}
