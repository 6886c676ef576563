package org.xenoscope.forge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.space.Trail;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Entries of page tables and program headers that real dumps seldom have, each with its answer
/// computed by hand. The dump has no note.
class CornersTest {
    private static final long L4 = 0x10_1000;
    private static final long DATA = 0x10_8000;
    private static final long TABLE = 0x67;
    private static final String DOM0 = "root:" + Location.hex(L4) + ":";

    /// Each is entry *n* of the last table, that maps page *n*: the entry and the answer.
    private final Map<Long, Object> entries = new LinkedHashMap<>();

    private final MachineMemory memory = new MachineMemory(3 << 20);
    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void writeDump() throws Exception {
        tables();
        file = folder.resolve("vmcore");
        byte[] other = "the second header for this page".getBytes("US-ASCII");
        new CoreWriter(true)
                .load(0, 0, memory.size(), memory.size(), memory.copy(0, memory.size()))
                .load(0x10_0000, 0, 4096, 4096, other)
                .load(0x60_0000, 0, 0xc00, 0x1000, new byte[0xc00])
                .load(0x70_0000, 0, 4096, 4096, new byte[0])
                .write(file);
        try (RandomAccessFile whole = new RandomAccessFile(file.toFile(), "rw")) {
            whole.setLength(whole.length() - 4096);
        }
    }

    private void tables() {
        long user3 = L4 + 0x1000;
        long user2 = L4 + 0x2000;
        long user1 = L4 + 0x3000;
        long text3 = L4 + 0x4000;
        long direct3 = L4 + 0x5000;
        long domain3 = L4 + 0x6000;
        memory.u64(L4, user3 | TABLE);
        memory.u64(L4 + 8 * 258, L4 | 0x63);
        memory.u64(L4 + 8 * 260, domain3 | 0x63);
        memory.u64(L4 + 8 * 261, text3 | 0x63);
        memory.u64(L4 + 8 * 262, direct3 | 0x63);
        memory.u64(direct3, 0xe3); // 1 GiB at 0
        memory.u64(user3, user2 | TABLE);
        memory.u64(user2, user1 | TABLE);
        memory.u64(user2 + 8, 0x20_0000 | 0x1000 | 0xe7); // 2 MiB with bit PAT
        memory.u64(user2 + 16, 0x5000_0000 | TABLE);
        memory.u64(DATA, 0x1122_3344_5566_7788L);
        long inverted = ~(0x1234L << 12) & 0x000f_ffff_ffff_f000L;
        entries.put(DATA | TABLE, DATA);
        entries.put(DATA | TABLE | 1L << 63, DATA);
        entries.put(DATA | TABLE | 0x7ffL << 52, DATA);
        entries.put(0L, HoleReason.NOT_PRESENT);
        entries.put(inverted | 0x160, HoleReason.PROTNONE);
        entries.put(0x1234L << 12 | 0x160, HoleReason.PROTNONE);
        entries.put(
                2L << 59 | (~0x77L & (1L << 45) - 1) << 14 & (1L << 59) - 1, HoleReason.SWAPPED);
        entries.put(0x4000_0000L | TABLE, HoleReason.NOT_IN_DUMP);
        entries.put(0x9_fc00_0000_0000L | TABLE, HoleReason.NOT_IN_DUMP);
        long at = user1;
        for (long entry : entries.keySet()) {
            memory.u64(at, entry);
            at += 8;
        }
    }

    @Test
    void everyKindOfEntryHasItsAnswer() throws Exception {
        try (Dump dump = open()) {
            long vaddr = 0x10;
            for (Map.Entry<Long, Object> known : entries.entrySet()) {
                Object answer = known.getValue();
                check(dump, DOM0 + Location.hex(vaddr), answer, 0x10);
                vaddr += 4096;
            }
        }
    }

    @Test
    void largePagesKeepTheirLowBits() throws Exception {
        try (Dump dump = open()) {
            check(dump, DOM0 + "0x2abcde", 0x2a_bcdeL, 0);
            check(dump, "xen:0xffff8300002fffff", 0x2f_ffffL, 0);
            check(dump, "xen:0xffff830000345678", HoleReason.NOT_IN_DUMP, 0);
            check(dump, "xen:0xffff830040000000", HoleReason.NOT_PRESENT, 0);
        }
    }

    @Test
    void theTableIsReachedThroughItsEntryForItself() throws Exception {
        long itself = 0xffff_8100_0000_0000L + (258L << 30) + (258L << 21) + (258L << 12);
        try (Dump dump = open()) {
            check(dump, DOM0 + Location.hex(itself + 258 * 8), L4 + 258 * 8, 0);
        }
    }

    @Test
    void addressesWithoutATableSayWhy() throws Exception {
        try (Dump dump = open()) {
            check(dump, DOM0 + "0x400000", HoleReason.TABLE_NOT_IN_DUMP, 0);
            check(dump, DOM0 + "0x800000000000", HoleReason.NON_CANONICAL, 0);
            check(dump, DOM0 + "0xffff7fffffffffff", HoleReason.NON_CANONICAL, 0);
        }
    }

    @Test
    void headersCoverWhatTheySay() throws Exception {
        try (Dump dump = open()) {
            check(dump, "machine:0x300000", HoleReason.NOT_IN_DUMP, 0);
            check(dump, "machine:0x600800", 0x60_0800L, 0);
            check(dump, "machine:0x600c00", HoleReason.ZERO_FILL, 0);
            check(dump, "machine:0x700000", HoleReason.TRUNCATED, 0);
            long first = dump.image().fileOffset(0xf_ffffL);
            assertThat(dump.image().fileOffset(0x10_0000)).isEqualTo(first + 1);
            assertThat(dump.findings()).isNotEmpty();
        }
    }

    private static void check(Dump dump, String where, Object answer, long inside) {
        Trail trail = dump.spaces().explain(Location.parse(where));
        if (answer instanceof HoleReason reason) {
            assertThat(trail.hole()).as(where).isPresent();
            assertThat(trail.hole().orElseThrow().reason()).as(where).isEqualTo(reason);
            assertThat(trail.file()).as(where).isEmpty();
        } else {
            assertThat(trail.hole()).as(where).isEmpty();
            assertThat(trail.machine()).as(where).hasValue((Long) answer + inside);
            assertThat(trail.file().orElseThrow())
                    .isEqualTo(dump.image().fileOffset((Long) answer + inside));
        }
    }

    private Dump open() throws Exception {
        return Dump.open(file, Progress.NONE);
    }
}
