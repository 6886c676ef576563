package org.xenoscope.space.p2m;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenoscope.image.CoreFile;
import org.xenoscope.image.Image;
import org.xenoscope.place.HoleReason;
import org.xenoscope.space.paging.PagingMode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;

/// A frame list written by hand into 32 KiB of machine memory: the top at frame 1, lists at 2,
/// pages of entries at 3 and 4. Expected values are counted by hand from
/// arch/x86/include/asm/xen/page.h.
class P2mTest {
    private static final LongUnaryOperator NO_M2P = _ -> MachineFrames.NONE;

    @TempDir Path folder;
    private final ByteBuffer memory = ByteBuffer.allocate(0x8000).order(ByteOrder.LITTLE_ENDIAN);
    private Image image;

    @AfterEach
    void close() {
        image.close();
    }

    private void word(int wordBytes, int frame, int index, long value) {
        int at = (frame << 12) + index * wordBytes;
        if (wordBytes == 8) {
            memory.putLong(at, value);
        } else {
            memory.putInt(at, (int) value);
        }
    }

    private P2m table(int wordBytes, OptionalLong maxPfn, LongUnaryOperator m2p) throws Exception {
        image = CoreFile.wide().load(0, memory.array()).open(folder);
        return new P2m(new FrameList(image, 1, wordBytes), maxPfn, m2p);
    }

    private static long hole(HoleReason reason) {
        return reason.code();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 4})
    void tellsRamIdentityForeignAndInvalidApart(int wordBytes) throws Exception {
        int bits = wordBytes * 8;
        word(wordBytes, 1, 0, 2);
        word(wordBytes, 2, 0, 3);
        word(wordBytes, 3, 0, 0x1234);
        word(wordBytes, 3, 1, 1L << bits - 2 | 1);
        word(wordBytes, 3, 2, 1L << bits - 1 | 0x4321);
        word(wordBytes, 3, 3, -1);
        P2m p2m = table(wordBytes, OptionalLong.of(0x10), NO_M2P);

        assertThat(p2m.mfn(0, null)).isEqualTo(0x1234);
        assertThat(p2m.mfn(1, null)).isEqualTo(1);
        assertThat(p2m.mfn(2, null)).isEqualTo(0x4321);
        assertThat(p2m.mfn(3, null)).isEqualTo(hole(HoleReason.INVALID_P2M));
    }

    /// pfn 0x40c05 = 1·512² + 6·512 + 5 with 8-byte words.
    @Test
    void walksThreeLevelsOf512() throws Exception {
        word(8, 1, 1, 2);
        word(8, 2, 6, 4);
        word(8, 4, 5, 0x777);
        P2m p2m = table(8, OptionalLong.empty(), NO_M2P);

        assertThat(p2m.mfn(0x40c05, null)).isEqualTo(0x777);
        assertThat(p2m.mfn(0x40e05, null)).isEqualTo(hole(HoleReason.INVALID_P2M));
        assertThat(p2m.mfn(1L << 27, null)).isEqualTo(hole(HoleReason.BEYOND_MAX_PFN));
        assertThat(p2m.mfn(-1, null)).isEqualTo(hole(HoleReason.BEYOND_MAX_PFN));
    }

    /// Linux lets all ranges without memory share one table of the lowest level that names no
    /// frame, and one of the middle level that leads to it alone.
    @ParameterizedTest
    @ValueSource(ints = {8, 4})
    void passesTheTablesThatAllEmptyRangesShareAtOnce(int wordBytes) throws Exception {
        int entries = 4096 / wordBytes;
        word(wordBytes, 1, 0, 2);
        word(wordBytes, 1, 1, 5);
        word(wordBytes, 2, 0, 3);
        for (int i = 0; i < entries; i++) {
            word(wordBytes, 2, Math.max(1, i), 6);
            word(wordBytes, 3, i, i == 7 ? 0x77 : -1);
            word(wordBytes, 5, i, 6);
            word(wordBytes, 6, i, -1);
        }
        P2m p2m = table(wordBytes, OptionalLong.empty(), NO_M2P);
        long invalid = hole(HoleReason.INVALID_P2M);
        long middle = (long) entries * entries;

        // a table with a frame in it is looked at frame by frame
        assertThat(p2m.lastAlike(3, invalid)).isEqualTo(3);
        assertThat(p2m.lastAlike(entries + 9L, invalid)).isEqualTo(2L * entries - 1);
        assertThat(p2m.lastAlike(middle + 9, invalid)).isEqualTo(2 * middle - 1);
        assertThat(p2m.mfn(7, null)).isEqualTo(0x77);

        assertThat(p2m.firstAlike(9, invalid)).isEqualTo(9);
        assertThat(p2m.firstAlike(2L * entries - 1, invalid)).isEqualTo(entries);
        assertThat(p2m.firstAlike(2 * middle - 1, invalid)).isEqualTo(middle);
    }

    /// pfn 0x101805 = 1·1024² + 6·1024 + 5 with 4-byte words.
    @Test
    void walksThreeLevelsOf1024() throws Exception {
        word(4, 1, 1, 2);
        word(4, 2, 6, 4);
        word(4, 4, 5, 0x777);

        assertThat(table(4, OptionalLong.empty(), NO_M2P).mfn(0x10_1805, null)).isEqualTo(0x777);
    }

    @Test
    void followsRamBeyondMaxPfnOnlyWhereTheM2pConfirmsIt() throws Exception {
        word(8, 1, 0, 2);
        word(8, 2, 0, 3);
        word(8, 3, 8, 0x100);
        word(8, 3, 9, 0x200);
        word(8, 3, 10, 1L << 62 | 10);
        word(8, 3, 11, -1);
        P2m p2m = table(8, OptionalLong.of(8), mfn -> mfn == 0x100 ? 8 : MachineFrames.NONE);

        assertThat(p2m.mfn(8, null)).isEqualTo(0x100);
        assertThat(p2m.mfn(9, null)).isEqualTo(hole(HoleReason.BEYOND_MAX_PFN));
        assertThat(p2m.mfn(10, null)).isEqualTo(10);
        assertThat(p2m.mfn(11, null)).isEqualTo(hole(HoleReason.BEYOND_MAX_PFN));
    }

    @Test
    void saysWhichTableIsNotInTheDump() throws Exception {
        word(8, 1, 0, 2);
        word(8, 1, 1, 0x5000);
        word(8, 2, 0, 0x6000);
        P2m p2m = table(8, OptionalLong.empty(), NO_M2P);

        assertThat(p2m.mfn(0, null)).isEqualTo(hole(HoleReason.TABLE_NOT_IN_DUMP));
        assertThat(p2m.mfn(512 * 512, null)).isEqualTo(hole(HoleReason.TABLE_NOT_IN_DUMP));
        assertThat(((FrameList) p2m.list()).plausible()).isFalse();
    }

    @Test
    void skipsARangeWithoutEntriesAsAWholeUpToMaxPfn() throws Exception {
        word(8, 1, 0, 2);
        word(8, 2, 0, 3);
        word(8, 3, 0, 5);
        P2m p2m = table(8, OptionalLong.of(0x300), NO_M2P);
        long code = p2m.mfn(0x200, null);

        assertThat(code).isEqualTo(hole(HoleReason.INVALID_P2M));
        assertThat(p2m.lastAlike(0x200, code)).isEqualTo(0x2ff);
        assertThat(p2m.lastAlike(0x300, p2m.mfn(0x300, null))).isEqualTo(0x3ff);
        assertThat(p2m.lastAlike(0, 5)).isZero();
    }

    /// Entries that Xen has not set hold 0x55 in every byte.
    @Test
    void readsNoFrameFromAnM2pEntryThatWasNeverSet() throws Exception {
        memory.putInt(0x4000, 0x123).putInt(0x4004, 0x5555_5555).putInt(0x4008, -1);
        memory.putLong(0x5000, 0x123).putLong(0x5008, 0x5555_5555_5555_5555L);
        image = CoreFile.wide().load(0, memory.array()).open(folder);
        MachineFrames pae =
                new MachineFrames(image, vaddr -> vaddr - 0xfc80_0000L + 0x4000, PagingMode.PAE);
        MachineFrames wide =
                new MachineFrames(
                        image, vaddr -> vaddr - 0xffff_8280_0000_0000L + 0x5000, PagingMode.X86_64);

        assertThat(pae.pfn(0)).isEqualTo(0x123);
        assertThat(pae.pfn(1)).isEqualTo(MachineFrames.NONE);
        assertThat(pae.pfn(2)).isEqualTo(MachineFrames.NONE);
        assertThat(wide.pfn(0)).isEqualTo(0x123);
        assertThat(wide.pfn(1)).isEqualTo(MachineFrames.NONE);
        assertThat(wide.pfn(-1)).isEqualTo(MachineFrames.NONE);
    }
}
