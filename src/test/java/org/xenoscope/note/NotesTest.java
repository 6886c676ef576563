package org.xenoscope.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xenoscope.image.CoreFile.counting;
import static org.xenoscope.image.CoreFile.words;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenoscope.image.CoreFile;
import org.xenoscope.image.Image;
import org.xenoscope.place.Field;
import org.xenoscope.place.Finding;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Part;
import org.xenoscope.place.SpaceId;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// Offsets are those of xen/include/public/elfnote.h, elfcore.h and Linux's elf_prstatus, counted
/// by hand.
class NotesTest {
    private static final long CRASH_INFO = 0x100_0001;
    private static final long CRASH_REGS = 0x100_0002;

    @TempDir Path folder;

    @Test
    void decodesEveryRegisterOfX86_64() throws Exception {
        byte[] desc = new byte[336];
        ByteBuffer words = ByteBuffer.wrap(desc).order(ByteOrder.LITTLE_ENDIAN);
        words.putInt(0, 11).putShort(12, (short) 6).putInt(32, 1234).putInt(328, 1);
        for (int i = 0; i < 27; i++) {
            words.putLong(112 + 8 * i, 0xffff_0000_0000_0100L + i);
        }
        PrStatus status = (PrStatus) only(CoreFile.wide().note("CORE", 1, desc));

        assertThat(status.wordBytes()).isEqualTo(8);
        assertThat(status.registers())
                .extracting(Field::name)
                .containsExactly(
                        "r15",
                        "r14",
                        "r13",
                        "r12",
                        "rbp",
                        "rbx",
                        "r11",
                        "r10",
                        "r9",
                        "r8",
                        "rax",
                        "rcx",
                        "rdx",
                        "rsi",
                        "rdi",
                        "orig_rax",
                        "rip",
                        "cs",
                        "rflags",
                        "rsp",
                        "ss",
                        "fs_base",
                        "gs_base",
                        "ds",
                        "es",
                        "fs",
                        "gs");
        assertThat(status.register("rip").orElseThrow().value()).isEqualTo(0xffff_0000_0000_0110L);
        assertThat(status.register("rsp").orElseThrow().fileOffset())
                .isEqualTo(status.header().descOffset() + 264);
        assertThat(value(status, "pr_info.si_signo")).isEqualTo(11);
        assertThat(value(status, "pr_cursig")).isEqualTo(6);
        assertThat(value(status, "pr_pid")).isEqualTo(1234);
        assertThat(value(status, "pr_fpvalid")).isEqualTo(1);
        assertThat(status.blank()).isFalse();
    }

    @Test
    void decodesEveryRegisterOfI386() throws Exception {
        byte[] desc = new byte[144];
        ByteBuffer words = ByteBuffer.wrap(desc).order(ByteOrder.LITTLE_ENDIAN);
        words.putInt(24, 77);
        for (int i = 0; i < 17; i++) {
            words.putInt(72 + 4 * i, 0xc000_0000 + i);
        }
        PrStatus status = (PrStatus) only(CoreFile.narrow().note("CORE", 1, desc));

        assertThat(status.wordBytes()).isEqualTo(4);
        assertThat(status.registers())
                .extracting(Field::name)
                .containsExactly(
                        "ebx",
                        "ecx",
                        "edx",
                        "esi",
                        "edi",
                        "ebp",
                        "eax",
                        "ds",
                        "es",
                        "fs",
                        "gs",
                        "orig_eax",
                        "eip",
                        "cs",
                        "eflags",
                        "esp",
                        "ss");
        assertThat(status.register("eip").orElseThrow().value()).isEqualTo(0xc000_000cL);
        assertThat(value(status, "pr_pid")).isEqualTo(77);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 143, 145, 300, 327})
    void readsNoRegistersFromAnOddLength(int length) throws Exception {
        Notes notes = notes(CoreFile.wide().note("CORE", 1, counting(1, length)));

        assertThat(notes.cpus()).isEmpty();
        assertThat(notes.notes()).singleElement().isInstanceOf(OtherNote.class);
        assertThat(sentences(notes)).anyMatch(text -> text.contains("size " + length));
    }

    @Test
    void readsTheRegistersOfALongerNoteAndSaysSo() throws Exception {
        Notes notes = notes(CoreFile.wide().note("CORE", 1, counting(1, 352)));

        assertThat(notes.cpus()).hasSize(1);
        assertThat(sentences(notes)).anyMatch(text -> text.contains("size 352 instead of 336"));
    }

    @Test
    void saysThatACpuNeverSavedItsRegisters() throws Exception {
        Notes notes = notes(CoreFile.wide().note("CORE", 1, new byte[336]));

        assertThat(sentences(notes))
                .contains(
                        "pCPU 0 never saved its registers (offline, or it did not answer the"
                                + " NMI).");
    }

    @ParameterizedTest
    @CsvSource({"8, 0x12a10000", "4, 0x12a10fe0"})
    void decodesControlRegisters(int wordBytes, String root) throws Exception {
        CrashRegs regs =
                (CrashRegs)
                        only(
                                CoreFile.wide()
                                        .note(
                                                "Xen",
                                                CRASH_REGS,
                                                words(wordBytes, 1, 2, 0x12a1_0fffL, 0x660)));

        assertThat(List.of(regs.cr0(), regs.cr2(), regs.cr3(), regs.cr4()))
                .containsExactly(1L, 2L, 0x12a1_0fffL, 0x660L);
        assertThat(regs.fields().get(2).target()).hasValue(Location.parse("machine:" + root));
    }

    @Test
    void decodesCrashInfoOfTenWordsAndReadsItsStrings() throws Exception {
        byte[] memory = new byte[256];
        put(memory, 0x10, ".7\0");
        put(memory, 0x20, "\0");
        put(memory, 0x30, "gcc (Debian) 12\0");
        put(memory, 0x50, "Wed Nov  4\0");
        put(memory, 0x70, "16:52:28\0");
        byte[] desc =
                words(8, 4, 0x11, 0x5010, 0x5020, 0x5030, 0x5050, 0x5070, 0, 0x2780_0000L, 0x21f29);
        CrashInfo info =
                (CrashInfo)
                        only(CoreFile.wide().note("Xen", CRASH_INFO, desc).load(0x5000, memory));

        assertThat(info.wordBytes()).isEqualTo(8);
        assertThat(info.version().value()).hasValue("4.17.7");
        assertThat(info.changeset().value()).hasValue("");
        assertThat(info.compiler().value()).hasValue("gcc (Debian) 12");
        assertThat(info.compileDate().value()).hasValue("Wed Nov  4");
        assertThat(info.xenPhysStart()).isEqualTo(OptionalLong.of(0x2780_0000L));
        assertThat(info.frameListList()).isEqualTo(OptionalLong.of(0x21f29));
        assertThat(info.fields())
                .extracting(Field::name)
                .containsExactly(
                        "xen_major_version",
                        "xen_minor_version",
                        "xen_extra_version",
                        "xen_changeset",
                        "xen_compiler",
                        "xen_compile_date",
                        "xen_compile_time",
                        "tainted",
                        "xen_phys_start",
                        "dom0_pfn_to_mfn_frame_list_list");
        assertThat(info.fields().getLast().target())
                .hasValue(new Location(SpaceId.MACHINE, 0x21f2_9000L));
        assertThat(info.fields().get(2).fileOffset()).isEqualTo(info.header().descOffset() + 16);
        assertThat(info.compiler()).isInstanceOf(Known.class);
    }

    @ParameterizedTest
    @CsvSource({"8, 9", "4, 9", "4, 10", "8, 12"})
    void findsTheFrameListInTheLastWordOfEveryLayout(int wordBytes, int count) throws Exception {
        long[] values = new long[count];
        values[0] = 3;
        values[1] = 2;
        values[count - 1] = 0x4321;
        if (count > 9) {
            values[count - 2] = 0x7f00_0000;
        }
        CrashInfo info =
                (CrashInfo) only(CoreFile.wide().note("Xen", CRASH_INFO, words(wordBytes, values)));

        assertThat(info.wordBytes()).isEqualTo(wordBytes);
        assertThat(info.frameListList()).isEqualTo(OptionalLong.of(0x4321));
        assertThat(info.xenPhysStart())
                .isEqualTo(count > 9 ? OptionalLong.of(0x7f00_0000) : OptionalLong.empty());
        assertThat(info.version().value()).hasValue("3.2");
        assertThat(info.compiler().value()).isEmpty();
    }

    /// Eight words of 8 bytes are sixteen of 4, whose first would be a false version.
    @ParameterizedTest
    @ValueSource(ints = {0, 8, 32, 44, 64, 68, 76, 81, 4096})
    void readsNoVersionFromAnOddLength(int length) throws Exception {
        Notes notes = notes(CoreFile.wide().note("Xen", CRASH_INFO, counting(4, length)));

        assertThat(notes.first(CrashInfo.class)).isEmpty();
        assertThat(notes.notes().getFirst().name()).isEqualTo("CRASH_INFO");
        assertThat(notes.findings())
                .anyMatch(finding -> finding.sentence().contains("has size " + length));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void saysThatDom0PublishedNoP2m(long mfn) throws Exception {
        Notes notes =
                notes(
                        CoreFile.wide()
                                .note("Xen", CRASH_INFO, words(8, 4, 17, 0, 0, 0, 0, 0, 0, 1, mfn))
                                .load(0, new byte[16]));
        CrashInfo info = notes.first(CrashInfo.class).orElseThrow();

        assertThat(info.frameListList()).isEmpty();
        assertThat(info.fields().getLast().target()).isEmpty();
        assertThat(sentences(notes)).anyMatch(text -> text.contains("names no p2m of dom0"));
    }

    @Test
    void keepsThePlacesOfCrashInfoWhenItsVersionIsNonsense() throws Exception {
        byte[] desc = words(8, 1L << 40, -1, 0, 0, 0, 0, 0, 0, 0x2780_0000L, 0x21f29);
        Notes notes = notes(CoreFile.wide().note("Xen", CRASH_INFO, desc));
        CrashInfo info = notes.first(CrashInfo.class).orElseThrow();

        assertThat(info.version().value()).isEmpty();
        assertThat(info.xenPhysStart()).isEqualTo(OptionalLong.of(0x2780_0000L));
        assertThat(sentences(notes)).anyMatch(text -> text.contains("0x10000000000.0x"));
    }

    @Test
    void saysWhyAStringIsUnknown() throws Exception {
        byte[] endless = new byte[2000];
        Arrays.fill(endless, (byte) 'x');
        byte[] desc = words(8, 4, 17, 0xdead_0000L, 0x5000, 0x57c0, 0, 0, 0, 1, 2);
        Notes notes = notes(CoreFile.wide().note("Xen", CRASH_INFO, desc).load(0x5000, endless));
        CrashInfo info = notes.first(CrashInfo.class).orElseThrow();

        assertThat(info.version().value()).hasValue("4.17");
        assertThat(info.changeset().toString()).contains("no end of the string");
        assertThat(info.compiler().toString()).contains("0x57d0");
        assertThat(sentences(notes))
                .anyMatch(text -> text.startsWith("Xen's version strings are not in the dump"));
    }

    @Test
    void readsLinesOfVmcoreinfoUpToTheFirstNul() throws Exception {
        String text =
                "PAGESIZE=4096\nSYMBOL(pgd_l4)=ffff82d04046e000\nnonsense\n=x\nA=b=c\n\0Z=1\n";
        Vmcoreinfo info = (Vmcoreinfo) only(CoreFile.wide().note("VMCOREINFO_XEN", 0, ascii(text)));

        assertThat(info.fields())
                .extracting(Field::name)
                .containsExactly("PAGESIZE", "SYMBOL(pgd_l4)", "A");
        assertThat(info.get("A")).hasValue("b=c");
        assertThat(info.symbol("pgd_l4")).isEqualTo(OptionalLong.of(0xffff_82d0_4046_e000L));
        Field symbol = info.fields().get(1);
        assertThat(symbol.fileOffset()).isEqualTo(info.header().descOffset() + 14);
        assertThat(symbol.length()).isEqualTo(31);
        assertThat(symbol.target()).hasValue(Location.parse("xen:0xffff82d04046e000"));
    }

    @Test
    void believesNoLinuxVmcoreinfoThatDoesNotBeginAsOne() throws Exception {
        Notes notes = notes(CoreFile.wide().note("VMCOREINFO", 0, ascii("x=1\n")));

        assertThat(notes.all(Vmcoreinfo.class)).isEmpty();
        assertThat(sentences(notes)).anyMatch(text -> text.contains("OSRELEASE="));
    }

    @Test
    void saysThatADumpOfLinuxAloneHoldsNoHypervisor() throws Exception {
        Notes notes =
                notes(
                        CoreFile.wide()
                                .note("CORE", 1, counting(1, 336))
                                .note("VMCOREINFO", 0, ascii("OSRELEASE=6.1\n")));

        assertThat(sentences(notes))
                .containsExactly(
                        "A Linux crash dump without Xen: no hypervisor in it. File, notes and"
                                + " memory by machine address can be read.");
    }

    @Test
    void numbersCpusByTheOrderOfTheirNotesAndLeavesCrashInfoWithTheFirst() throws Exception {
        CoreFile core = CoreFile.wide();
        for (int cpu = 0; cpu < 3; cpu++) {
            core.note("CORE", 1, counting(cpu + 1, 336))
                    .note("Xen", CRASH_REGS, words(8, 1, 2, 0x1000 * (cpu + 1), 4));
            if (cpu == 0) {
                core.note("Xen", CRASH_INFO, words(8, 4, 17, 0, 0, 0, 0, 0, 0, 1, 2));
            }
        }
        Notes notes = notes(core.note("VMCOREINFO_XEN", 0, ascii("PAGESIZE=4096\n")));

        assertThat(notes.cpus()).hasSize(3);
        assertThat(notes.cpus())
                .extracting(cpu -> cpu.controls().orElseThrow().cr3())
                .containsExactly(0x1000L, 0x2000L, 0x3000L);
        Part root = notes.parts().getFirst();
        assertThat(root.children())
                .extracting(Part::name)
                .containsExactly("pCPU 0", "pCPU 1", "pCPU 2", "VMCOREINFO_XEN");
        assertThat(root.children().getFirst().children())
                .extracting(Part::name)
                .containsExactly("NT_PRSTATUS", "CRASH_REGS", "CRASH_INFO");
        assertThat(root.children().getFirst().children().getFirst().detail())
                .isEqualTo("CORE · 336 B");
    }

    @Test
    void pairsByOrderWhenRegistersComeInTwoBlocks() throws Exception {
        Notes notes =
                notes(
                        CoreFile.wide()
                                .note("CORE", 1, counting(1, 336))
                                .note("CORE", 1, counting(2, 336))
                                .note("Xen", CRASH_REGS, words(8, 0, 0, 0x1000, 0))
                                .note("Xen", CRASH_REGS, words(8, 0, 0, 0x2000, 0)));

        assertThat(notes.cpus())
                .extracting(cpu -> cpu.controls().orElseThrow().cr3())
                .containsExactly(0x1000L, 0x2000L);
    }

    @Test
    void pairsWithTheNoteThatFollowsWhenGroupsAreUneven() throws Exception {
        Notes notes =
                notes(
                        CoreFile.wide()
                                .note("CORE", 1, counting(1, 336))
                                .note("CORE", 1, counting(2, 336))
                                .note("Xen", CRASH_REGS, words(8, 0, 0, 0x2000, 0)));

        assertThat(notes.cpus().get(0).controls()).isEmpty();
        assertThat(notes.cpus().get(1).controls().orElseThrow().cr3()).isEqualTo(0x2000);
        assertThat(sentences(notes)).anyMatch(text -> text.contains("uneven"));
    }

    /// Five program headers and four notes: a kdump of a 32-bit Xen of October 2006 with 1 GiB.
    @Test
    void decodesTheNotesOf2006() throws Exception {
        CoreFile core =
                CoreFile.narrow()
                        .note("CORE", 1, counting(1, 144))
                        .note("Xen Domanin-0 CR3", 0x1000_0001L, words(4, 0x1234_5000))
                        .note("CORE", 1, counting(2, 144))
                        .note("Xen Domanin-0 CR3", 0x1000_0001L, words(4, 0x2345_6000))
                        .header(1, 0x264, 0xc000_0000L, 0, 0xa0000, 0xa0000)
                        .header(1, 0xa0264, 0xc010_0000L, 0x10_0000, 0x3f0_0000, 0x3f0_0000)
                        .header(1, 0x3fa_0264, 0xc800_0000L, 0x800_0000, 0x3000_0000, 0x3000_0000)
                        .header(1, 0x33fa_0264, 0xffff_ffffL, 0x3800_0000, 0x7ff_b000, 0x7ff_b000);
        try (Image image = core.open(folder)) {
            assertThat(image.noteSegments()).hasSize(1);
            assertThat(image.noteSegments().getFirst().fileOffset()).isEqualTo(0xd4);
            assertThat(image.noteSegments().getFirst().bytes()).isEqualTo(0x190);
            Notes notes = Notes.of(image);
            assertThat(notes.all(Dom0Cr3.class))
                    .extracting(Dom0Cr3::value)
                    .containsExactly(0x1234_5000L, 0x2345_6000L);
            assertThat(notes.cpus()).hasSize(2);
            assertThat(notes.parts().getFirst().children())
                    .extracting(part -> part.name() + " " + part.detail())
                    .containsExactly("pCPU 0 2 notes", "pCPU 1 2 notes");
            assertThat(image.fileOffset(0x3800_0000)).isEqualTo(HoleReason.TRUNCATED.code());
        }
    }

    @Test
    void namesNotesOfOtherWriters() throws Exception {
        Notes notes =
                notes(
                        CoreFile.wide()
                                .note("LINUX", 0x700, counting(0, 60))
                                .note("GNU", 3, counting(0, 20))
                                .note("QEMU", 0, new byte[440])
                                .note("ERASEINFO", 0, ascii("erase x\n"))
                                .note("Xen", 0x2000000, new byte[0])
                                .note("Xen", 0x2000001, words(8, 0xf00f_ebed, 2, 100, 4096))
                                .note("Xen", 0x2000002, new byte[1280])
                                .note("Xen", 0x2000003, words(8, 1))
                                .note("Xen", 0x1000003, counting(0, 8))
                                .note("Xen", 18, counting(0, 8))
                                .note("CORE", 3, counting(0, 8))
                                .note("Nobody", 9, counting(0, 100)));

        assertThat(notes.notes())
                .extracting(Note::name)
                .containsExactly(
                        "NT_VMCOREDD",
                        "NT_GNU_BUILD_ID",
                        "QEMUCPUState",
                        "ERASEINFO",
                        "DUMPCORE_NONE",
                        "DUMPCORE_HEADER",
                        "DUMPCORE_XEN_VERSION",
                        "DUMPCORE_FORMAT_VERSION",
                        "CRASH_INFO2",
                        "PHYS32_ENTRY",
                        "NT_PRPSINFO",
                        "note type 0x9");
        assertThat(notes.notes().get(1).fields().getFirst().text())
                .startsWith("00 01 02 03 04")
                .endsWith("12 13");
        assertThat(notes.notes().get(2).fields()).extracting(Field::name).contains("idt.base");
    }

    /// Contents that end with zeros look like the end of the notes to a reader that pads to 4.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsNotesPaddedTo8WhereTheHeaderSaysSo(boolean zeros) throws Exception {
        Notes notes =
                notes(
                        CoreFile.wide()
                                .paddedTo8()
                                .note("CORE", 1, zeros ? new byte[336] : counting(1, 336))
                                .note("Xen", CRASH_REGS, words(8, 1, 2, 3, 4)));

        assertThat(notes.first(CrashRegs.class).orElseThrow().cr4()).isEqualTo(4);
    }

    @Test
    void acceptsAnOwnerWithoutItsNul() throws Exception {
        ByteBuffer note = ByteBuffer.allocate(12 + 4 + 32).order(ByteOrder.LITTLE_ENDIAN);
        note.putInt(3).putInt(32).putInt((int) CRASH_REGS).put(ascii("Xen")).put((byte) 0);
        note.put(words(8, 1, 2, 3, 4));

        assertThat(only(CoreFile.wide().rawNote(note.array()))).isInstanceOf(CrashRegs.class);
    }

    @Test
    void stopsAtZerosAndSaysWhatPassesTheEnd() throws Exception {
        Notes zeros =
                notes(
                        CoreFile.wide()
                                .note("Xen", CRASH_REGS, words(8, 1, 2, 3, 4))
                                .rawNote(new byte[64])
                                .note("Xen", CRASH_REGS, words(8, 1, 2, 3, 4)));
        assertThat(zeros.notes()).hasSize(1);

        Notes cut =
                notes(
                        CoreFile.wide()
                                .note("Xen", CRASH_REGS, words(8, 1, 2, 3, 4))
                                .rawNote(words(4, 4, -1, 7, 0, 0)));
        assertThat(cut.notes()).hasSize(1);
        assertThat(sentences(cut)).anyMatch(text -> text.contains("remaining notes skipped"));
    }

    @Test
    void readsAPieceOfNotesOnce() throws Exception {
        byte[] bytes =
                CoreFile.wide()
                        .note("Xen", CRASH_REGS, words(8, 1, 2, 3, 4))
                        .header(4, 64 + 112, 0, 0, 48, 48)
                        .build();
        try (Image image = CoreFile.open(folder, bytes)) {
            Notes notes = Notes.of(image);
            assertThat(notes.notes()).hasSize(1);
            assertThat(sentences(notes)).anyMatch(text -> text.contains("read once"));
        }
    }

    private Notes notes(CoreFile core) throws Exception {
        try (Image image = core.open(folder)) {
            return Notes.of(image);
        }
    }

    private Note only(CoreFile core) throws Exception {
        List<Note> notes = notes(core).notes();
        assertThat(notes).hasSize(1);
        return notes.getFirst();
    }

    private static long value(Note note, String field) {
        return note.fields().stream()
                .filter(candidate -> candidate.name().equals(field))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static void put(byte[] memory, int offset, String text) {
        System.arraycopy(ascii(text), 0, memory, offset, text.length());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static List<String> sentences(Notes notes) {
        return notes.findings().stream().map(Finding::sentence).toList();
    }
}
