package org.xenoscope.dump;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.Corpus;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Whose memory is whose, against what the hypervisor said before the crash.
class OwnerMapTest {
    private static final int PAGE = 4096;

    /// Frames of the domU: `domains.txt` of the truth, "28672 of 28672 entries".
    private static final long DOMU_FRAMES = 28672;

    @Test
    @Tag("corpus")
    void w24CountsEveryFrameOfTheDump() throws Exception {
        try (Dump dump = Dump.open(Corpus.dump("xen420-dom0-panic"), Progress.NONE)) {
            OwnerMap map = OwnerMap.of(dump);
            long held = dump.image().runs().stream().mapToLong(run -> run.bytes()).sum();

            assertThat(sum(map, List.of(Owner.Kind.values()), -1)).isEqualTo(held);
            assertThat(sum(map, List.of(Owner.Kind.DOMAIN, Owner.Kind.TABLES), 1) / PAGE)
                    .isBetween(DOMU_FRAMES, DOMU_FRAMES + 64);
            assertThat(map.bytes())
                    .extracting(share -> share.owner().kind())
                    .contains(Owner.Kind.XEN, Owner.Kind.FREE)
                    .doesNotContain(Owner.Kind.UNKNOWN);
        }
    }

    private static long sum(OwnerMap map, List<Owner.Kind> kinds, int domain) {
        return map.bytes().stream()
                .filter(share -> kinds.contains(share.owner().kind()))
                .filter(share -> domain < 0 || share.owner().domain() == domain)
                .mapToLong(OwnerMap.Share::bytes)
                .sum();
    }

    @Test
    @Tag("corpus")
    void w24TellsTheOwnerOfAPlaceInEachOfTheThreeMachines() throws Exception {
        try (Dump dump = Dump.open(Corpus.dump("xen417-dom0-panic"), Progress.NONE)) {
            OwnerMap map = OwnerMap.of(dump);

            // Xen's image begins 2 MiB behind machine 0x27800000 (CRASH_INFO), dom0's banner at
            // 0x12161900
            assertThat(map.machine().at(0x27a1_0000L).map(Owner::name)).contains("Xen");
            assertThat(map.machine().at(0x1216_1900L).map(Owner::name)).contains("dom0");
            assertThat(map.file().at(0x1210_4900L).map(Owner::name)).contains("dom0");
            assertThat(map.physical().orElseThrow().at(0x216_1900L).map(Owner::name))
                    .contains("dom0");
            assertThat(owner(dump, "machine:0x27a10000")).contains("Xen");
            assertThat(owner(dump, "file:0x12104900")).contains("dom0");
            assertThat(owner(dump, "dom0-physical:0x2161900")).contains("dom0");
            assertThat(owner(dump, "file:0x10")).contains("headers and notes");
            assertThat(owner(dump, "machine:0x1c000000")).isEmpty();
            // the crash kernel's memory is in no PT_LOAD: 0x1a000000 to 0x21db2000
            assertThat(map.machine().at(0x1c00_0000L)).isEmpty();
        }
    }

    private static Optional<String> owner(Dump dump, String place) {
        return OwnerMap.ownerAt(dump, Location.parse(place)).map(Owner::name);
    }

    @Test
    void saysThatOwnersAreNotKnownWhereThereIsNoFrameTable(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("vmcore");
        Forge.write(new PvMachine(7), file);
        try (Dump dump = Dump.open(file, Progress.NONE)) {
            OwnerMap map = OwnerMap.of(dump);
            long held = dump.image().runs().stream().mapToLong(run -> run.bytes()).sum();

            assertThat(sum(map, List.of(Owner.Kind.values()), -1)).isEqualTo(held);
            assertThat(map.file().space()).isEqualTo(SpaceId.FILE);
            assertThat(map.file().owners()).doesNotContain(Optional.empty());
        }
    }
}
