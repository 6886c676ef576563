package org.xenoscope.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenoscope.place.HoleReason;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

class MappedFileTest {
    @TempDir Path folder;
    private Path path;

    @BeforeEach
    void names() {
        path = folder.resolve("vmcore");
    }

    @Test
    void readsLittleEndianNumbersAtAnyOffset() throws IOException {
        Files.write(path, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, (byte) 0xff, 9});
        try (MappedFile file = MappedFile.open(path)) {
            assertThat(file.size()).isEqualTo(10);
            assertThat(file.u8(8)).isEqualTo(0xff);
            assertThat(file.u16(1)).isEqualTo(0x0201);
            assertThat(file.u32(5)).isEqualTo(0xff07_0605L);
            assertThat(file.u64(1)).isEqualTo(0xff07_0605_0403_0201L);
            assertThat(file.read(2, 3)).containsExactly(2, 3, 4);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 1L << 40, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void saysThatAnOffsetLiesPastTheEnd(long offset) throws IOException {
        Files.write(path, new byte[10]);
        try (MappedFile file = MappedFile.open(path)) {
            assertThat(reasonAt(file, offset)).isEqualTo(HoleReason.TRUNCATED);
            assertThat(reason(() -> file.u16(offset))).isEqualTo(HoleReason.TRUNCATED);
            assertThat(reason(() -> file.u32(offset))).isEqualTo(HoleReason.TRUNCATED);
            assertThat(reason(() -> file.u64(offset))).isEqualTo(HoleReason.TRUNCATED);
            assertThat(reason(() -> file.read(offset, 1))).isEqualTo(HoleReason.TRUNCATED);
        }
    }

    @Test
    void readsNoNumberThatTheEndCutsThrough() throws IOException {
        Files.write(path, new byte[10]);
        try (MappedFile file = MappedFile.open(path)) {
            assertThat(reason(() -> file.u16(9))).isEqualTo(HoleReason.TRUNCATED);
            assertThat(reason(() -> file.u32(7))).isEqualTo(HoleReason.TRUNCATED);
            assertThat(reason(() -> file.u64(3))).isEqualTo(HoleReason.TRUNCATED);
            assertThat(reason(() -> file.read(0, 11))).isEqualTo(HoleReason.TRUNCATED);
        }
    }

    @Test
    void mapsAnEmptyFile() throws IOException {
        Files.createFile(path);
        try (MappedFile file = MappedFile.open(path)) {
            assertThat(file.size()).isZero();
            assertThat(reasonAt(file, 0)).isEqualTo(HoleReason.TRUNCATED);
        }
    }

    @Test
    void readsNothingOnceItIsClosed() throws IOException {
        Files.write(path, new byte[10]);
        MappedFile file = MappedFile.open(path);
        file.close();
        file.close();

        assertThatThrownBy(() -> file.u8(0))
                .isInstanceOf(UnreadableException.class)
                .hasMessage("vmcore is closed.");
        assertThat(reason(() -> file.read(0, 4))).isEqualTo(HoleReason.IO_ERROR);
    }

    @Test
    void mapsATerabyteOfNothing() throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
            sparse.setLength(1L << 40);
            sparse.seek((1L << 40) - 1);
            sparse.write(0x5a);
        }
        try (MappedFile file = MappedFile.open(path)) {
            assertThat(file.size()).isEqualTo(1L << 40);
            assertThat(file.u8((1L << 40) - 1)).isEqualTo(0x5a);
            assertThat(file.u64(1L << 39)).isZero();
            assertThat(file.nextData(1L << 39)).isBetween(1L << 39, (1L << 40) - 1);
            assertThat(file.nextData((1L << 40) - 1)).isEqualTo((1L << 40) - 1);
        }
    }

    @Test
    void givesAHoleWhereTheFileHasShrunk() throws IOException {
        Files.write(path, new byte[1 << 20]);
        try (MappedFile file = MappedFile.open(path)) {
            try (RandomAccessFile shrinking = new RandomAccessFile(path.toFile(), "rw")) {
                shrinking.setLength(4096);
            }
            assertThat(file.u8(0)).isZero();
            assertThat(reasonAt(file, 1 << 19)).isEqualTo(HoleReason.IO_ERROR);
            assertThat(reason(() -> file.u64(1 << 19))).isEqualTo(HoleReason.IO_ERROR);
            assertThat(reason(() -> file.read(0, 1 << 20))).isEqualTo(HoleReason.IO_ERROR);
            assertThatThrownBy(() -> file.u32(1 << 19))
                    .hasMessageContaining("vmcore is no longer readable at file offset 0x80000");
        }
    }

    /// Compiled code meets the fault elsewhere than interpreted code does.
    @Test
    void givesAHoleWhereTheFileHasShrunkInCompiledCode() throws IOException {
        byte[] content = new byte[1 << 16];
        java.util.Arrays.fill(content, (byte) 1);
        Files.write(path, content);
        try (MappedFile file = MappedFile.open(path)) {
            long sum = 0;
            for (int round = 0; round < 40; round++) {
                for (int offset = 0; offset < 1 << 16; offset += 8) {
                    sum += file.u64(offset) & 1;
                    sum += file.u8(offset);
                }
            }
            assertThat(sum).isEqualTo(40L * (1 << 16) / 8 * 2);
            try (RandomAccessFile shrinking = new RandomAccessFile(path.toFile(), "rw")) {
                shrinking.setLength(4096);
            }
            int holes = 0;
            for (int offset = 4096; offset < 1 << 16; offset += 8) {
                holes += reads(file, offset) ? 0 : 1;
            }
            assertThat(holes).isEqualTo(((1 << 16) - 4096) / 8);
        }
    }

    private static boolean reads(MappedFile file, long offset) {
        try {
            return file.u64(offset) != 2;
        } catch (UnreadableException exception) {
            assertThat(exception.hole().reason()).isEqualTo(HoleReason.IO_ERROR);
            return false;
        }
    }

    @Test
    void namesTheFileThatDoesNotExist() {
        assertThatThrownBy(() -> MappedFile.open(path)).isInstanceOf(NoSuchFileException.class);
    }

    private static HoleReason reasonAt(MappedFile file, long offset) {
        return reason(() -> file.u8(offset));
    }

    private static HoleReason reason(Runnable read) {
        return catchThrowableOfType(UnreadableException.class, read::run).hole().reason();
    }
}
