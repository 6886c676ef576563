package org.xenoscope.space;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.image.Image;
import org.xenoscope.image.ImageFile;
import org.xenoscope.image.NotADumpException;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// How fast addresses of dom0 are translated and read: of a forged dump, or of the one that the
/// property `dump` names, where addresses are random ones of its direct map.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TranslationBench {
    private static final long DIRECT_MAP = 0xffff_8880_0000_0000L;
    private static final int ADDRESSES = 1 << 16;
    private static final int MEBIBYTE = 1 << 20;

    private final long[] vaddrs = new long[ADDRESSES];
    private final long[] maddrs = new long[ADDRESSES];
    private Image image;
    private Space dom0;
    private int next;

    /// Opens the dump and chooses addresses.
    @Setup
    public void open() throws IOException, NotADumpException {
        String named = System.getProperty("dump", "");
        Path path = named.isEmpty() ? Files.createTempFile("bench", ".vmcore") : Path.of(named);
        PvMachine machine = new PvMachine(1);
        if (named.isEmpty()) {
            Forge.write(machine, path);
            path.toFile().deleteOnExit();
        }
        image = ImageFile.open(path, Progress.NONE);
        Spaces spaces = Spaces.of(image, Notes.of(image));
        dom0 = spaces.get(SpaceId.DOM0);
        List<Long> forged = new ArrayList<>();
        for (Location where : machine.reachable().keySet()) {
            if (where.space().equals(SpaceId.DOM0)) {
                forged.add(where.address() & ~7L);
            }
        }
        long bytes = spaces.get(SpaceId.DOM0_PHYSICAL).memoryBytes().orElse(1L << 28);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < ADDRESSES; i++) {
            do {
                vaddrs[i] =
                        named.isEmpty()
                                ? forged.get(random.nextInt(forged.size()))
                                : DIRECT_MAP + (random.nextLong(bytes) & ~7L);
                maddrs[i] = dom0.locate(vaddrs[i]);
            } while (maddrs[i] < 0 || image.fileOffset(maddrs[i]) < 0);
        }
    }

    /// Closes the dump.
    @TearDown
    public void close() {
        image.close();
    }

    private int step() {
        next = (next + 1) & (ADDRESSES - 1);
        return next;
    }

    /// {@return the file offset behind a machine address}
    @Benchmark
    public long fileOffset() {
        return image.fileOffset(maddrs[step()]);
    }

    /// {@return the machine address behind a virtual one}
    @Benchmark
    public long locate() {
        return dom0.locate(vaddrs[step()]);
    }

    /// {@return eight bytes at a virtual address}
    @Benchmark
    public long read() {
        return image.u64(dom0.locate(vaddrs[step()]));
    }

    /// {@return every step of a translation}
    @Benchmark
    public Trail explain() {
        return dom0.explain(vaddrs[step()]);
    }

    /// {@return a mebibyte in order of address}
    @Benchmark
    public Chunk mebibyte() {
        return dom0.read(vaddrs[0] & -MEBIBYTE, MEBIBYTE);
    }
}
