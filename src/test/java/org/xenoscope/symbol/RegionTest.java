package org.xenoscope.symbol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/// Looking for bytes, against the plainest way to do it.
class RegionTest {
    private static final byte[] NEEDLE = {'0', 0, '1', 0, '2', 0};

    @Test
    void findsWhatThePlainSearchFindsBetweenPagesOfZeros() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[40_000 + random.nextInt(5000)];
            for (int i = random.nextInt(4); i > 0; i--) {
                int at = random.nextInt(bytes.length - NEEDLE.length + 1);
                System.arraycopy(NEEDLE, 0, bytes, at, NEEDLE.length);
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            int from = random.nextInt(10_000);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            String wanted = new String(NEEDLE, StandardCharsets.ISO_8859_1);
            assertThat(new Region(bytes, 0).find(NEEDLE, from))
                    .isEqualTo(text.indexOf(wanted, from));
        }
    }

    @Test
    void findsANeedleAtBothEnds() {
        byte[] bytes = new byte[8192];
        System.arraycopy(NEEDLE, 0, bytes, 8192 - NEEDLE.length, NEEDLE.length);
        assertThat(new Region(bytes, 0).find(NEEDLE, 0)).isEqualTo(8192 - NEEDLE.length);
        System.arraycopy(NEEDLE, 0, bytes, 0, NEEDLE.length);
        assertThat(new Region(bytes, 0).find(NEEDLE, 0)).isZero();
        assertThat(new Region(bytes, 0).find(new byte[4], 7)).isEqualTo(7);
    }
}
