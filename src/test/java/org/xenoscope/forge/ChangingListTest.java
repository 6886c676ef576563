package org.xenoscope.forge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Location;
import org.xenoscope.place.Mark;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Trail;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A kernel that was changing the mappings of its linear p2m (`p2m_generation` is odd) when the
/// machine stopped.
class ChangingListTest {
    private static final long LINEAR = 0xffff_c900_0000_0000L;
    private static final long COPIES = 0x7c_0000;
    private static final long TABLES = 0x7d_0000;

    @TempDir Path folder;
    private final PvMachine machine = new PvMachine(11);
    private final MachineMemory memory = machine.memory();
    private long nextTable = TABLES;
    private long firstLeaf;
    private long shared;

    /// The array has pages of its own, so that it can be read where the list's are lost.
    @BeforeEach
    void publishTheArray() {
        PageTables kernel = new PageTables(memory, machine.kernelRoot(), this::table);
        long list = memory.u64(machine.frameListMfn() << 12) << 12;
        for (int leaf = 0; leaf < 9; leaf++) {
            long entry = memory.u64(list + 8L * leaf);
            if (entry >= 0) {
                long copy = COPIES + leaf * 0x1000L;
                memory.bytes(copy, memory.copy(entry << 12, 4096));
                kernel.map(LINEAR + leaf * 0x1000L, copy, 0x63);
            }
        }
        firstLeaf = memory.u64(list);
        shared = sharedInfo(memory, 0xc18, machine.frameListMfn());
        memory.u64(shared + 0xc30, LINEAR);
    }

    private long table() {
        nextTable += 0x1000;
        return nextTable;
    }

    /// @param field offset of the frame list list, behind max_pfn of the same width
    private static long sharedInfo(MachineMemory memory, int field, long frameList) {
        int width = field == 0xc18 ? 8 : 4;
        for (long page = 0; page < memory.size(); page += 4096) {
            long maxPfn = memory.u32(page + field - width);
            if (memory.u32(page + field) == frameList && maxPfn != 0) {
                return page;
            }
        }
        throw new AssertionError("the machine has no shared info");
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void marksWhatTheArrayTellsWhileItChanges(long generation) throws Exception {
        memory.u64(shared + 0xc38, generation);
        Path file = folder.resolve("vmcore");
        Forge.writeWithoutFrames(machine, List.of(firstLeaf), file);
        Location where = new Location(SpaceId.DOM0_PHYSICAL, 0x1_0000);
        try (Dump dump = Dump.open(file, Progress.NONE)) {
            Trail trail = dump.spaces().explain(where);
            assertThat(trail.machine()).hasValue(machine.reachable().get(where));
            assertThat(trail.marks().contains(Mark.GENERATION_ODD)).isEqualTo(generation == 7);
            assertThat(places(dump))
                    .isEqualTo(generation == 7 ? List.of(shared + 0xc38) : List.of());
        }
    }

    /// The list that dom0 also keeps is not mapped by it.
    @Test
    void doesNotMarkWhatTheListTells() throws Exception {
        memory.u64(shared + 0xc38, 7);
        Path file = folder.resolve("vmcore");
        Forge.write(machine, file);
        Location where = new Location(SpaceId.DOM0_PHYSICAL, 0x1_0000);
        try (Dump dump = Dump.open(file, Progress.NONE)) {
            Trail trail = dump.spaces().explain(where);
            assertThat(trail.machine()).hasValue(machine.reachable().get(where));
            assertThat(trail.marks()).isEmpty();
            assertThat(places(dump)).containsExactly(shared + 0xc38);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsTheNarrowFieldToo(boolean pae) throws Exception {
        Machine32 small = new Machine32(pae, 9);
        long page = sharedInfo(small.memory(), 0x910, small.frameListMfn());
        small.memory().u32(page + 0x918, small.frameRoot());
        small.memory().u32(page + 0x920, 3);
        Path file = folder.resolve("vmcore");
        Forge.write(small, Era.XEN_3_0_4, file);
        try (Dump dump = Dump.open(file, Progress.NONE)) {
            assertThat(dump.spaces().maxPfn().value()).hasValue(0x310L);
            assertThat(places(dump)).containsExactly(page + 0x920);
        }
    }

    /// {@return where the findings lie that speak of the generation}
    private static List<Long> places(Dump dump) {
        return dump.findings().stream()
                .filter(finding -> finding.sentence().contains("p2m_generation"))
                .map(Finding::where)
                .flatMap(Optional::stream)
                .map(Location::address)
                .toList();
    }
}
