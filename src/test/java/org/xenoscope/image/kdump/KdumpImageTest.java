package org.xenoscope.image.kdump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.forge.KdumpWriter;
import org.xenoscope.forge.KdumpWriter.Packing;
import org.xenoscope.image.Extent;
import org.xenoscope.image.Image;
import org.xenoscope.image.ImageFile;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Progress;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class KdumpImageTest {
    private static final int PAGE = 4096;
    private static final byte[] NOTES = new byte[364];

    @TempDir Path folder;

    /// What a forged dump must read as: the page of each frame, or the reason why there is none.
    private record Truth(int pageBytes, Map<Long, byte[]> pages, Map<Long, HoleReason> holes) {}

    private final Map<Long, byte[]> pages = new HashMap<>();
    private final Map<Long, HoleReason> holes = new HashMap<>();

    private Truth truth(int pageBytes) {
        return new Truth(pageBytes, pages, holes);
    }

    /// Fills a dump with frames of all kinds; the layout is random but for the seed.
    private KdumpWriter random(Random random, int version, boolean wide, int pageBytes) {
        KdumpWriter writer = new KdumpWriter(version, wide, pageBytes).notes(NOTES).level(1);
        Packing[] packings = Packing.values();
        long frame = random.nextInt(2000);
        int stretches = 3 + random.nextInt(12);
        for (int i = 0; i < stretches; i++) {
            int length = 1 + random.nextInt(40);
            int kind = random.nextInt(4);
            for (int k = 0; k < length; k++, frame++) {
                if (kind == 0) {
                    writer.leftOut(frame);
                    holes.put(frame, HoleReason.FILTERED);
                } else if (kind == 1) {
                    holes.put(frame, HoleReason.NOT_IN_DUMP);
                } else {
                    byte[] bytes = page(random, pageBytes);
                    writer.page(frame, bytes, packings[random.nextInt(packings.length)]);
                    pages.put(frame, bytes);
                }
            }
            frame += kind == 1 ? random.nextInt(3000) : 0;
        }
        writer.page(frame, page(random, pageBytes), Packing.RAW).frames(frame + random.nextInt(9));
        return writer;
    }

    private static byte[] page(Random random, int pageBytes) {
        byte[] bytes = new byte[pageBytes];
        switch (random.nextInt(4)) {
            case 0 -> {} // a page of zeros
            case 1 -> random.nextBytes(bytes);
            default -> {
                for (int i = 0; i < pageBytes; i += 1 + random.nextInt(64)) {
                    bytes[i] = (byte) random.nextInt(4);
                }
            }
        }
        return bytes;
    }

    private static void check(Image image, Truth truth) {
        int shift = Integer.numberOfTrailingZeros(truth.pageBytes());
        truth.pages()
                .forEach(
                        (frame, bytes) -> {
                            long maddr = frame << shift;
                            byte[] read = new byte[bytes.length];
                            image.read(maddr, read, 0, read.length);
                            assertThat(read).isEqualTo(bytes);
                            assertThat(image.holds(maddr)).isTrue();
                            Extent extent = image.extentAt(maddr + 5);
                            assertThat(extent.readable()).isTrue();
                            assertThat(extent.covers(maddr)).isTrue();
                            long offset = image.fileOffset(maddr + 1);
                            if (offset >= 0) {
                                assertThat(image.file().u8(offset)).isEqualTo(bytes[1] & 0xff);
                                long back = image.machineAddress(offset);
                                assertThat(image.fileOffset(back)).isEqualTo(offset);
                            } else {
                                assertThat(offset).isEqualTo(Image.INSIDE_A_PAGE);
                            }
                        });
        truth.holes()
                .forEach(
                        (frame, reason) -> {
                            long maddr = frame << shift;
                            assertThat(image.hole(maddr).reason()).isEqualTo(reason);
                            assertThat(image.fileOffset(maddr)).isEqualTo(reason.code());
                            assertThat(image.extentAt(maddr).hole()).contains(reason);
                            assertThatThrownBy(() -> image.u64(maddr))
                                    .isInstanceOf(UnreadableException.class);
                        });
    }

    private Image open(byte[] bytes) throws Exception {
        Path file = folder.resolve("vmcore");
        Files.write(file, bytes);
        return ImageFile.open(file, Progress.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void readsEveryVersionOfRandomLayout(int version) throws Exception {
        for (int seed = 0; seed < 12; seed++) {
            pages.clear();
            holes.clear();
            Random random = new Random(100L * version + seed);
            int pageBytes = PAGE << (seed % 3 == 2 ? random.nextInt(5) : 0);
            KdumpWriter writer = random(random, version, random.nextBoolean(), pageBytes);
            try (Image image = open(writer.bytes())) {
                check(image, truth(pageBytes));
                assertThat(image.noteSegments()).hasSize(version >= 4 ? 1 : 0);
                assertThat(image.format()).isEqualTo("kdump-compressed");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void readsPagesOfEachPacking(Packing packing) throws Exception {
        KdumpWriter writer = new KdumpWriter(6, true, PAGE).notes(NOTES);
        Random random = new Random(packing.ordinal());
        for (long frame = 0; frame < 64; frame++) {
            byte[] bytes = page(random, PAGE);
            writer.page(frame, bytes, packing);
            pages.put(frame, bytes);
        }
        try (Image image = open(writer.bytes())) {
            check(image, truth(PAGE));
            assertThat(image.memoryBytes()).isEqualTo(64 * PAGE);
            assertThat(image.runs()).hasSize(1);
        }
    }

    @Test
    void oneBitmapPlaysBothParts() throws Exception {
        byte[] bytes = page(new Random(1), PAGE);
        KdumpWriter writer = new KdumpWriter(1, false, PAGE).oneBitmap();
        writer.page(3, bytes, Packing.ZLIB).page(9, bytes, Packing.LZO);
        pages.put(3L, bytes);
        pages.put(9L, bytes);
        holes.put(4L, HoleReason.NOT_IN_DUMP);
        try (Image image = open(writer.bytes())) {
            check(image, truth(PAGE));
        }
    }

    @Test
    void showsTextsOfTheSubHeader() throws Exception {
        KdumpWriter writer =
                new KdumpWriter(5, true, PAGE)
                        .notes(NOTES)
                        .vmcoreinfo("OSRELEASE=6.1\nPAGESIZE=4096\n")
                        .eraseInfo("erase jiffies 8\n");
        writer.page(1, new byte[PAGE], Packing.ZLIB);
        try (Image image = open(writer.bytes())) {
            var texts = image.parts().get(1).children();
            assertThat(texts).extracting(part -> part.name()).contains("VMCOREINFO", "ERASEINFO");
            assertThat(texts.getFirst().fields().getFirst().text()).isEqualTo("6.1");
        }
    }

    @Test
    void joinsPartsInAnyOrder() throws Exception {
        Random random = new Random(77);
        KdumpWriter writer = random(random, 6, true, PAGE);
        List<byte[]> parts = writer.split(List.of(700L, 1500L));
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Path file = Files.createDirectories(folder.resolve("split" + i)).resolve("part" + i);
            files.add(Files.write(file, parts.get(i)));
        }
        for (int round = 0; round < 6; round++) {
            Collections.shuffle(files, random);
            try (Image image = ImageFile.open(files, Progress.NONE)) {
                pages.forEach(
                        (frame, bytes) -> {
                            byte[] read = new byte[PAGE];
                            image.read(frame << 12, read, 0, PAGE);
                            assertThat(read).isEqualTo(bytes);
                        });
            }
        }
    }

    @Test
    void findsTheOtherPartsBesideTheOneOpened() throws Exception {
        KdumpWriter writer = random(new Random(78), 6, true, PAGE);
        List<byte[]> parts = writer.split(List.of(700L, 1500L));
        Files.write(folder.resolve("z"), parts.get(0));
        Path middle = Files.write(folder.resolve("m"), parts.get(1));
        Files.write(folder.resolve("a"), parts.get(2));
        Files.write(folder.resolve("notes.txt"), new byte[5000]);
        try (Image image = ImageFile.open(middle, Progress.NONE)) {
            pages.forEach(
                    (frame, bytes) -> {
                        byte[] read = new byte[PAGE];
                        image.read(frame << 12, read, 0, PAGE);
                        assertThat(read).isEqualTo(bytes);
                    });
            assertThat(image.path()).isEqualTo(middle);
            assertThat(image.findings())
                    .noneMatch(finding -> finding.sentence().contains("not open"));
        }
    }

    @Test
    void saysWhichPartIsMissing() throws Exception {
        KdumpWriter writer = new KdumpWriter(6, true, PAGE).notes(NOTES);
        byte[] bytes = page(new Random(3), PAGE);
        for (long frame = 0; frame < 30; frame++) {
            writer.page(frame, bytes, Packing.ZLIB);
        }
        List<byte[]> parts = writer.split(List.of(10L, 20L));
        Path first = Files.write(folder.resolve("a"), parts.get(0));
        Path third =
                Files.write(
                        Files.createDirectory(folder.resolve("far")).resolve("c"), parts.get(2));
        try (Image image = ImageFile.open(List.of(third, first), Progress.NONE)) {
            assertThat(image.hole(12L << 12).reason()).isEqualTo(HoleReason.NOT_IN_DUMP);
            assertThat(image.hole(12L << 12).sentence()).contains("part of the split dump");
            assertThat(image.extentAt(12L << 12).first()).isEqualTo(10L << 12);
            assertThat(image.extentAt(12L << 12).last()).isEqualTo((20L << 12) - 1);
            assertThat(image.u8((25L << 12) + 1)).isEqualTo(bytes[1] & 0xff);
            assertThat(image.findings())
                    .anyMatch(finding -> finding.sentence().contains("0xa to 0x14"));
        }
    }

    @Test
    void doesNotMixPartsOfTwoDumps() throws Exception {
        KdumpWriter one = new KdumpWriter(6, true, PAGE).notes(NOTES);
        byte[] otherNotes = NOTES.clone();
        otherNotes[100] = 1;
        KdumpWriter two = new KdumpWriter(6, true, PAGE).notes(otherNotes);
        for (long frame = 0; frame < 30; frame++) {
            one.page(frame, new byte[PAGE], Packing.ZLIB);
            two.page(frame, new byte[PAGE], Packing.ZLIB);
        }
        Path first = Files.write(folder.resolve("a"), one.split(List.of(10L)).get(0));
        Path second = Files.write(folder.resolve("b"), two.split(List.of(10L)).get(1));
        try (Image image = ImageFile.open(List.of(first, second), Progress.NONE)) {
            assertThat(image.holds(20L << 12)).isFalse();
            assertThat(image.findings())
                    .anyMatch(finding -> finding.sentence().contains("b is no part"));
        }
    }

    /// A small dump whose descriptors can be spoiled: frames 0 to 4, zlib, random-ish.
    private static byte[] small() {
        KdumpWriter writer = new KdumpWriter(6, true, PAGE).notes(NOTES);
        for (long frame = 0; frame < 5; frame++) {
            byte[] bytes = new byte[PAGE];
            for (int i = 0; i < PAGE; i += 3) {
                bytes[i] = (byte) (i * (frame + 1));
            }
            writer.page(frame, bytes, Packing.ZLIB);
        }
        return writer.bytes();
    }

    private static final int TABLE = 4 * PAGE;

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 0x20, 3, 8, 0x40, -1})
    void wrongFlagsAreAHole(int flags) throws Exception {
        byte[] dump = small();
        ByteBuffer.wrap(dump).order(ByteOrder.LITTLE_ENDIAN).putInt(TABLE + 24 + 12, flags);
        try (Image image = open(dump)) {
            assertThatThrownBy(() -> image.u64(PAGE))
                    .isInstanceOfSatisfying(
                            UnreadableException.class,
                            thrown ->
                                    assertThat(thrown.hole().reason())
                                            .isEqualTo(HoleReason.DAMAGED));
            assertThat(image.findings())
                    .anyMatch(finding -> finding.sentence().contains("Page descriptor 1"));
            assertThat(image.u8(2 * PAGE + 3)).isEqualTo(9 & 0xff);
        }
    }

    @Test
    void aPageThatInflatesBeyondItsSizeIsAHole() throws Exception {
        byte[] bomb = new byte[PAGE];
        byte[] packed = new byte[PAGE];
        int length;
        try (var deflater = new java.util.zip.Deflater()) {
            deflater.setInput(new byte[1 << 20]);
            deflater.finish();
            length = deflater.deflate(packed);
        }
        System.arraycopy(packed, 0, bomb, 0, length);
        byte[] dump = small();
        ByteBuffer words = ByteBuffer.wrap(dump).order(ByteOrder.LITTLE_ENDIAN);
        byte[] longer = java.util.Arrays.copyOf(dump, dump.length + length);
        System.arraycopy(bomb, 0, longer, dump.length, length);
        ByteBuffer.wrap(longer)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(TABLE, dump.length)
                .putInt(TABLE + 8, length);
        assertThat(words.getInt(TABLE + 12)).isEqualTo(1);
        try (Image image = open(longer)) {
            assertThatThrownBy(() -> image.u8(0)).hasMessageContaining("more than 4096 bytes");
        }
    }

    @Test
    void everyCutGivesTheRightBytesOrAHole() throws Exception {
        byte[] dump = small();
        for (int length = 1; length < dump.length; length += 61) {
            Path file = folder.resolve("cut");
            Files.write(file, java.util.Arrays.copyOf(dump, length));
            try (Image image = ImageFile.open(file, Progress.NONE)) {
                for (long frame = 0; frame < 5; frame++) {
                    rightOrHole(image, frame);
                }
                image.findings();
                image.parts();
                image.runs();
            } catch (org.xenoscope.image.NotADumpException exception) {
                assertThat(length).isLessThan(3 * PAGE);
            }
        }
    }

    private static void rightOrHole(Image image, long frame) {
        byte[] read = new byte[PAGE];
        long maddr = frame << 12;
        try {
            image.read(maddr, read, 0, PAGE);
            for (int i = 0; i < PAGE; i += 3) {
                assertThat(read[i]).isEqualTo((byte) (i * (frame + 1)));
            }
            assertThat(image.extentAt(maddr).readable()).isTrue();
        } catch (UnreadableException exception) {
            assertThat(image.extentAt(maddr).hole()).contains(exception.hole().reason());
        }
    }

    @Test
    void flippedBytesGiveAnAnswerOrAHole() throws Exception {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            pages.clear();
            byte[] dump = random(new Random(round % 7), 6, true, PAGE).bytes();
            int flips = 1 + random.nextInt(20);
            for (int i = 0; i < flips; i++) {
                int reach = random.nextBoolean() ? 2 * PAGE : dump.length;
                dump[random.nextInt(reach)] = (byte) random.nextInt(256);
            }
            try (Image image = open(dump)) {
                image.parts();
                image.runs();
                for (long frame : pages.keySet()) {
                    try {
                        image.read(frame << 12, new byte[PAGE], 0, PAGE);
                    } catch (UnreadableException exception) {
                        assertThat(exception.hole().sentence()).isNotBlank();
                    }
                    image.extentAt(frame << 12);
                    image.origin(frame << 12);
                    image.fileOffset(frame << 12);
                }
                image.findings();
            } catch (org.xenoscope.image.NotADumpException exception) {
                assertThat(exception).hasMessageContaining("vmcore");
            }
        }
    }
}
