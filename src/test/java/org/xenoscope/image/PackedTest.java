package org.xenoscope.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.v3.zstd.ZstdOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;
import org.xenoscope.place.Progress;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.zip.GZIPOutputStream;

class PackedTest {
    @TempDir Path folder;

    /// An ELF core's first bytes, noise, a mebibyte of zeros, and zeros at the end.
    private static byte[] plain() {
        byte[] bytes = new byte[2_000_001];
        new Random(9).nextBytes(bytes);
        Arrays.fill(bytes, 200_000, 1_300_000, (byte) 0);
        Arrays.fill(bytes, bytes.length - 70_000, bytes.length, (byte) 0);
        byte[] head = {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 62, 0};
        System.arraycopy(head, 0, bytes, 0, head.length);
        return bytes;
    }

    private Path pack(String suffix, byte[] bytes) throws IOException {
        Path file = folder.resolve("vmcore" + suffix);
        try (OutputStream out = Files.newOutputStream(file);
                OutputStream packer =
                        switch (suffix) {
                            case ".gz" -> new GZIPOutputStream(out);
                            case ".xz" -> new XZOutputStream(out, new LZMA2Options(0));
                            default -> new ZstdOutputStream(out);
                        }) {
            packer.write(bytes);
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {".gz", ".xz", ".zst"})
    void unpacksBesideTheFile(String suffix) throws Exception {
        Packed packed = Packed.of(pack(suffix, plain())).orElseThrow();

        assertThat(packed.holds()).isEqualTo("an ELF core");
        assertThat(packed.target()).isEqualTo(folder.resolve("vmcore").toAbsolutePath());
        Packed.Result result = packed.unpack(packed.target(), Progress.NONE);
        assertThat(result.damage()).isEmpty();
        assertThat(Files.readAllBytes(result.file())).isEqualTo(plain());
        assertThatThrownBy(() -> packed.unpack(packed.target(), Progress.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exists already");
    }

    @ParameterizedTest
    @ValueSource(strings = {".gz", ".xz", ".zst"})
    void keepsWhatCameOutBeforeDamage(String suffix) throws Exception {
        Path file = pack(suffix, plain());
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length * 3 / 4));
        Packed packed = Packed.of(file).orElseThrow();

        Packed.Result result = packed.unpack(folder.resolve("out"), Progress.NONE);
        assertThat(result.damage()).isPresent();
        byte[] out = Files.readAllBytes(result.file());
        assertThat(out).isEqualTo(Arrays.copyOf(plain(), out.length));
    }

    @Test
    void leavesNothingBehindWhenStopped() throws Exception {
        Packed packed = Packed.of(pack(".gz", plain())).orElseThrow();
        Progress stop =
                new Progress() {
                    private boolean seen;

                    @Override
                    public void report(long done, long total) {
                        seen = true;
                    }

                    @Override
                    public boolean cancelled() {
                        return seen;
                    }
                };

        assertThatThrownBy(() -> packed.unpack(folder.resolve("out"), stop))
                .isInstanceOf(CancellationException.class);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void saysWhatAFileHoldsAndHowToUnpackIt() throws Exception {
        Path file = pack(".xz", plain());

        assertThatThrownBy(() -> ImageFile.open(file, Progress.NONE))
                .isInstanceOf(NotADumpException.class)
                .hasMessageContaining("It holds an ELF core.")
                .hasMessageContaining("xenoscope unpack vmcore.xz");
        assertThat(Packed.of(Files.writeString(folder.resolve("text"), "no"))).isEmpty();
    }
}
