package org.xenoscope.image.elf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenoscope.image.CoreFile;
import org.xenoscope.image.Image;

import java.nio.file.Path;

/// Dumps with more program headers than `e_phnum` can count (PN_XNUM).
class ManyHeadersTest {
    private static final int MANY = 70_000;
    private static final int BYTES = 16;

    /// Bytes of a header's memory in machine memory: every other piece of 16 is not in the dump.
    private static final int EVERY = 32;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsEveryPieceOfMemory(boolean wide) throws Exception {
        try (Image image = core(wide, MANY).open(folder)) {
            ElfImage elf = (ElfImage) image;
            assertThat(elf.programHeaders()).hasSize(MANY);
            assertThat(elf.findings()).isEmpty();
            ProgramHeader last = elf.programHeaders().getLast();
            assertThat(last.paddr()).isEqualTo((MANY - 1L) * EVERY);
            // ELF header, program headers, section header 0, then 16 bytes for each piece
            long memory =
                    wide ? 64 + 56L * MANY + 64 : 52 + 32L * MANY + 40; // System V gABI, chapter 4
            assertThat(last.offset()).isEqualTo(memory + (MANY - 1L) * BYTES);
            for (int i = 0; i < MANY; i += 997) {
                long maddr = (long) i * EVERY;
                assertThat(image.fileOffset(maddr + 3)).isEqualTo(memory + (long) i * BYTES + 3);
                assertThat(image.u32(maddr)).isEqualTo(i);
                assertThat(image.fileOffset(maddr + BYTES)).isNegative();
                assertThat(image.origin(maddr).name()).isEqualTo("PT_LOAD #" + i);
            }
        }
    }

    /// The largest number of headers that needs no section header, and the first that does.
    @Test
    void countsUpToTheLimitWithoutASectionHeader() throws Exception {
        try (Image image = plain(0xfffe).open(folder)) {
            assertThat(((ElfImage) image).programHeaders()).hasSize(0xfffe);
            assertThat(image.findings()).isEmpty();
        }
        try (Image image = core(true, 0xffff).open(folder)) {
            assertThat(((ElfImage) image).programHeaders()).hasSize(0xffff);
            assertThat(image.findings()).isEmpty();
        }
    }

    private static CoreFile core(boolean wide, int count) {
        return fill(wide ? CoreFile.wide() : CoreFile.narrow(), count).extended();
    }

    private static CoreFile plain(int count) {
        return fill(CoreFile.wide(), count);
    }

    private static CoreFile fill(CoreFile core, int count) {
        for (int i = 0; i < count; i++) {
            core.load((long) i * EVERY, CoreFile.words(4, i, 0, 0, 0));
        }
        return core;
    }
}
