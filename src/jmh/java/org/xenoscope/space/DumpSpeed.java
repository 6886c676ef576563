package org.xenoscope.space;

import org.xenoscope.image.Image;
import org.xenoscope.image.ImageFile;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/// How fast a dump is read, as a whole process: to be compared with a C program on libkdumpfile in
/// the same minute on the same machine.
///
/// Arguments: VMCORE LIST COUNT RUNS. LIST names pages of dom0's virtual memory, one a line, `dom0
/// ffff888000000000`. The random addresses and the checksum are those of the C program, so that
/// equal sums prove equal bytes.
public final class DumpSpeed {
    private static final long SEED = 0x9e37_79b9_7f4a_7c15L;
    private static final int PIECE = 1 << 20;
    private static final int PAGE = 4096;
    private static final double NANO = 1e9;

    private final PrintStream out = System.out;
    private final Image image;
    private final Spaces spaces;
    private final int runs;

    private DumpSpeed(Image image, int runs) {
        this.image = image;
        this.runs = runs;
        spaces = Spaces.of(image, Notes.of(image));
    }

    /// Measures.
    ///
    /// @throws Exception if a file cannot be read
    public static void main(String... arguments) throws Exception {
        Path dump = Path.of(arguments[0]);
        long[] pages;
        try (var lines = Files.lines(Path.of(arguments[1]))) {
            pages =
                    lines.mapToLong(line -> Long.parseUnsignedLong(line.split("\\s+")[1], 16))
                            .toArray();
        }
        int count = Integer.parseInt(arguments[2]);
        try (Image image = ImageFile.open(dump, Progress.NONE)) {
            DumpSpeed speed = new DumpSpeed(image, Integer.parseInt(arguments[3]));
            speed.random(pages, count, 1);
            speed.random(pages, count, Runtime.getRuntime().availableProcessors());
            speed.sequential();
            speed.copy(dump);
        }
    }

    private interface Work {
        long run() throws IOException;
    }

    private void measure(String name, String unit, double scale, Work work) throws IOException {
        List<Double> rates = new ArrayList<>();
        long amount = 0;
        for (int run = 0; run < runs; run++) {
            long start = System.nanoTime();
            amount = work.run();
            rates.add(amount / ((System.nanoTime() - start) / NANO) / scale);
        }
        rates.sort(null);
        out.printf(
                "%-28s median %.2f %s (best %.2f), %d done%n",
                name, rates.get(runs / 2), unit, rates.getLast(), amount);
    }

    private void random(long[] pages, int count, int threads) throws IOException {
        Space dom0 = spaces.get(SpaceId.DOM0);
        long[] sum = new long[threads];
        measure(
                "random reads, %d threads".formatted(threads),
                "M/s",
                1e6,
                () -> {
                    IntStream.range(0, threads)
                            .parallel()
                            .forEach(thread -> sum[thread] = random(dom0, pages, count));
                    return (long) count * threads;
                });
        out.printf("  checksum %016x%n", sum[0]);
    }

    private long random(Space dom0, long[] pages, int count) {
        long state = SEED;
        long sum = 0;
        for (int i = 0; i < count; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            long page = pages[(int) Long.remainderUnsigned(state >>> 16, pages.length)];
            long vaddr = page + (state & 0xff8);
            sum ^= image.u64(dom0.locate(vaddr)) + i;
        }
        return sum;
    }

    /// All of dom0's memory in order of its own addresses.
    private void sequential() throws IOException {
        Space physical = spaces.get(SpaceId.DOM0_PHYSICAL);
        long end = physical.memoryBytes().orElseThrow();
        byte[] piece = new byte[PIECE];
        measure(
                "dom0-physical in order",
                "MB/s",
                1e6,
                () -> {
                    long bytes = 0;
                    for (long at = 0; at < end; at += PIECE) {
                        int length = (int) Math.min(PIECE, end - at);
                        BitSet missing = physical.readInto(at, piece, length);
                        bytes += length - (long) missing.cardinality() * PAGE;
                    }
                    return bytes;
                });
        out.printf("  %d%n", Arrays.hashCode(piece));
    }

    /// The same pages out of one map, their places known beforehand.
    private void copy(Path dump) throws IOException {
        Space physical = spaces.get(SpaceId.DOM0_PHYSICAL);
        long end = physical.memoryBytes().orElseThrow();
        long[] offsets =
                java.util.stream.LongStream.range(0, end / PAGE)
                        .map(pfn -> physical.locate(pfn * PAGE))
                        .map(maddr -> maddr < 0 ? -1 : image.fileOffset(maddr))
                        .filter(offset -> offset >= 0)
                        .toArray();
        byte[] target = new byte[PIECE];
        try (FileChannel channel = FileChannel.open(dump, StandardOpenOption.READ);
                Arena arena = Arena.ofShared()) {
            MemorySegment map =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            measure(
                    "the same pages by copying",
                    "MB/s",
                    1e6,
                    () -> {
                        int at = 0;
                        for (long offset : offsets) {
                            MemorySegment.copy(
                                    map, ValueLayout.JAVA_BYTE, offset, target, at, PAGE);
                            at = (at + PAGE) & (PIECE - 1);
                        }
                        return (long) offsets.length * PAGE;
                    });
        }
        out.printf("  %d%n", Arrays.hashCode(target));
    }
}
