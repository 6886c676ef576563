package org.xenoscope.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xenoscope.image.CoreFile.counting;
import static org.xenoscope.image.CoreFile.words;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.image.CoreFile;
import org.xenoscope.image.Image;
import org.xenoscope.image.NotADumpException;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Part;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/// Whatever the bytes are: an answer or a finding, never an exception, and every field within the
/// file.
class NoteDamageTest {
    private static final int VARIANTS = 10_000;

    @TempDir Path folder;

    @Test
    void opensWhatIsLeftWhenTheFileEndsAtAnyByte() throws Exception {
        byte[] whole = dump();
        for (int length = 64; length < whole.length; length++) {
            assertThat(open(Arrays.copyOf(whole, length))).as("cut at %d", length).isPositive();
        }
    }

    @Test
    void survivesRandomBitsInHeadersAndNotes() throws Exception {
        byte[] whole = dump();
        Random random = new Random(2006);
        int opened = 0;
        for (int variant = 0; variant < VARIANTS; variant++) {
            byte[] bytes = whole.clone();
            for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            opened += open(bytes) >= 0 ? 1 : 0;
        }
        assertThat(opened).isGreaterThan(VARIANTS / 2);
    }

    @Test
    void survivesRandomWordsInHeadersAndNotes() throws Exception {
        byte[] whole = dump();
        Random random = new Random(2026);
        long[] words = {0, -1, 1, 0x7fff_ffff_ffff_ffffL, 0x8000_0000_0000_0000L, 0xffff_fff0L};
        for (int variant = 0; variant < VARIANTS; variant++) {
            byte[] bytes = whole.clone();
            byte[] word = words(8, words[random.nextInt(words.length)]);
            int at = 16 + random.nextInt((bytes.length - 24) / 4) * 4;
            System.arraycopy(word, 0, bytes, at, random.nextBoolean() ? 8 : 4);
            open(bytes);
        }
    }

    private static byte[] dump() {
        return CoreFile.wide()
                .note("CORE", 1, counting(1, 336))
                .note("Xen", 0x100_0002, words(8, 1, 2, 3, 4))
                .note(
                        "Xen",
                        0x100_0001,
                        words(8, 4, 17, 0x5000, 0x5004, 0x5008, 0x5008, 0x5010, 0, 0x5000, 5))
                .note("VMCOREINFO_XEN", 0, "A=1\nB=2\n".getBytes(StandardCharsets.US_ASCII))
                .note("GNU", 3, counting(0, 20))
                .load(0x5000, "abc\0def\0gh\0 \0x\0\0\0".getBytes(StandardCharsets.US_ASCII))
                .load(0x9000, counting(0, 32))
                .build();
    }

    /// {@return findings and notes in all, or -1 if the file is said to be no dump}
    private int open(byte[] bytes) throws Exception {
        try (Image image = CoreFile.open(folder, bytes)) {
            Notes notes = Notes.of(image);
            image.findings().forEach(NoteDamageTest::check);
            notes.findings().forEach(NoteDamageTest::check);
            notes.parts().forEach(part -> check(part, bytes.length));
            image.parts().forEach(part -> check(part, bytes.length));
            image.runs().forEach(run -> image.read(run.start(), new byte[1], 0, 1));
            return image.findings().size() + notes.findings().size() + notes.notes().size();
        } catch (NotADumpException exception) {
            assertThat(exception.getMessage()).endsWith(".").doesNotContain("null");
            return -1;
        }
    }

    private static void check(Finding finding) {
        assertThat(finding.sentence()).endsWith(".").doesNotContain("null", "Exception");
    }

    private static void check(Part part, long size) {
        part.fields()
                .forEach(
                        field ->
                                assertThat(field.fileOffset() + field.length())
                                        .as(field.name())
                                        .isLessThanOrEqualTo(size));
        part.children().forEach(child -> check(child, size));
    }
}
