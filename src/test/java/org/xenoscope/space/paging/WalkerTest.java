package org.xenoscope.space.paging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xenoscope.image.CoreFile;
import org.xenoscope.image.Extent;
import org.xenoscope.image.Image;
import org.xenoscope.place.HoleReason;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/// Tables written by hand into 64 KiB of machine memory; the numbers are computed by hand from the
/// Intel SDM, volume 3A, chapter 4.
class WalkerTest {
    @TempDir Path folder;
    private final ByteBuffer memory = ByteBuffer.allocate(0x10000).order(ByteOrder.LITTLE_ENDIAN);

    private void entry(long at, long value) {
        memory.putLong((int) at, value);
    }

    private void entry32(long at, long value) {
        memory.putInt((int) at, (int) value);
    }

    private long walk(PagingMode mode, long root, long vaddr) throws Exception {
        try (Image image = CoreFile.wide().load(0, memory.array()).open(folder)) {
            long maddr = Walker.walk(image, mode, root, vaddr, null);
            Extent extent = WalkExtent.of(image, mode, root, vaddr);
            assertThat(extent.covers(vaddr)).isTrue();
            assertThat(extent.readable()).isEqualTo(maddr >= 0);
            return maddr;
        }
    }

    /// 0xffffffff82161900: L4[511], L3[510], L2[16], L1[353], byte 0x900.
    @Test
    void walksFourLevels() throws Exception {
        entry(0x1000 + 511 * 8, 0x2067);
        entry(0x2000 + 510 * 8, 0x3067);
        entry(0x3000 + 16 * 8, 0x4067);
        entry(0x4000 + 353 * 8, 0x8010_0000_1100_0065L);

        assertThat(walk(PagingMode.X86_64, 0x1000, 0xffff_ffff_8216_1900L)).isEqualTo(0x1100_0900L);
    }

    /// 0x00ff_8000_4020_3abc: L5[255], L4[256], L3[1], L2[1], L1[3].
    @Test
    void walksFiveLevels() throws Exception {
        entry(0x1000 + 255 * 8, 0x2067);
        entry(0x2000 + 256 * 8, 0x3067);
        entry(0x3000 + 8, 0x4067);
        entry(0x4000 + 8, 0x5067);
        entry(0x5000 + 3 * 8, 0x9067);

        assertThat(walk(PagingMode.X86_64_LA57, 0x1000, 0x00ff_8000_4020_3abcL)).isEqualTo(0x9abc);
        assertThat(walk(PagingMode.X86_64_LA57, 0x1000, 0x0100_0000_0000_0000L))
                .isEqualTo(HoleReason.NON_CANONICAL.code());
    }

    /// 0xc0201123: L3[3] of a table aligned to 32 bytes, L2[1], L1[1].
    @Test
    void walksPaeFromARootThatIsNoPage() throws Exception {
        entry(0x1020 + 3 * 8, 0x2001);
        entry(0x2000 + 8, 0x3067);
        entry(0x3000 + 8, 0x8000_0001_2345_6067L);

        assertThat(walk(PagingMode.PAE, PagingMode.PAE.rootOfCr3(0x1028), 0xc020_1123L))
                .isEqualTo(0x1_2345_6123L);
        assertThat(walk(PagingMode.PAE, 0x1020, 0x1_0000_0000L))
                .isEqualTo(HoleReason.NON_CANONICAL.code());
    }

    /// 0x00403abc: L2[1], L1[3].
    @Test
    void walksTwoLevelsOfFourByteEntries() throws Exception {
        entry32(0x1000 + 4, 0x2067);
        entry32(0x2000 + 3 * 4, 0xfedc_b067);

        assertThat(walk(PagingMode.I386, 0x1000, 0x0040_3abcL)).isEqualTo(0xfedc_babcL);
    }

    /// Bits 20:13 of a 4 MiB entry are bits 39:32 of its address.
    @Test
    void mapsFourMebibytesAboveFourGibibytes() throws Exception {
        entry32(0x1000 + 4, 0x1140_0000 | 0x5 << 13 | 0xe7);

        assertThat(walk(PagingMode.I386, 0x1000, 0x0060_0123L)).isEqualTo(0x5_1160_0123L);
    }

    /// Bit 12 of a large page is PAT, not part of the address.
    @ParameterizedTest
    @CsvSource({"0x40312345, 0x80312345", "0x7fffffff, 0xbfffffff"})
    void mapsAGibibyte(String vaddr, String maddr) throws Exception {
        entry(0x1000, 0x2067);
        entry(0x2000 + 8, 0x8000_0000L | 0x1000 | 0xe7);

        assertThat(walk(PagingMode.X86_64, 0x1000, Long.decode(vaddr)))
                .isEqualTo(Long.decode(maddr));
    }

    @Test
    void mapsTwoMebibytes() throws Exception {
        entry(0x1000, 0x2067);
        entry(0x2000, 0x3067);
        entry(0x3000 + 8, 0x60_0000 | 0x1000 | 0xe7);

        assertThat(walk(PagingMode.X86_64, 0x1000, 0x2a_bcde)).isEqualTo(0x6a_bcdeL);
    }

    /// 0xffff814081408140... : L4[258] four times reads the top table itself as a page.
    @Test
    void passesASelfMapFourTimes() throws Exception {
        entry(0x1000 + 258 * 8, 0x1063);
        long slot = 258;
        long vaddr = 0xffff_0000_0000_0000L | slot << 39 | slot << 30 | slot << 21 | slot << 12;

        assertThat(walk(PagingMode.X86_64, 0x1000, vaddr | 0x810)).isEqualTo(0x1810);
    }

    @ParameterizedTest
    @EnumSource(PagingMode.class)
    void saysThatAnEmptyTopEntryIsNotPresent(PagingMode mode) throws Exception {
        assertThat(walk(mode, 0x1000, 0x1000)).isEqualTo(HoleReason.NOT_PRESENT.code());
        assertThat(walk(mode, 0x20000, 0x1000)).isEqualTo(HoleReason.TABLE_NOT_IN_DUMP.code());
    }

    @ParameterizedTest
    @CsvSource({
        "0, NOT_PRESENT",
        "0x100, PROTNONE",
        "0x8000000000000ffe, PROTNONE",
        "0x800000000000fe02, SWAPPED",
        "0x60, SWAPPED",
    })
    void saysWhyALastEntryLeadsNowhere(String value, HoleReason reason) throws Exception {
        entry(0x1000, 0x2067);
        entry(0x2000, 0x3067);
        entry(0x3000, 0x4067);
        entry(0x4000, Long.parseUnsignedLong(value.replace("0x", ""), 16));

        assertThat(walk(PagingMode.X86_64, 0x1000, 0x123)).isEqualTo(reason.code());
    }

    @Test
    void saysThatATableIsMissingAtAnyLevel() throws Exception {
        entry(0x1000, 0x20_0067);
        assertThat(walk(PagingMode.X86_64, 0x1000, 0))
                .isEqualTo(HoleReason.TABLE_NOT_IN_DUMP.code());

        entry(0x1000, 0x2067);
        entry(0x2000, 0x000f_ffff_ffff_f067L);
        assertThat(walk(PagingMode.X86_64, 0x1000, 0))
                .isEqualTo(HoleReason.TABLE_NOT_IN_DUMP.code());
    }

    @Test
    void saysThatATableIsCutOffWithTheFile() throws Exception {
        entry(0x1000, 0xf067);
        byte[] bytes = CoreFile.wide().load(0, memory.array()).build();
        byte[] cut = Arrays.copyOf(bytes, bytes.length - 0x1000);
        try (Image image = CoreFile.open(folder, cut)) {
            assertThat(Walker.walk(image, PagingMode.X86_64, 0x1000, 0, null))
                    .isEqualTo(HoleReason.TABLE_TRUNCATED.code());
        }
    }

    @ParameterizedTest
    @CsvSource({"0x0000800000000000", "0xffff7fffffffffff", "0x8000000000000000"})
    void refusesAddressesWhoseUpperBitsDiffer(String vaddr) throws Exception {
        long address = Long.parseUnsignedLong(vaddr.substring(2), 16);

        assertThat(walk(PagingMode.X86_64, 0x1000, address))
                .isEqualTo(HoleReason.NON_CANONICAL.code());
    }

    @Test
    void cleansACr3AsTheHardwareDoes() {
        assertThat(PagingMode.X86_64.rootOfCr3(0x8000_0001_2345_6fffL)).isEqualTo(0x1_2345_6000L);
        assertThat(PagingMode.PAE.rootOfCr3(0x1234_5fffL)).isEqualTo(0x1234_5fe0L);
        assertThat(PagingMode.I386.rootOfCr3(0x1234_5fffL)).isEqualTo(0x1234_5000L);
    }
}
