package org.xenoscope.forge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenoscope.image.Image;
import org.xenoscope.image.ImageFile;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.place.Mark;
import org.xenoscope.place.Progress;
import org.xenoscope.space.Spaces;
import org.xenoscope.space.Trail;
import org.xenoscope.space.root.DomainPlace;
import org.xenoscope.space.root.Guest;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// An HVM domain beside dom0: Xen has a frame table, a `struct domain`, a monitor table without the
/// read-only m2p, and frames of it; nothing names its second-level table.
class HardwareGuestTest {
    private static final long FRAME_TABLE = 0xffff_82e0_0000_0000L;
    private static final long FRAME_PAGES = 0x78_0000;
    private static final long TABLES = 0x79_0000;
    private static final long DOM0_STRUCT = 0x7a_0000;
    private static final long HVM_STRUCT = 0x7a_2000;
    private static final long MONITOR = 0x7b_0000;
    private static final long RAM = 0x7c_0000;
    private static final int RAM_FRAMES = 8;
    private static final int HVM = 5;
    private static final long TOP_TABLE = 4L << 61;

    @TempDir Path folder;
    private final PvMachine machine = new PvMachine(17);
    private final MachineMemory memory = machine.memory();
    private long nextTable = TABLES;

    @BeforeEach
    void forge() {
        PageTables idle = new PageTables(memory, machine.idleRoot(), this::table);
        for (long offset = 0; offset < 32L * memory.frames(); offset += 4096) {
            idle.map(FRAME_TABLE + offset, FRAME_PAGES + offset, 0x63);
        }
        memory.u32(DOM0_STRUCT, 0);
        memory.u32(HVM_STRUCT, HVM);
        frame(machine.kernelRoot(), DOM0_STRUCT, TOP_TABLE);
        frame(machine.processRoot(), DOM0_STRUCT, TOP_TABLE);
        PageTables monitor = new PageTables(memory, MONITOR, this::table);
        monitor.slot(258, MONITOR | 0x63);
        monitor.slot(260, (MONITOR + 0x1000) | 0x63);
        monitor.slot(261, idle.slot(261));
        monitor.slot(262, idle.slot(262));
        for (int gfn = 0; gfn < RAM_FRAMES; gfn++) {
            long maddr = RAM + gfn * 0x1000L;
            frame(maddr, HVM_STRUCT, 0);
            memory.u64(machine.m2pEntry(maddr >>> 12), gfn);
        }
    }

    private long table() {
        nextTable += 0x1000;
        return nextTable;
    }

    /// An entry of the frame table: allocated, with an owner.
    private void frame(long maddr, long struct, long type) {
        long entry = FRAME_PAGES + 32 * (maddr >>> 12);
        memory.u64(entry + 8, 1L << 63 | 1);
        memory.u64(entry + 16, type);
        memory.u32(entry + 24, struct >>> 12);
    }

    /// By the owner of its monitor table, or by Xen's list where that table has no owner.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saysWhatWouldBeNeededToWalkAnHvmDomain(boolean owned) throws Exception {
        if (owned) {
            frame(MONITOR, HVM_STRUCT, 0);
        }
        try (Image image = write()) {
            Spaces spaces = Spaces.of(image, Notes.of(image));
            if (!owned) {
                spaces.domains(
                        () ->
                                List.of(
                                        new DomainPlace(0, DOM0_STRUCT, OptionalLong.empty()),
                                        new DomainPlace(HVM, HVM_STRUCT, OptionalLong.empty())));
            }
            assertThat(spaces.domains()).extracting(Guest::number).containsExactly(0, HVM);
            List<Finding> told = told(spaces);
            assertThat(told).hasSize(1);
            assertThat(told.getFirst().sentence()).contains("dom5", "EPT or NPT", "CR3");
            assertThat(told.getFirst().where().orElseThrow().address())
                    .isEqualTo(owned ? MONITOR : HVM_STRUCT);
            Hole hole = spaces.explain(Location.parse("dom5:0x1000")).hole().orElseThrow();
            assertThat(hole.reason()).isEqualTo(HoleReason.NO_ROOT);
            assertThat(hole.sentence()).isEqualTo(told.getFirst().sentence());
            frames(spaces);
        }
    }

    /// Its frames are listed all the same: the frame table names them and the m2p their numbers.
    private static void frames(Spaces spaces) {
        for (int gfn = 0; gfn < RAM_FRAMES; gfn++) {
            long address = gfn * 0x1000L + 0x123;
            Trail trail = spaces.explain(Location.parse("dom5-physical:" + Location.hex(address)));
            assertThat(trail.machine()).hasValue(RAM + address);
            assertThat(trail.marks()).contains(Mark.BY_M2P);
        }
        Trail none = spaces.explain(Location.parse("dom5-physical:0x8000"));
        assertThat(none.hole().orElseThrow().reason()).isEqualTo(HoleReason.NO_P2M);
    }

    @Test
    void saysNothingOfDomainsThatCanBeWalked() throws Exception {
        memory.u64(MONITOR + 8 * 258, 0);
        try (Image image = write()) {
            Spaces spaces = Spaces.of(image, Notes.of(image));
            assertThat(spaces.domains()).extracting(Guest::number).containsExactly(0);
            assertThat(told(spaces)).isEmpty();
        }
    }

    private static List<Finding> told(Spaces spaces) {
        return spaces.findings().stream()
                .filter(finding -> finding.sentence().contains("HVM"))
                .toList();
    }

    private Image write() throws Exception {
        Path file = folder.resolve("vmcore");
        Forge.write(machine, file);
        return ImageFile.open(file, Progress.NONE);
    }
}
