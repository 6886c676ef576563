package org.xenoscope.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenoscope.place.Progress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

class ImageFileTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "4b 44 55 4d 50 20 20 20, kdump-compressed",
        "44 49 53 4b 44 55 4d 50, diskdump",
        "6d 61 6b 65 64 75 6d 70 66 69 6c 65 00 00 00 00, flattened",
        "ed 23 8f 61 73 01 19 a8, LKCD",
        "a8 19 01 73 61 8f 23 ed, LKCD",
        "a8 19 01 73 61 8f 23 fd, s390",
        "73 61 64 75 6d 70 00 00, sadump",
        "1f 8b 08 00, gzip",
        "fd 37 7a 58 5a 00, xz",
        "28 b5 2f fd, Zstandard",
        "42 5a 68 39, bzip2",
        "04 22 4d 18, lz4",
        "89 4c 5a 4f, lzop",
        "50 4b 03 04, zip",
        "ff ff ff ff ff ff ff ff 58 45 4e 46 00 00 00 02, migration stream",
        "4c 69 6e 75 78 47 75 65 73 74 52 65 63 6f 72 64, xend",
        "ed eb 0f f0, xm dump-core",
        "ee eb 0f f0, xm dump-core",
        "51 45 56 4d, QEMU",
        "4c 69 62 76, libvirt",
        "d2 be d2 be, VMware",
        "d3 be d3 be, VMware",
        "d1 ba d1 ba, VMware",
        "dd cc 8b 9a, MCLX",
        "50 41 47 45 44 55 36 34, Windows crash dump",
        "50 41 47 45 44 55 4d 50, Windows crash dump",
        "4d 5a 90 00, hypervisor itself",
    })
    void namesAFileByItsFirstBytes(String magic, String words) throws IOException {
        byte[] bytes = Arrays.copyOf(HexFormat.ofDelimiter(" ").parseHex(magic), 5000);

        assertThat(refusal(bytes)).startsWith("vmcore is a").contains(words);
    }

    @Test
    void namesASavedDomain() throws IOException {
        String start = "Xen saved domain, xl format\n \0 \r";

        assertThat(refusal(start.getBytes(StandardCharsets.ISO_8859_1))).contains("saved domain");
    }

    @Test
    void namesATarArchiveByTheMagicAt257() throws IOException {
        byte[] bytes = new byte[1024];
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, bytes, 257, 5);
        bytes[0] = 'v';

        assertThat(refusal(bytes)).contains("tar archive");
    }

    @Test
    void saysWhatAGzipFileHolds() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(zipped)) {
            stream.write(CoreFile.wide().load(0, new byte[100_000]).build());
        }

        assertThat(refusal(zipped.toByteArray()))
                .contains("(zcat vmcore > unpacked)")
                .endsWith("It holds an ELF core.");
    }

    @Test
    void saysThatAGzipFileHoldsAProgram() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(zipped)) {
            stream.write(CoreFile.wide().type(2).load(0, new byte[100_000]).build());
        }

        assertThat(refusal(zipped.toByteArray()))
                .endsWith("It holds an ELF file that is no core: a program or symbols.");
    }

    @Test
    void saysThatAGzipFileHoldsTheHypervisor() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(zipped)) {
            stream.write(CoreFile.words(4, 0, 0x1bad_b002, 3, -(0x1bad_b002L + 3), 0));
        }

        assertThat(refusal(zipped.toByteArray())).endsWith("It holds the image of a hypervisor.");
    }

    /// Whatever follows the magic, the answer is what the magic says.
    @ParameterizedTest
    @ValueSource(strings = {"1f8b08", "28b52ffd"})
    void namesACompressedFileWhoseContentsAreDamaged(String magic) throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[1 + random.nextInt(4000)];
            random.nextBytes(bytes);
            byte[] start = HexFormat.of().parseHex(magic);
            byte[] file = Arrays.copyOf(start, start.length + bytes.length);
            System.arraycopy(bytes, 0, file, start.length, bytes.length);
            assertThat(refusal(file)).contains("Unpack it first");
        }
    }

    @Test
    void saysWhatIsWrongWithHeadersOfMakedumpfile() throws IOException {
        byte[] kdump = Arrays.copyOf("KDUMP   ".getBytes(StandardCharsets.US_ASCII), 4096);
        assertThat(refusal(kdump)).contains("do not fit together");
        byte[] flat = Arrays.copyOf("makedumpfile".getBytes(StandardCharsets.US_ASCII), 4096);
        assertThat(refusal(flat)).contains("none of its records");
    }

    @Test
    void namesTheHypervisorByItsMultibootHeader() throws IOException {
        byte[] image = new byte[20_000];
        byte[] header = CoreFile.words(4, 0x1bad_b002, 3, -(0x1bad_b002L + 3));
        System.arraycopy(header, 0, image, 4096, header.length);
        assertThat(refusal(image)).contains("image of a hypervisor");

        image[4100] = 4;
        assertThat(refusal(image)).doesNotContain("hypervisor");
    }

    @Test
    void namesALinuxKernelBeforeTheProgramThatItAlsoIs() throws IOException {
        byte[] image = new byte[20_000];
        image[0] = 'M';
        image[1] = 'Z';
        System.arraycopy("HdrS".getBytes(StandardCharsets.US_ASCII), 0, image, 514, 4);

        assertThat(refusal(image)).contains("Linux kernel image");
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    void saysWhereADumpBeginsBehindOtherBytes(int offset) throws IOException {
        byte[] core = CoreFile.wide().load(0, new byte[10_000]).build();
        byte[] bytes = new byte[offset + core.length];
        System.arraycopy(core, 0, bytes, offset, core.length);

        assertThat(refusal(bytes))
                .contains("begins at offset " + offset, "tail -c +" + (offset + 1));
    }

    @Test
    void namesTheFirstMemberOfAnArchive() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (ZipOutputStream stream = new ZipOutputStream(zipped)) {
            stream.putNextEntry(new ZipEntry("crash/vmcore"));
        }
        assertThat(refusal(zipped.toByteArray())).contains("first member is \"crash/vmcore\"");
    }

    @Test
    void namesTextAndXensConsoleLog() throws IOException {
        assertThat(refusal("hello\n".getBytes(StandardCharsets.US_ASCII))).contains("text file");
        assertThat(refusal("(XEN) Xen version 4.17\n".getBytes(StandardCharsets.US_ASCII)))
                .contains("console");
    }

    @Test
    void namesAnEmptyFileAndOneOfZeros() throws IOException {
        assertThat(refusal(new byte[0])).isEqualTo("vmcore is empty (0 bytes).");
        assertThat(refusal(new byte[8192])).contains("only zeros (8 KiB)");
    }

    @Test
    void namesATerabyteOfZerosAtOnce() throws IOException {
        Path path = folder.resolve("vmcore");
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }

        assertThatThrownBy(() -> ImageFile.open(path, Progress.NONE))
                .isInstanceOf(NotADumpException.class)
                .hasMessageContaining("zeros (1 TiB)");
    }

    @Test
    void namesRawMemoryAndBytesOfNoFormat() throws IOException {
        byte[] raw = new byte[8192];
        Arrays.fill(raw, (byte) 0x81);

        assertThat(refusal(raw)).contains("raw memory");
        assertThat(refusal(Arrays.copyOf(raw, 5000))).contains("81 81 81 81 81 81 81 81");
    }

    @Test
    void namesAFolderAndTheRootFolder() {
        assertThatThrownBy(() -> ImageFile.open(folder, Progress.NONE))
                .isInstanceOf(NotADumpException.class)
                .hasMessageContaining("is a folder");
        assertThatThrownBy(() -> ImageFile.open(Path.of("/"), Progress.NONE))
                .isInstanceOf(NotADumpException.class)
                .hasMessageStartingWith("/ is a folder");
    }

    @Test
    void namesAFileThatDoesNotExist() {
        assertThatThrownBy(() -> ImageFile.open(folder.resolve("gone"), Progress.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("gone does not exist.");
    }

    @Test
    void namesADevice() {
        assertThatThrownBy(() -> ImageFile.open(Path.of("/dev/null"), Progress.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a file");
    }

    @ParameterizedTest
    @CsvSource({"1, program", "2, program", "3, program", "0, type NONE", "77, type type 77"})
    void namesAnElfFileThatIsNoCore(int type, String words) throws IOException {
        assertThat(refusal(CoreFile.wide().type(type).load(0, new byte[16]).build()))
                .contains(words);
    }

    @ParameterizedTest
    @CsvSource({"20, PowerPC", "183, AArch64", "50, Intel IA-64", "999, machine 999"})
    void namesTheMachineOfADumpThatIsNotX86(int machine, String words) throws IOException {
        assertThat(refusal(CoreFile.wide().machine(machine).load(0, new byte[16]).build()))
                .isEqualTo("This dump is of %s; Xenoscope reads x86.".formatted(words));
    }

    @Test
    void namesTheMachineOfABigEndianDump() throws IOException {
        byte[] bytes = CoreFile.wide().load(0, new byte[16]).build();
        bytes[5] = 2;
        bytes[18] = 0;
        bytes[19] = 21;

        assertThat(refusal(bytes)).contains("big-endian").contains("PowerPC64").contains("x86");
    }

    @Test
    void namesAnElfFileOfNoClassOrByteOrder() throws IOException {
        byte[] bytes = CoreFile.wide().load(0, new byte[16]).build();
        bytes[4] = 9;
        assertThat(refusal(bytes)).contains("class 9");

        bytes[4] = 2;
        bytes[5] = 3;
        assertThat(refusal(bytes)).contains("EI_DATA 3");
    }

    @Test
    void namesTheCoreOfAProcess() throws IOException {
        byte[] bytes =
                CoreFile.wide()
                        .load(0, 0x400000, new byte[16], 16)
                        .load(0, 0x7fff_0000L, new byte[16], 16)
                        .build();

        assertThat(refusal(bytes)).contains("one process");
    }

    @Test
    void namesACoreThatHoldsNothing() throws IOException {
        assertThat(refusal(CoreFile.wide().build())).contains("no memory");
    }

    @Test
    void namesADumpOfOneDomain() throws IOException {
        byte[] bytes = CoreFile.wide().build();
        bytes[60] = 5;

        assertThat(refusal(bytes)).contains("xl dump-core");
    }

    /// Whatever remains of an ELF header, the answer is a sentence that names the file.
    @Test
    void saysThatAnElfHeaderIsCutShortAtEveryByte() throws IOException {
        for (CoreFile core : new CoreFile[] {CoreFile.wide(), CoreFile.narrow()}) {
            byte[] bytes = core.build();
            for (int length = 1; length < bytes.length; length++) {
                String sentence = refusal(Arrays.copyOf(bytes, length));
                assertThat(sentence).startsWith("vmcore").endsWith(".").doesNotContain("null");
                if (length >= 20) {
                    assertThat(sentence).contains("cut short").contains(length + " bytes");
                }
            }
        }
    }

    private String refusal(byte[] bytes) throws IOException {
        Path path = CoreFile.write(folder, bytes);
        NotADumpException refused =
                catchThrowableOfType(
                        NotADumpException.class, () -> ImageFile.open(path, Progress.NONE).close());
        Files.delete(path);
        return String.valueOf(refused == null ? "it opened" : refused.getMessage());
    }
}
