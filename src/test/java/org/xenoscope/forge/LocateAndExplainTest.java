package org.xenoscope.forge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenoscope.Corpus;
import org.xenoscope.dump.Dump;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Chunk;
import org.xenoscope.space.Space;
import org.xenoscope.space.Trail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/// One address has one answer, whoever asks: the fast translation, the one that tells its steps,
/// and the bytes that are read.
class LocateAndExplainTest {
    private static final int FORGED = 400;
    private static final int REAL = 600;
    private static final int MOST_SHOWN = 20;

    /// Addresses at whose sides answers change.
    private static final long[] EDGES = {
        0,
        0x9_fc00,
        0xa_0000,
        0x10_0000,
        0x50_0000,
        0x60_0000,
        0x80_0000,
        0xc000_0000L,
        0xf580_0000L,
        0xff00_0000L,
        0x1_0000_0000L,
        1L << 47,
        1L << 52,
        1L << 56,
        Long.MIN_VALUE,
        0xffff_8000_0000_0000L,
        0xffff_8280_0000_0000L,
        0xffff_82d0_4000_0000L,
        0xffff_82e0_0000_0000L,
        0xffff_8300_0000_0000L,
        0xffff_8880_0000_0000L,
        0xffff_c900_0000_0000L,
        0xffff_ffff_8000_0000L,
        0xffff_ffff_8100_0000L
    };

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreeOnAMachineOf64Bits(long seed) throws Exception {
        Path file = folder.resolve("vmcore");
        PvMachine machine = new PvMachine(seed);
        Forge.write(machine, file);
        check(file, machine.reachable().keySet(), seed, FORGED);
        Forge.writeWithoutNotes(machine, file);
        check(file, machine.reachable().keySet(), seed, FORGED);
        // the first page of the list, then leaves and tables at random
        SplittableRandom random = new SplittableRandom(seed);
        List<Long> lost = new ArrayList<>(List.of(machine.frameListMfn()));
        check(without(machine, lost), machine.reachable().keySet(), seed, FORGED);
        lost.clear();
        for (int i = 0; i < 100; i++) {
            lost.add(random.nextLong(0x100, 0x500));
        }
        List<Long> distinct = lost.stream().distinct().toList();
        check(without(machine, distinct), machine.reachable().keySet(), seed, FORGED);
    }

    private Path without(PvMachine machine, List<Long> lost) throws Exception {
        Path file = folder.resolve("vmcore");
        Forge.writeWithoutFrames(machine, lost, file);
        return file;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreeOnAMachineWithATellingHypervisor(long seed) throws Exception {
        Path file = folder.resolve("vmcore");
        PvMachine machine = PvMachine.withHypervisor(seed);
        Forge.write(machine, file);
        check(file, machine.reachable().keySet(), seed, FORGED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void agreeOnMachinesOf32Bits(boolean pae) throws Exception {
        Path file = folder.resolve("vmcore");
        for (Era era : Era.values()) {
            for (long seed = 1; seed <= 3; seed++) {
                Machine32 machine = new Machine32(pae, seed);
                Forge.write(machine, era, file);
                check(file, machine.reachable().keySet(), seed, FORGED);
            }
        }
    }

    @Test
    @Tag("corpus")
    void agreeOnARealDump() throws Exception {
        check(Corpus.dump("xen420-dom0-panic"), List.of(), 420, REAL);
    }

    private static void check(Path file, Collection<Location> known, long seed, int count)
            throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> wrong = new ArrayList<>();
        int found = 0;
        try (Dump dump = Dump.open(file, Progress.NONE)) {
            dump.spaces().domains();
            List<Space> spaces = new ArrayList<>(dump.spaces().all());
            dump.spaces().dom0Root().value().stream()
                    .map(root -> new SpaceId(SpaceId.Kind.ROOT, 0, root.maddr()))
                    .forEach(id -> spaces.add(dump.spaces().get(id)));
            for (Space space : spaces) {
                for (long address : addresses(space, known, random, count)) {
                    found += space.locate(address) >= 0 ? 1 : 0;
                    String fault = fault(space, address);
                    if (!fault.isEmpty() && wrong.size() < MOST_SHOWN) {
                        wrong.add(space.id().text() + ":" + Location.hex(address) + " " + fault);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(found).isGreaterThan(count);
    }

    private static List<Long> addresses(
            Space space, Collection<Location> known, SplittableRandom random, int count) {
        List<Long> addresses = new ArrayList<>();
        for (long edge : EDGES) {
            for (long offset : new long[] {-4096, -1, 0, 1, 0xfff, 4096, 1 << 21, 1 << 30}) {
                addresses.add(edge + offset);
            }
        }
        known.stream()
                .filter(where -> where.space().equals(space.id()))
                .map(Location::address)
                .sorted()
                .forEach(addresses::add);
        for (int i = 0; i < count; i++) {
            long edge = EDGES[random.nextInt(EDGES.length)];
            addresses.add(
                    switch (i % 4) {
                        case 0 -> random.nextLong();
                        case 1 -> random.nextLong() >>> random.nextInt(64);
                        case 2 -> edge + random.nextLong(1L << 24);
                        default -> edge + random.nextLong(1L << 32);
                    });
        }
        return addresses;
    }

    private static String fault(Space space, long address) {
        long located = space.locate(address);
        Trail trail = space.explain(address);
        if (located >= 0
                && !(trail.machine().isPresent() && trail.machine().getAsLong() == located)) {
            return "is at 0x%x, told is %s, %s".formatted(located, trail.machine(), trail.hole());
        }
        if (located < 0) {
            HoleReason reason = HoleReason.ofCode(located);
            boolean same =
                    trail.hole().isPresent()
                            && trail.hole().get().reason() == reason
                            && (trail.machine().isEmpty() || space.id().equals(SpaceId.MACHINE));
            return same
                    ? ""
                    : "is %s, told is %s, %s".formatted(reason, trail.machine(), trail.hole());
        }
        if (space.id().equals(SpaceId.FILE)) {
            return "";
        }
        Chunk chunk = space.read(address, 1);
        boolean present = chunk.length() > 0 && chunk.present(0);
        return present == trail.hole().isEmpty()
                ? ""
                : "is read: %s, told is %s".formatted(present, trail.hole());
    }
}
