package org.xenoscope.dump;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.image.CoreFile;
import org.xenoscope.image.NotADumpException;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Chunk;
import org.xenoscope.space.Space;
import org.xenoscope.space.Trail;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Bits flipped anywhere in a dump: an answer or a reason, never an exception, and the fast and the
/// talkative translation say the same.
class DamagedDumpTest {
    private static final int VARIANTS = 10_000;

    /// Of so many variants one is asked for its story too.
    private static final int SUMMARIES = 200;

    /// Of the known addresses so many are left out, others for each length.
    private static final int EVERY = 32;

    private static final long[] CORNERS = {0, 1, 0xfff, -1, -4096, Long.MAX_VALUE, Long.MIN_VALUE};

    @TempDir Path folder;
    private final PvMachine machine = new PvMachine(11);
    private final List<Location> known = new ArrayList<>();
    private Path path;
    private long[] places = {};

    @BeforeEach
    void writeDump() throws Exception {
        path = folder.resolve("vmcore");
        Forge.write(machine, path);
        known.addAll(machine.reachable().keySet());
        known.addAll(machine.holes().keySet());
        known.sort((a, b) -> a.toString().compareTo(b.toString()));
        try (Dump dump = Dump.open(path, Progress.NONE)) {
            places =
                    new long[] {
                        0,
                        0x1000,
                        dump.image().fileOffset(machine.idleRoot()),
                        dump.image().fileOffset(machine.kernelRoot()),
                        dump.image().fileOffset(machine.processRoot()),
                        dump.image().fileOffset(machine.frameListMfn() << 12),
                    };
        }
    }

    @Test
    void answersOrGivesAReasonWhateverBitsAreFlipped() throws Exception {
        Random random = new Random(42);
        int opened = 0;
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            for (int variant = 0; variant < VARIANTS; variant++) {
                List<long[]> undo = new ArrayList<>();
                for (int flips = 1 + random.nextInt(6); flips > 0; flips--) {
                    undo.addFirst(flip(file, random));
                }
                opened += explore(random) ? 1 : 0;
                for (long[] step : undo) {
                    file.seek(step[0]);
                    file.write((int) step[1]);
                }
            }
        }
        assertThat(opened).isGreaterThan(VARIANTS / 2);
    }

    /// Flips a bit in the headers, the notes, a top table or, one time in three, anywhere.
    private long[] flip(RandomAccessFile file, Random random) throws IOException {
        long place =
                random.nextInt(3) == 0
                        ? random.nextInt((int) file.length() - 4096)
                        : places[random.nextInt(places.length)];
        long at = place + random.nextInt(place == 0 ? 288 : 4096);
        file.seek(at);
        int before = file.read();
        file.seek(at);
        file.write(before ^ 1 << random.nextInt(8));
        return new long[] {at, before};
    }

    /// {@return whether it is a dump still}
    private boolean explore(Random random) throws IOException {
        try (Dump dump = Dump.open(path, Progress.NONE)) {
            for (int i = 0; i < 6; i++) {
                Location where = known.get(random.nextInt(known.size()));
                look(dump, where.space(), where.address());
                look(dump, where.space(), random.nextLong());
                look(dump, where.space(), CORNERS[random.nextInt(CORNERS.length)]);
            }
            if (random.nextInt(8) == 0) {
                dump.parts();
                dump.physicalCpus();
            }
            // what both kernels tell takes a hundred times as long as the rest
            if (random.nextInt(SUMMARIES) == 0) {
                dump.summary();
            }
            dump.findings()
                    .forEach(
                            found ->
                                    assertThat(found.sentence())
                                            .endsWith(".")
                                            .doesNotContain("null"));
            return true;
        } catch (NotADumpException exception) {
            assertThat(exception.getMessage()).endsWith(".");
            return false;
        }
    }

    private static void look(Dump dump, SpaceId id, long address) {
        Space space = dump.spaces().get(id);
        String where = new Location(id, address).toString();
        Trail trail = space.explain(address);
        long located = space.locate(address);
        if (!id.equals(SpaceId.FILE)) {
            assertThat(trail.machine().orElse(-1) == located || located < 0).as(where).isTrue();
        }
        Chunk chunk = space.read(address, 16);
        boolean present = chunk.length() > 0 && chunk.present(0);
        assertThat(trail.hole().isEmpty()).as(where).isEqualTo(present);
        if (present) {
            assertThat(chunk.value(0))
                    .as(where)
                    .isEqualTo(dump.image().file().u8(trail.file().orElseThrow()));
        } else {
            assertThat(trail.hole().orElseThrow().sentence()).endsWith(".").doesNotContain("null");
        }
        assertThat(space.extentAt(address).covers(address)).as(where).isTrue();
    }

    /// Roots are looked for in the whole dump, but not in what the file system knows to be empty.
    @Test
    void looksForRootsInATerabyteThatIsEmpty() throws Exception {
        Files.write(
                path,
                CoreFile.wide()
                        .header(1, 0x10000, 0, 0, (1L << 40) - 0x10000, (1L << 40) - 0x10000)
                        .build());
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        try (Dump dump = Dump.open(path, Progress.NONE)) {
            assertThat(dump.spaces().xenRoot().value()).isEmpty();
            assertThat(dump.spaces().dom0Root().value()).isEmpty();
        }
    }

    /// The file ends at any page boundary: what is before it reads as before.
    @Test
    void readsTheSameBytesBeforeTheEndOfATruncatedFile() throws Exception {
        int step = 0;
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            long last = (file.length() - 1) & -4096L;
            for (long length = last; length >= 0x1000; length -= 4096) {
                file.setLength(length);
                try (Dump dump = Dump.open(path, Progress.NONE)) {
                    for (int i = step++ % EVERY; i < known.size(); i += EVERY) {
                        lookInTruncated(dump, known.get(i), length);
                    }
                    assertThat(dump.findings()).isNotEmpty();
                }
            }
        }
        assertThat(step).isGreaterThan(1_600);
    }

    private void lookInTruncated(Dump dump, Location where, long length) {
        Long maddr = machine.reachable().get(where);
        Trail trail = dump.spaces().explain(where);
        if (maddr != null && trail.machine().isPresent()) {
            assertThat(trail.machine()).as(where.toString()).hasValue(maddr);
        }
        if (trail.file().isPresent()) {
            assertThat(trail.file().getAsLong()).isLessThan(length);
        } else {
            assertThat(trail.hole()).isPresent();
        }
    }
}
