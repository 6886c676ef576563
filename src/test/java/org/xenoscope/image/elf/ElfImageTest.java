package org.xenoscope.image.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.xenoscope.image.CoreFile.counting;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.CoreFile;
import org.xenoscope.image.Extent;
import org.xenoscope.image.Image;
import org.xenoscope.image.ImageFile;
import org.xenoscope.place.Finding;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Part;
import org.xenoscope.place.Progress;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

class ElfImageTest {
    private static final long NOT_IN_DUMP = HoleReason.NOT_IN_DUMP.code();
    private static final long ZERO_FILL = HoleReason.ZERO_FILL.code();
    private static final long TRUNCATED = HoleReason.TRUNCATED.code();

    @TempDir Path folder;

    @Test
    void findsTheByteBehindAMachineAddressInBothClasses() throws Exception {
        for (CoreFile core : new CoreFile[] {CoreFile.wide(), CoreFile.narrow()}) {
            byte[] bytes =
                    core.load(0x5000, counting(0x50, 64)).load(0x1000, counting(0x10, 64)).build();
            try (Image image = CoreFile.open(folder, bytes)) {
                assertThat(image.u32(0x1000)).isEqualTo(0x1312_1110L);
                assertThat(image.u64(0x5038)).isEqualTo(0x8f8e_8d8c_8b8a_8988L);
                assertThat(image.fileOffset(0x5000)).isEqualTo(bytes.length - 128L);
                assertThat(image.machineAddress(bytes.length - 1L)).isEqualTo(0x103f);
                assertThat(image.machineAddress(0)).isEqualTo(HoleReason.NOT_MEMORY.code());
                assertThat(image.fileOffset(0xfff)).isEqualTo(NOT_IN_DUMP);
                assertThat(image.fileOffset(0x1040)).isEqualTo(NOT_IN_DUMP);
                assertThat(image.origin(0x1000).name()).isEqualTo("PT_LOAD #1");
                assertThat(image.headersHolding(0x1000)).isEqualTo(1);
                assertThat(image.findings()).isEmpty();
            }
        }
    }

    @Test
    void namesTheNeighboursOfAnAddressThatIsNotInTheDump() throws Exception {
        try (Image image =
                CoreFile.wide()
                        .load(0x1000, counting(0, 16))
                        .load(0x9000, counting(0, 16))
                        .open(folder)) {
            assertThat(image.hole(0x5000).sentence())
                    .isEqualTo(
                            "No program header of the dump covers machine address 0x5000. The"
                                + " nearest are header 0 (ends at 0x1010) and header 1 (starts at"
                                + " 0x9000).");
            assertThat(image.hole(-1L).sentence())
                    .endsWith("The nearest is header 1 (ends at 0x9010).");
            assertThat(image.extentAt(0x5000))
                    .isEqualTo(new Extent(0x1010, 0x8fff, Optional.of(HoleReason.NOT_IN_DUMP)));
            assertThat(image.extentAt(-1L))
                    .isEqualTo(new Extent(0x9010, -1L, Optional.of(HoleReason.NOT_IN_DUMP)));
            assertThat(image.extentAt(0x9001))
                    .isEqualTo(new Extent(0x9000, 0x900f, Optional.empty()));
        }
    }

    @Test
    void givesNoZerosForMemoryThatTheFileDoesNotStore() throws Exception {
        try (Image image = CoreFile.wide().load(0x1000, 0, counting(1, 16), 64).open(folder)) {
            assertThat(image.fileOffset(0x100f)).isPositive();
            assertThat(image.fileOffset(0x1010)).isEqualTo(ZERO_FILL);
            assertThat(image.fileOffset(0x103f)).isEqualTo(ZERO_FILL);
            assertThat(image.fileOffset(0x1040)).isEqualTo(NOT_IN_DUMP);
            assertThat(image.hole(0x1010).reason()).isEqualTo(HoleReason.ZERO_FILL);
            assertThat(reasonOf(() -> image.u64(0x100c))).isEqualTo(HoleReason.ZERO_FILL);
        }
    }

    @Test
    void readsNothingAtOffset0ForAHeaderWithoutBytes() throws Exception {
        try (Image image =
                CoreFile.wide()
                        .load(0x9000, counting(1, 16))
                        .header(1, 0, 0, 0x1000, 0, 0x1000)
                        .open(folder)) {
            assertThat(image.fileOffset(0x1000)).isEqualTo(ZERO_FILL);
            assertThat(image.findings()).isEmpty();
        }
    }

    @Test
    void putsABytePastTheEndOfTheFileWhereTheFileIsTruncated() throws Exception {
        byte[] bytes = CoreFile.wide().load(0x1000, counting(0, 256)).build();
        try (Image image = CoreFile.open(folder, Arrays.copyOf(bytes, bytes.length - 100))) {
            assertThat(byteAt(image, 0x1000 + 155)).isEqualTo(155);
            assertThat(image.fileOffset(0x1000 + 156)).isEqualTo(TRUNCATED);
            assertThat(image.fileOffset(0x10ff)).isEqualTo(TRUNCATED);
            assertThat(image.fileOffset(0x1100)).isEqualTo(NOT_IN_DUMP);
            assertThat(image.hole(0x10ff).sentence())
                    .isEqualTo(
                            "Header 0 puts this byte at file offset 0x177; the file ends at 0x114."
                                    + " It was cut short by 100 bytes.");
            assertThat(sentences(image))
                    .containsExactly(
                            "Program header 0 ends at 0x178, 100 B past the end of the file"
                                    + " (0x114).");
            Part header = image.parts().get(1).children().getFirst();
            assertThat(header.badge()).isEqualTo("156 of 256 B");
        }
    }

    @Test
    void ignoresAHeaderWhosePhysicalAddressIsAllOnes() throws Exception {
        try (Image image =
                CoreFile.narrow()
                        .load(0x1000, counting(1, 16))
                        .header(1, 0x40, 0, 0xffff_ffffL, 16, 16)
                        .open(folder)) {
            assertThat(image.fileOffset(0xffff_ffffL)).isEqualTo(NOT_IN_DUMP);
            assertThat(image.runs()).hasSize(1);
        }
    }

    @Test
    void letsTheFirstHeaderWinWhereTwoOverlapAndSaysThatTheyDiffer() throws Exception {
        try (Image image =
                CoreFile.wide()
                        .load(0x1010, counting(0x80, 16))
                        .load(0x1000, counting(0, 64))
                        .open(folder)) {
            assertThat(byteAt(image, 0x100f)).isEqualTo(0x0f);
            assertThat(byteAt(image, 0x1010)).isEqualTo(0x80);
            assertThat(byteAt(image, 0x1020)).isEqualTo(0x20);
            assertThat(image.u64(0x100c)).isEqualTo(0x8382_8180_0f0e_0d0cL);
            assertThat(image.headersHolding(0x1010)).isEqualTo(2);
            assertThat(sentences(image))
                    .containsExactly(
                            "Machine 0x1010 is stored twice, by program headers 0 and 1, and"
                                    + " differs; the first is shown.");
        }
    }

    @Test
    void readsANumberThroughAShortPieceOfAnEarlierHeader() throws Exception {
        try (Image image =
                CoreFile.wide()
                        .load(0x1003, counting(0xa0, 2))
                        .load(0x1000, counting(0, 16))
                        .open(folder)) {
            assertThat(image.u64(0x1000)).isEqualTo(0x0706_05a1_a002_0100L);
            byte[] read = new byte[8];
            image.read(0x1000, read, 0, 8);
            assertThat(read).containsExactly(0, 1, 2, 0xa0, 0xa1, 5, 6, 7);
        }
    }

    @Test
    void saysThatOverlappingHeadersAgree() throws Exception {
        byte[] memory = counting(0, 64);
        try (Image image =
                CoreFile.wide()
                        .load(0x1000, memory)
                        .load(0x1010, Arrays.copyOfRange(memory, 16, 32))
                        .open(folder)) {
            assertThat(sentences(image)).singleElement().asString().contains("agree");
        }
    }

    @Test
    void findsEveryOverlapWithAHeaderThatEnclosesOthers() throws Exception {
        try (Image image =
                CoreFile.wide()
                        .load(0x1000, counting(0, 64))
                        .load(0x1010, counting(0x80, 4))
                        .load(0x1020, counting(0x90, 4))
                        .open(folder)) {
            assertThat(sentences(image)).hasSize(2);
            assertThat(sentences(image).get(1)).contains("0x1020", "headers 0 and 2");
        }
    }

    @Test
    void coversMachineAddressesUpToTheLastThatX86Has() throws Exception {
        long end = 1L << 52;
        try (Image image =
                CoreFile.wide()
                        .load(end - 16, 0, counting(0x10, 16), 1L << 20)
                        .load(-4096L, counting(1, 16))
                        .load(Long.MIN_VALUE, counting(1, 16))
                        .open(folder)) {
            assertThat(byteAt(image, end - 1)).isEqualTo(0x1f);
            assertThat(image.fileOffset(end)).isEqualTo(NOT_IN_DUMP);
            assertThat(image.fileOffset(-4096L)).isEqualTo(NOT_IN_DUMP);
            assertThat(image.fileOffset(Long.MIN_VALUE)).isEqualTo(NOT_IN_DUMP);
            assertThat(sentences(image)).hasSize(2).allMatch(text -> text.contains("52 bits"));
        }
    }

    @Test
    void refusesHeadersThatPointBeyondTheFileWithoutWrapping() throws Exception {
        try (Image image =
                CoreFile.wide()
                        .load(0x1000, counting(0, 16))
                        .header(1, -8L, 0, 0x2000, 64, 64)
                        .header(1, 0x40, 0, 0x3000, -1L, -1L)
                        .header(4, -8L, 0, 0, 64, 64)
                        .open(folder)) {
            assertThat(image.fileOffset(0x2000)).isEqualTo(TRUNCATED);
            assertThat(image.fileOffset(0x3000)).isEqualTo(0x40);
            assertThat(image.fileOffset(0x1000_0000)).isEqualTo(TRUNCATED);
            assertThat(image.noteSegments()).isEmpty();
            assertThat(sentences(image)).hasSize(3);
        }
    }

    @Test
    void usesNoBytesBeyondTheMemoryThatAHeaderCovers() throws Exception {
        try (Image image = CoreFile.wide().load(0x1000, 0, counting(0, 64), 16).open(folder)) {
            assertThat(byteAt(image, 0x100f)).isEqualTo(15);
            assertThat(image.fileOffset(0x1010)).isEqualTo(NOT_IN_DUMP);
            assertThat(sentences(image))
                    .containsExactly(
                            "Program header 0 stores 0x40 bytes but covers 0x10; the rest is not"
                                    + " used.");
        }
    }

    @Test
    void countsProgramHeadersBySection0WhenTheirNumberIsExtended() throws Exception {
        for (CoreFile core : new CoreFile[] {CoreFile.wide(), CoreFile.narrow()}) {
            try (Image image =
                    core.extended()
                            .load(0x1000, counting(1, 16))
                            .load(0x2000, counting(2, 16))
                            .open(folder)) {
                assertThat(((ElfImage) image).programHeaders()).hasSize(2);
                assertThat(byteAt(image, 0x2000)).isEqualTo(2);
                assertThat(image.findings()).isEmpty();
            }
        }
    }

    @Test
    void stopsAtTheFirstByteOfMemoryWhenTheExtendedNumberIsMissing() throws Exception {
        byte[] bytes = CoreFile.wide().load(0x1000, counting(1, 0x400)).build();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(56, (short) 0xffff);
        try (Image image = CoreFile.open(folder, bytes)) {
            assertThat(((ElfImage) image).programHeaders()).hasSize(1);
            assertThat(sentences(image).getFirst()).contains("PN_XNUM", "no section header");
        }
    }

    @Test
    void opensASixteenMebibyteTableOfOverlappingHeaders() throws Exception {
        CoreFile core = CoreFile.wide().extended();
        for (int i = 0; i < 140_000; i++) {
            core.header(1, 64, 0, 4L * i, 1 << 20, 1L << 40);
        }
        try (Image image = core.open(folder)) {
            assertThat(((ElfImage) image).programHeaders()).hasSize(1 << 17);
            assertThat(image.parts().get(1).children()).hasSize(1 << 17);
            assertThat(image.fileOffset(5)).isEqualTo(64 + 5);
            assertThat(sentences(image))
                    .hasSizeLessThan(50)
                    .contains("Only the first 131072 of 140000 program headers are read.");
        }
    }

    @Test
    void looksBehindTheElfHeaderWhenTheTableIsSaidToBeOutside() throws Exception {
        byte[] bytes = CoreFile.wide().load(0x1000, counting(1, 16)).build();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(32, -1L);
        try (Image image = CoreFile.open(folder, bytes)) {
            assertThat(byteAt(image, 0x1000)).isEqualTo(1);
            assertThat(sentences(image).getFirst()).startsWith("Program headers unreadable");
        }
    }

    @Test
    void saysThatMakedumpfileRanOutOfSpace() throws Exception {
        try (Image image = CoreFile.wide().flags(1).load(0x1000, counting(1, 16)).open(folder)) {
            assertThat(sentences(image))
                    .containsExactly("makedumpfile ran out of space; the dump is incomplete.");
        }
    }

    @Test
    void opensATerabyteWithoutReadingIt() throws Exception {
        byte[] start =
                CoreFile.wide()
                        .load(0, counting(7, 64))
                        .header(1, 0x1000, 0, 0x1000, (1L << 40) - 0x1000, (1L << 40) - 0x1000)
                        .build();
        Path path = CoreFile.write(folder, start);
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
            sparse.setLength(1L << 40);
            sparse.seek((1L << 40) - 1);
            sparse.write(0x5a);
        }
        try (Image image = ImageFile.open(path, Progress.NONE)) {
            assertThat(byteAt(image, (1L << 40) - 1)).isEqualTo(0x5a);
            assertThat(image.u64(1L << 39)).isZero();
            assertThat(image.findings()).isEmpty();
        }
    }

    @Test
    void givesAHoleWhenTheFileShrinksWhileOpen() throws Exception {
        byte[] bytes = CoreFile.wide().load(0, counting(1, 1 << 16)).build();
        Path path = CoreFile.write(folder, bytes);
        try (Image image = ImageFile.open(path, Progress.NONE)) {
            try (RandomAccessFile shrinking = new RandomAccessFile(path.toFile(), "rw")) {
                shrinking.setLength(4096);
            }
            assertThat(byteAt(image, 0)).isEqualTo(1);
            assertThat(reasonOf(() -> image.u64(0x8000))).isEqualTo(HoleReason.IO_ERROR);
        }
    }

    @Test
    void saysThatAClosedDumpIsClosed() throws Exception {
        Image image = CoreFile.wide().load(0, counting(1, 64)).open(folder);
        image.close();

        assertThatThrownBy(() -> image.u64(0))
                .isInstanceOf(UnreadableException.class)
                .hasMessage("vmcore is closed.");
    }

    @Test
    void tellsWhatAByteOfTheFileIs() throws Exception {
        try (Image image =
                CoreFile.wide()
                        .note("CORE", 1, new byte[336])
                        .load(0, counting(1, 64))
                        .open(folder)) {
            assertThat(image.describeFileOffset(0)).isEqualTo("the ELF header");
            assertThat(image.describeFileOffset(64 + 56)).isEqualTo("program header 1");
            assertThat(image.describeFileOffset(64 + 112)).isEqualTo("the notes");
            assertThat(image.describeFileOffset(1 << 20)).contains("file ends at");
        }
    }

    private static int byteAt(Image image, long maddr) {
        byte[] one = new byte[1];
        image.read(maddr, one, 0, 1);
        return one[0] & 0xff;
    }

    private static HoleReason reasonOf(Runnable read) {
        return catchThrowableOfType(UnreadableException.class, read::run).hole().reason();
    }

    private static List<String> sentences(Image image) {
        return image.findings().stream().map(Finding::sentence).toList();
    }
}
