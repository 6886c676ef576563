package org.xenoscope.image.flat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.forge.CoreWriter;
import org.xenoscope.forge.FlatWriter;
import org.xenoscope.forge.KdumpWriter;
import org.xenoscope.image.Image;
import org.xenoscope.image.ImageFile;
import org.xenoscope.image.NotADumpException;
import org.xenoscope.place.Progress;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

class FlatFileTest {
    private static final int PAGE = 4096;
    private static final int FRAMES = 40;

    @TempDir Path folder;

    private static byte[] page(long frame) {
        byte[] bytes = new byte[PAGE];
        new Random(frame).nextBytes(bytes);
        Arrays.fill(bytes, 100, 3000, (byte) frame);
        return bytes;
    }

    private static byte[] kdump() {
        KdumpWriter writer = new KdumpWriter(6, true, PAGE).notes(new byte[364]);
        for (long frame = 0; frame < FRAMES; frame++) {
            writer.page(frame, page(frame), KdumpWriter.Packing.values()[(int) frame % 5]);
        }
        return writer.bytes();
    }

    /// Cuts a file into records of random lengths, in random order.
    private static List<long[]> cuts(int length, Random random) {
        List<long[]> cuts = new ArrayList<>();
        for (int at = 0; at < length; ) {
            int bytes = Math.min(length - at, 1 + random.nextInt(9000));
            cuts.add(new long[] {at, bytes});
            at += bytes;
        }
        Collections.shuffle(cuts, random);
        return cuts;
    }

    private static FlatWriter record(FlatWriter writer, byte[] plain, long[] cut) {
        return writer.record(
                cut[0], Arrays.copyOfRange(plain, (int) cut[0], (int) (cut[0] + cut[1])));
    }

    private Image open(byte[] bytes) throws Exception {
        return ImageFile.open(Files.write(folder.resolve("vmcore"), bytes), Progress.NONE);
    }

    private static void check(Image image) {
        for (long frame = 0; frame < FRAMES; frame++) {
            byte[] read = new byte[PAGE];
            image.read(frame << 12, read, 0, PAGE);
            assertThat(read).isEqualTo(page(frame));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void readsRecordsInAnyOrder(int seed) throws Exception {
        byte[] plain = kdump();
        FlatWriter writer = new FlatWriter();
        for (long[] cut : cuts(plain.length, new Random(seed))) {
            record(writer, plain, cut);
        }
        try (Image image = open(writer.bytes())) {
            check(image);
            assertThat(image.format()).isEqualTo("kdump-compressed, flattened");
            assertThat(image.findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void laterRecordsReplaceEarlierOnes(int seed) throws Exception {
        byte[] plain = kdump();
        Random random = new Random(seed);
        FlatWriter writer = new FlatWriter();
        for (int i = 0; i < 30; i++) {
            byte[] stale = new byte[1 + random.nextInt(20_000)];
            random.nextBytes(stale);
            int reach = Math.max(1, plain.length - stale.length);
            writer.record(random.nextInt(reach), stale);
        }
        for (long[] cut : cuts(plain.length, random)) {
            record(writer, plain, cut);
        }
        try (Image image = open(writer.bytes())) {
            check(image);
        }
    }

    @Test
    void readsAnElfCoreToo() throws Exception {
        Path core = folder.resolve("core");
        new CoreWriter(true).load(0x1000, 0, PAGE, PAGE, page(1)).write(core);
        byte[] plain = Files.readAllBytes(core);
        FlatWriter writer = new FlatWriter();
        for (long[] cut : cuts(plain.length, new Random(1))) {
            record(writer, plain, cut);
        }
        try (Image image = open(writer.bytes())) {
            byte[] read = new byte[PAGE];
            image.read(0x1000, read, 0, PAGE);
            assertThat(read).isEqualTo(page(1));
            assertThat(image.format()).isEqualTo("ELF64 core, flattened");
        }
    }

    @Test
    void everyCutGivesTheRightBytesOrAHole() throws Exception {
        byte[] plain = kdump();
        FlatWriter writer = new FlatWriter();
        for (int at = 0; at < plain.length; at += 5000) {
            record(writer, plain, new long[] {at, Math.min(5000, plain.length - at)});
        }
        byte[] whole = writer.bytes();
        int opened = 0;
        for (int length = 13; length < whole.length; length += 977) {
            try (Image image = open(Arrays.copyOf(whole, length))) {
                opened++;
                assertThat(image.findings()).isNotEmpty();
                for (long frame = 0; frame < FRAMES; frame++) {
                    byte[] read = new byte[PAGE];
                    try {
                        image.read(frame << 12, read, 0, PAGE);
                        assertThat(read).isEqualTo(page(frame));
                    } catch (UnreadableException exception) {
                        assertThat(exception.hole().sentence()).isNotBlank();
                    }
                }
            } catch (NotADumpException exception) {
                assertThat(exception).hasMessageContaining("vmcore");
            }
        }
        assertThat(opened).isGreaterThan(20);
    }

    @Test
    @Timeout(20)
    void endsAtRecordsThatNeverEnd() throws Exception {
        byte[] plain = kdump();
        FlatWriter writer = new FlatWriter();
        record(writer, plain, new long[] {0, plain.length});
        for (int i = 0; i < 5000; i++) {
            writer.head(0, 0);
        }
        try (Image image = open(writer.bytes())) {
            check(image);
            assertThat(image.findings())
                    .anyMatch(finding -> finding.sentence().contains("More records"));
        }
        byte[] hostile =
                record(new FlatWriter(), plain, new long[] {0, plain.length})
                        .head(Long.MAX_VALUE - 5, 16)
                        .bytes();
        try (Image image = open(hostile)) {
            check(image);
            assertThat(image.findings())
                    .anyMatch(finding -> finding.sentence().contains("A record claims"));
        }
    }
}
