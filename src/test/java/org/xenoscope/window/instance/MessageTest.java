package org.xenoscope.window.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// The bytes of a request.
class MessageTest {
    private static final Request REQUEST =
            new Request(
                    List.of(Path.of("/a b\n/\u00fc\u2620"), Path.of("/vmcore")),
                    Optional.of("dom0:0xffffffff81000000"),
                    false);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void saysWhatItWasTold() {
        byte[] written = Message.write(REQUEST).orElseThrow();

        assertThat(written)
                .isEqualTo(
                        bytes(
                                "xenoscope 1\0F/a b\n/\u00fc\u2620\0F/vmcore\0"
                                        + "Pdom0:0xffffffff81000000\0"));
        assertThat(Message.read(written)).contains(REQUEST);
    }

    @Test
    void makesNamesAbsoluteSinceTheOtherProgramIsInAnotherFolder() {
        Request request = new Request(List.of(Path.of("vmcore")), Optional.empty(), false);

        assertThat(Message.read(Message.write(request).orElseThrow()).orElseThrow().files())
                .containsExactly(Path.of("").toAbsolutePath().resolve("vmcore"));
    }

    @Test
    void doesNotHandOverMoreThanTheOtherSideTakes() {
        List<Path> many = Collections.nCopies(Message.MOST_FILES + 1, Path.of("/vmcore"));
        List<Path> one = List.of(Path.of("/" + "a".repeat(Message.MOST_BYTES)));

        assertThat(Message.write(new Request(many, Optional.empty(), false))).isEmpty();
        assertThat(Message.write(new Request(one, Optional.empty(), false))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "xenoscope",
                "xenoscope 1",
                "xenoscope 2\0",
                "xenoscope 1\0F/vmcore",
                "xenoscope 1\0Frelative\0",
                "xenoscope 1\0F\0",
                "xenoscope 1\0\0",
                "xenoscope 1\0X/vmcore\0",
                "xenoscope 1\0P\0",
                "xenoscope 1\0Pdom0:0x1\0Pdom0:0x1\0",
                "GET / HTTP/1.1\r\n\r\n"
            })
    void ignoresWhatIsMalformed(String text) {
        assertThat(Message.read(bytes(text))).isEmpty();
    }

    @Test
    void ignoresTooManyFiles() {
        String text = "xenoscope 1\0" + "F/x\0".repeat(Message.MOST_FILES + 1);

        assertThat(Message.read(bytes(text))).isEmpty();
    }

    @Test
    void survivesFlippedBytes() {
        SplittableRandom random = new SplittableRandom(20);
        byte[] good = Message.write(REQUEST).orElseThrow();
        for (int round = 0; round < 2000; round++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            assertThatCode(() -> Message.read(bad)).doesNotThrowAnyException();
        }
    }
}
