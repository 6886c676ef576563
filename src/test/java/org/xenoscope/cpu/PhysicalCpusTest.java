package org.xenoscope.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xenoscope.image.CoreFile.words;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenoscope.dump.Dump;
import org.xenoscope.forge.Forge;
import org.xenoscope.forge.PvMachine;
import org.xenoscope.image.CoreFile;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/// What is said of registers, by the version of Xen that wrote them. Offsets are those of
/// elf_prstatus.
class PhysicalCpusTest {
    private static final long CRASH_INFO = 0x100_0001;
    private static final long CRASH_REGS = 0x100_0002;

    @TempDir Path folder;

    @Test
    void linksRegistersToTheSpacesTheyAreAddressesIn() throws Exception {
        try (Dump dump = forged()) {
            PhysicalCpu cpu = dump.physicalCpus().get(1);

            assertThat(cpu.state()).isEqualTo("saved");
            assertThat(register(cpu, "rip").target())
                    .hasValue(new Location(SpaceId.XEN, 0xffff_82d0_4020_0172L));
            assertThat(register(cpu, "rsp").target())
                    .hasValue(new Location(SpaceId.XEN, 0xffff_8300_0070_fe08L));
            assertThat(register(cpu, "gs_base").target())
                    .hasValue(new Location(SpaceId.DOM0, 0xffff_8880_0010_1000L));
            assertThat(register(cpu, "rbx").target()).isEmpty();
            assertThat(register(cpu, "cs").says()).isEqualTo("Xen code, ring 0");
            assertThat(register(cpu, "rflags").flags()).containsExactly("IF");
            assertThat(register(cpu, "cr4").flags())
                    .containsExactly("PAE", "MCE", "OSFXSR", "OSXMMEXCPT");
        }
    }

    @Test
    void tellsWhosePageTableCr3Was() throws Exception {
        try (Dump dump = forged()) {
            assertThat(register(dump.physicalCpus().get(0), "cr3").says())
                    .isEqualTo("Xen's idle table: no guest loaded");
            assertThat(register(dump.physicalCpus().get(1), "cr3").says())
                    .isEqualTo("a page table of dom0");
        }
    }

    @Test
    void leavesTheOwnerOfCr3OpenWhenNoPageTableIsKnown() throws Exception {
        PhysicalCpu cpu =
                only(new long[] {0x8005_0033L, 0, 0x1000, 0x660}, status(1), List.of(4L, 17L));

        assertThat(register(cpu, "cr3").says()).isEqualTo("whose page table is not known");
    }

    @Test
    void saysThatACpuWithEmptyNotesNeverSavedItsRegisters() throws Exception {
        PhysicalCpu cpu = only(new long[4], new byte[336], List.of(4L, 17L));

        assertThat(cpu.state()).isEqualTo("never saved");
        assertThat(cpu.story())
                .isEqualTo("never saved its registers (offline, or it did not answer the NMI)");
        assertThat(cpu.registers())
                .flatExtracting(RegisterGroup::registers)
                .isNotEmpty()
                .allSatisfy(
                        register -> {
                            assertThat(register.saved()).as(register.field().name()).isFalse();
                            assertThat(register.says()).isEqualTo("not saved");
                            assertThat(register.flags()).isEmpty();
                            assertThat(register.target()).isEmpty();
                        });
    }

    @Test
    void keepsControlRegistersThatWereSavedWithoutTheGeneralOnes() throws Exception {
        PhysicalCpu cpu =
                only(new long[] {0x8005_0033L, 0, 0x1000, 0x660}, new byte[336], List.of(4L, 17L));

        assertThat(register(cpu, "rip").saved()).isFalse();
        assertThat(register(cpu, "cr0").saved()).isTrue();
        assertThat(register(cpu, "cr0").digits()).isEqualTo("0000000080050033");
    }

    @ParameterizedTest
    @CsvSource({
        "3, 4, false, not saved before Xen 4.15",
        "4, 14, false, not saved before Xen 4.15",
        "4, 15, true, of the guest loaded last",
        "4, 20, true, of the guest loaded last",
        "0, 7, true, of a guest only from Xen 4.15 on",
    })
    void takesBasesForTheGuestsOnlyWhereXenWroteThem(
            long major, long minor, boolean saved, String says) throws Exception {
        PhysicalCpu cpu = only(new long[4], status(1), List.of(major, minor));

        assertThat(register(cpu, "gs_base").saved()).isEqualTo(saved);
        assertThat(register(cpu, "gs_base").says()).isEqualTo(says);
    }

    @ParameterizedTest
    @CsvSource({"3, 4, false", "4, 0, true", "4, 14, true", "4, 15, false"})
    void saysWhereRipIsAConstant(long major, long minor, boolean constant) throws Exception {
        PhysicalCpu cpu = only(new long[4], status(1), List.of(major, minor));

        assertThat(register(cpu, "rip").says().startsWith("a constant")).isEqualTo(constant);
    }

    @ParameterizedTest
    @CsvSource({
        "ffff82d04021ed72, Xen's own registers",
        "ffff828c80100000, Xen's own registers",
        "ffffffff81000000, the dom0 kernel's own registers",
        "ffff888000001000, the dom0 kernel's own registers",
        "0000000000401000, registers of the function that saved them",
    })
    void tellsWhoSavedTheRegistersByTheAddressOfTheFunction(String rip, String story)
            throws Exception {
        byte[] status = status(1);
        ByteBuffer.wrap(status)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(240, Long.parseUnsignedLong(rip, 16));

        assertThat(only(new long[4], status, List.of(4L, 17L)).story()).startsWith(story);
    }

    @Test
    void choosesABytesPlaceForEveryRegister() throws Exception {
        try (Dump dump = forged()) {
            PhysicalCpu cpu = dump.physicalCpus().get(1);
            long note = cpu.notes().status().orElseThrow().header().descOffset();

            assertThat(register(cpu, "rsp").field().fileOffset()).isEqualTo(note + 264);
            assertThat(register(cpu, "rsp").field().length()).isEqualTo(8);
            assertThat(cpu.group("General registers").orElseThrow().source())
                    .isEqualTo("from NT_PRSTATUS at file:0x%x".formatted(note));
        }
    }

    @Test
    void tellsOfVcpusWhatWasLeftLoadedOnEachPhysicalCpu() throws Exception {
        try (Dump dump = forged()) {
            assertThat(dump.physicalCpus().get(1).guestState().registers())
                    .extracting(register -> register.field().name())
                    .containsExactly("cr3", "cr2", "fs_base", "gs_base");
        }
    }

    private Dump forged() throws Exception {
        Path file = folder.resolve("forged");
        Forge.write(new PvMachine(7), file);
        return Dump.open(file, Progress.NONE);
    }

    /// The one pCPU of a dump with these control registers, this NT_PRSTATUS and this start of
    /// CRASH_INFO.
    private PhysicalCpu only(long[] controls, byte[] status, List<Long> version) throws Exception {
        byte[] file =
                CoreFile.wide()
                        .note("CORE", 1, status)
                        .note("Xen", CRASH_REGS, words(8, controls))
                        .note(
                                "Xen",
                                CRASH_INFO,
                                words(8, version.get(0), version.get(1), 0, 0, 0, 0, 0, 0, 0, 0))
                        .load(0x1000, new byte[0x1000])
                        .build();
        try (Dump dump = Dump.open(CoreFile.write(folder, file), Progress.NONE)) {
            return dump.physicalCpus().getFirst();
        }
    }

    /// An NT_PRSTATUS whose words all have one value.
    private static byte[] status(long value) {
        ByteBuffer bytes = ByteBuffer.allocate(336).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 112; at < 328; at += 8) {
            bytes.putLong(at, value);
        }
        return bytes.array();
    }

    private static Register register(PhysicalCpu cpu, String name) {
        return cpu.registers().stream()
                .flatMap(group -> group.registers().stream())
                .filter(register -> register.field().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
