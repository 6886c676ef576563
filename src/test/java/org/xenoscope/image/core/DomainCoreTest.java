package org.xenoscope.image.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.forge.DomainCoreWriter;
import org.xenoscope.image.CoreFile;
import org.xenoscope.image.Image;
import org.xenoscope.image.NotADumpException;
import org.xenoscope.image.Whose;
import org.xenoscope.note.Note;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Finding;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Known;
import org.xenoscope.place.Part;
import org.xenoscope.space.root.Roots;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

class DomainCoreTest {
    private static final int PAGE = 4096;
    private static final long NOWHERE = 0x7000_0000L;

    @TempDir Path folder;

    private static byte[] page(int seed) {
        byte[] bytes = new byte[PAGE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /// Pages in the guest's order; their machine frames go up, down and leave gaps.
    private static DomainCoreWriter pv() {
        return new DomainCoreWriter(true)
                .page(0, 0x500, page(0))
                .page(1, 0x501, page(1))
                .page(2, 0x300, page(2))
                .page(7, 0x2ff, page(3))
                .page(-1, -1, new byte[PAGE]);
    }

    private static byte[] read(Image image, long maddr, int length) {
        byte[] bytes = new byte[length];
        image.read(maddr, bytes, 0, length);
        return bytes;
    }

    @Test
    void readsMachineFramesOfAPvDomain() throws Exception {
        try (Image image = CoreFile.open(folder, pv().bytes())) {
            assertThat(image.whose()).isEqualTo(Whose.PV_DOMAIN);
            assertThat(image.format()).startsWith("xl dump-core");
            assertThat(image.memoryBytes()).isEqualTo(4 * PAGE);
            assertThat(read(image, 0x500_000, PAGE)).isEqualTo(page(0));
            assertThat(read(image, 0x501_000, PAGE)).isEqualTo(page(1));
            assertThat(read(image, 0x300_000, PAGE)).isEqualTo(page(2));
            assertThat(read(image, 0x2ff_000, PAGE)).isEqualTo(page(3));
            assertThat(image.machineAddress(image.fileOffset(0x300_123))).isEqualTo(0x300_123);
            assertThat(image.u32(0x2ff_ffe) & 0xffff)
                    .isEqualTo(
                            ByteBuffer.wrap(page(3)).order(ByteOrder.LITTLE_ENDIAN).getShort(4094)
                                    & 0xffff);
            assertThat(image.holds(0x502_000)).isFalse();
            assertThat(image.hole(0x502_000).sentence()).contains(".xen_p2m entry 0");
            assertThat(image.extentAt(0x500_800).first()).isEqualTo(0x500_000);
        }
    }

    @Test
    void readsTheGuestsOwnFramesOfAnHvmDomainAndSaysSo() throws Exception {
        byte[] file =
                new DomainCoreWriter(false).page(0, 0, page(4)).page(0x100, 0, page(5)).bytes();
        try (Image image = CoreFile.open(folder, file)) {
            assertThat(image.whose()).isEqualTo(Whose.HVM_DOMAIN);
            assertThat(read(image, 0x100_000, PAGE)).isEqualTo(page(5));
            assertThat(image.findings())
                    .extracting(Finding::sentence)
                    .anyMatch(text -> text.contains("guest's physical address"));
        }
    }

    @Test
    void showsSectionsAndNotes() throws Exception {
        try (Image image = CoreFile.open(folder, pv().bytes())) {
            assertThat(image.parts())
                    .extracting(Part::name)
                    .containsExactly(
                            "ELF header",
                            "Section headers",
                            ".xen_prstatus",
                            ".xen_shared_info",
                            ".xen_pages",
                            ".xen_p2m",
                            ".shstrtab");
            assertThat(Notes.of(image).notes())
                    .extracting(Note::name)
                    .containsExactly("DUMPCORE_NONE", "DUMPCORE_HEADER", "DUMPCORE_FORMAT_VERSION");
            assertThat(image.describeFileOffset(0)).isEqualTo("the ELF header");
            assertThat(image.describeFileOffset(64)).isEqualTo("section header 0");
        }
    }

    /// The tables of a PV domain look like dom0's; the file does not say that they are.
    @Test
    void callsNothingDom0() throws Exception {
        try (Image image = CoreFile.open(folder, pv().bytes())) {
            Roots roots = new Roots(image, Notes.of(image));

            assertThat(roots.dom0().root()).isNotInstanceOf(Known.class);
            assertThat(roots.xen()).isNotInstanceOf(Known.class);
            assertThat(roots.dom0().root().toString()).contains("xl dump-core");
        }
    }

    @Test
    void usesOnlyEntriesThatHavePagesWhereTheCountLies() throws Exception {
        for (long lie : new long[] {16, -16, 1 << 20, Long.MAX_VALUE / 2, -1000}) {
            try (Image image = CoreFile.open(folder, pv().tableLiesBy(lie).bytes())) {
                assertThat(image.findings())
                        .extracting(Finding::sentence)
                        .anyMatch(text -> text.contains(".xen_p2m has"));
                assertThat(image.memoryBytes()).isEqualTo(4 * PAGE);
                assertThat(read(image, 0x300_000, PAGE)).isEqualTo(page(2));
            }
        }
    }

    @Test
    void doesNotUseFramesThatCannotBe() throws Exception {
        byte[] file = pv().page(9, 1L << 50, page(6)).page(10, 0x900, page(7)).bytes();
        try (Image image = CoreFile.open(folder, file)) {
            assertThat(read(image, 0x900_000, PAGE)).isEqualTo(page(7));
            assertThat(image.findings())
                    .extracting(Finding::sentence)
                    .anyMatch(text -> text.startsWith("1 entries of .xen_p2m name frames"));
        }
    }

    @Test
    void servesTheFirstOfTwoPagesOfOneFrame() throws Exception {
        byte[] file = pv().page(9, 0x300, page(6)).bytes();
        try (Image image = CoreFile.open(folder, file)) {
            assertThat(read(image, 0x300_000, PAGE)).isEqualTo(page(2));
            assertThat(image.headersHolding(0x300_000)).isEqualTo(2);
        }
    }

    @Test
    void putsPagesPastTheEndOfTheFileNowhere() throws Exception {
        byte[] file = pv().bytes();
        int header = 64 + 64 * 4;
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(header + 24, NOWHERE);
        try (Image image = CoreFile.open(folder, file)) {
            assertThat(image.hole(0x300_000).reason()).isEqualTo(HoleReason.TRUNCATED);
            assertThatThrownBy(() -> image.u64(0x300_000)).isInstanceOf(UnreadableException.class);
            assertThat(image.memoryBytes()).isZero();
        }
    }

    @Test
    void saysWhatAFileIsThatWasCutShort() throws Exception {
        byte[] file = pv().bytes();
        int[] lengths = {70, 600, 8192, file.length - 60, file.length - 300};
        for (int length : lengths) {
            assertThatThrownBy(() -> CoreFile.open(folder, Arrays.copyOf(file, length)))
                    .isInstanceOf(NotADumpException.class)
                    .hasMessageContaining("xl dump-core")
                    .hasMessageContaining("cut short");
        }
    }

    /// Whatever the headers hold, the file opens or is refused with a sentence.
    @Test
    void bearsHeadersOfAnyContents() throws Exception {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            byte[] file = pv().bytes();
            for (int i = 0; i < 3; i++) {
                file[40 + random.nextInt(24 + 64 * 7)] = (byte) random.nextInt();
            }
            try (Image image = CoreFile.open(folder, file)) {
                image.runs();
                image.parts();
                Notes.of(image);
                assertThat(image.memoryBytes()).isBetween(0L, (long) file.length);
            } catch (NotADumpException exception) {
                assertThat(exception.getMessage()).isNotBlank();
            }
        }
    }
}
