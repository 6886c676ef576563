package org.xenoscope.forge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Chunk;
import org.xenoscope.space.root.Root;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// Bits flipped in page tables and p2m on the way to known addresses: whatever the damaged tables
/// now say, a walker of a few lines, which shares nothing with the program, finds it too.
class DamagedTablesTest {
    private static final int VARIANTS = 10_000;
    private static final long FRAME = 0x000f_ffff_ffff_f000L;
    private static final long HOLE = -1;
    private static final long LOST = -2;

    @TempDir Path folder;
    private final PvMachine machine = new PvMachine(13);
    private final List<Location> known = new ArrayList<>();
    private final List<long[]> pieces = new ArrayList<>();
    private final List<Long> path = new ArrayList<>();
    private Path file = Path.of("");
    private FileChannel channel;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    @BeforeEach
    void writeDump() throws Exception {
        file = folder.resolve("vmcore");
        Forge.write(machine, file);
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        bytes =
                channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size())
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int header = 64; header < 64 + 56 * bytes.getShort(56); header += 56) {
            if (bytes.getInt(header) == 1) {
                pieces.add(
                        new long[] {
                            bytes.getLong(header + 24),
                            bytes.getLong(header + 32),
                            bytes.getLong(header + 8)
                        });
            }
        }
        known.addAll(machine.reachable().keySet());
        known.removeIf(where -> where.space().equals(SpaceId.MACHINE));
        known.sort(Comparator.comparing(Location::toString));
    }

    @AfterEach
    void closeDump() throws Exception {
        channel.close();
    }

    @Test
    void agreesWithAWalkerOfAFewLinesOnTablesWithFlippedBits() throws Exception {
        Random random = new Random(2026);
        int changed = 0;
        for (int variant = 0; variant < VARIANTS; variant++) {
            List<Location> asked = new ArrayList<>();
            path.clear();
            for (int i = 0; i < 4; i++) {
                Location where = known.get(random.nextInt(known.size()));
                asked.add(where);
                expected(where, rootOf(where.space()));
            }
            int at = offset(path.get(random.nextInt(path.size())));
            long before = bytes.getLong(at);
            bytes.putLong(at, before ^ 1L << random.nextInt(64) ^ 1L << random.nextInt(64));
            try (Dump dump = Dump.open(file, Progress.NONE)) {
                for (Location where : asked) {
                    changed += check(dump, where) ? 1 : 0;
                }
            }
            bytes.putLong(at, before);
        }
        assertThat(changed).isGreaterThan(VARIANTS / 2);
    }

    /// {@return whether the damage changed the answer}
    private boolean check(Dump dump, Location where) {
        long root = rootOf(where.space());
        if (!where.space().equals(SpaceId.DOM0_PHYSICAL)) {
            boolean xen = where.space().equals(SpaceId.XEN);
            Fact<Root> found = xen ? dump.spaces().xenRoot() : dump.spaces().dom0Root();
            if (found.value().isEmpty()) {
                assertThat(dump.spaces().get(where.space()).locate(where.address())).isNegative();
                return true;
            }
            root = found.value().get().maddr();
            assertThat(root).isIn(machine.idleRoot(), machine.kernelRoot(), machine.processRoot());
            assertThat(xen || root != machine.idleRoot()).isTrue();
        }
        long truth = machine.reachable().get(where);
        long expected = expected(where, root);
        long located = dump.spaces().get(where.space()).locate(where.address());
        // what stands for a lost table: Xen's layout, dom0's direct map
        if (expected == LOST && !where.space().equals(SpaceId.DOM0)) {
            assertThat(located < 0 || located == truth).as(where.toString()).isTrue();
            return true;
        }
        assertThat(Math.max(located, -1)).as(where.toString()).isEqualTo(Math.max(expected, -1));
        Chunk chunk = dump.spaces().get(where.space()).read(where.address(), 1);
        boolean present = chunk.length() > 0 && chunk.present(0);
        assertThat(present).isEqualTo(expected >= 0 && offset(expected) >= 0);
        if (present) {
            assertThat((byte) chunk.value(0)).isEqualTo(bytes.get(offset(expected)));
        }
        return expected != truth;
    }

    private long rootOf(SpaceId space) {
        return space.equals(SpaceId.XEN) ? machine.idleRoot() : machine.kernelRoot();
    }

    private long expected(Location where, long root) {
        return where.space().equals(SpaceId.DOM0_PHYSICAL)
                ? frame(where.address())
                : walk(root, where.address());
    }

    private long walk(long root, long vaddr) {
        long table = root;
        for (int shift = 39; shift >= 12; shift -= 9) {
            long at = table + 8 * (vaddr >>> shift & 511);
            if (offset(at) < 0) {
                return LOST;
            }
            path.add(at);
            long entry = bytes.getLong(offset(at));
            if ((entry & 1) == 0) {
                return HOLE;
            }
            boolean large = (shift == 30 || shift == 21) && (entry & 0x80) != 0;
            if (large || shift == 12) {
                long inside = (1L << shift) - 1;
                return entry & FRAME & ~inside | vaddr & inside;
            }
            table = entry & FRAME;
        }
        throw new AssertionError("the last level maps or is a hole");
    }

    /// The frame list list; pfns beyond max_pfn are not asked for.
    private long frame(long paddr) {
        long table = machine.frameListMfn() << 12;
        for (int shift = 30; shift >= 12; shift -= 9) {
            long at = table + 8 * (paddr >>> shift & 511);
            if (offset(at) < 0) {
                return LOST;
            }
            path.add(at);
            long entry = bytes.getLong(offset(at));
            if (entry == -1L || (shift > 12 && (entry == 0 || entry >>> 40 != 0))) {
                return HOLE;
            }
            long mfn = entry & -1L >>> 2;
            if (shift == 12) {
                return mfn >>> 40 != 0 ? HOLE : mfn << 12 | paddr & 0xfff;
            }
            table = mfn << 12;
        }
        throw new AssertionError("the last level has an answer");
    }

    /// {@return where the file holds a machine address, or -1}
    private int offset(long maddr) {
        for (long[] piece : pieces) {
            if (maddr >= piece[0] && maddr - piece[0] < piece[1]) {
                return (int) (piece[2] + maddr - piece[0]);
            }
        }
        return -1;
    }
}
