package org.xenoscope.forge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Writes dumps of forged machines as kexec-tools and Linux write them.
public final class Forge {
    private static final long DIRECT_OF_LINUX = 0xffff_8880_0000_0000L;
    private static final int VMCOREINFO_BYTES = 4068;

    private Forge() {}

    /// Writes today's dump of a machine: notes at 0x1000, memory aligned to pages.
    ///
    /// @throws IOException if the system refuses it
    public static void write(PvMachine machine, Path path) throws IOException {
        write(machine, notes(machine), List.of(), path);
    }

    /// Writes the same dump without some frames, as if they had not been saved.
    ///
    /// @param mfns the frames that are left out
    /// @throws IOException if the system refuses it
    public static void writeWithoutFrames(PvMachine machine, List<Long> mfns, Path path)
            throws IOException {
        write(machine, notes(machine), mfns, path);
    }

    /// Writes the same dump as a tool that knows nothing of Xen would: no note at all.
    ///
    /// @throws IOException if the system refuses it
    public static void writeWithoutNotes(PvMachine machine, Path path) throws IOException {
        write(machine, new byte[0], List.of(), path);
    }

    private static void write(PvMachine machine, byte[] notes, List<Long> without, Path path)
            throws IOException {
        MachineMemory memory = machine.memory();
        CoreWriter core = new CoreWriter(true).align(4096).notes(notes);
        piece(core, memory, 0, 0x9fc00);
        long start = 0x10_0000;
        for (long mfn : without.stream().sorted().toList()) {
            if (mfn << 12 > start) {
                piece(core, memory, start, mfn << 12);
            }
            start = (mfn + 1) << 12;
        }
        piece(core, memory, start, PvMachine.CRASH_KERNEL);
        piece(core, memory, PvMachine.BEHIND_CRASH_KERNEL, PvMachine.SIZE);
        core.write(path);
    }

    /// Writes the dump of a 32-bit machine: an ELF32 core, or an ELF64 one with PAE and the notes
    /// of Xen 3.0.4; notes and memory follow each other without alignment.
    ///
    /// @throws IOException if the system refuses it
    public static void write(Machine32 machine, Era era, Path path) throws IOException {
        MachineMemory memory = machine.memory();
        byte[] bytes = memory.copy(0, memory.size());
        new CoreWriter(machine.pae() && era == Era.XEN_3_0_4)
                .i386()
                .notes(notes(machine, era))
                .load(0, 0xc000_0000L, bytes.length, bytes.length, bytes)
                .write(path);
    }

    private static byte[] notes(Machine32 machine, Era era) {
        NoteBytes notes = new NoteBytes();
        switch (era) {
            case WITHOUT_NOTES -> {}
            case CR3_OF_2006 -> twice(notes, machine.root());
            case FRAME_OF_2006 -> twice(notes, machine.frameRoot() >>> 12);
            case XEN_3_0_4 -> {
                long cr4 = machine.pae() ? 0x6b0 : 0x690;
                notes.add("CORE", 1, new byte[144]);
                notes.add(
                        "Xen", 0x1000002, NoteBytes.words32(0x8005_003bL, 0, machine.root(), cr4));
                long list = machine.frameListMfn();
                notes.add(
                        "Xen",
                        0x1000001,
                        NoteBytes.words32(3, 0, 0xff10_0000L, 0xff10_0010L, 0, 0, 0, 0, list));
            }
        }
        return notes.bytes();
    }

    /// The notes of a machine with two pCPUs of October 2006, with the owner's name as it was
    /// spelt.
    private static void twice(NoteBytes notes, long word) {
        for (int cpu = 0; cpu < 2; cpu++) {
            notes.add("CORE", 1, new byte[144]);
            notes.add("Xen Domanin-0 CR3", 0x10000001, NoteBytes.words32(word));
        }
    }

    private static void piece(CoreWriter core, MachineMemory memory, long start, long end) {
        byte[] bytes = memory.copy(start, end - start);
        core.load(start, DIRECT_OF_LINUX + start, bytes.length, bytes.length, bytes);
    }

    private static byte[] notes(PvMachine machine) {
        long strings = machine.strings();
        NoteBytes notes = new NoteBytes();
        cpu(
                notes,
                0,
                machine.idleRoot(),
                machine.told() ? HypervisorStory.STOPPED_RSP : HypervisorStory.CRASHING_RSP);
        notes.add(
                "Xen",
                0x1000001,
                NoteBytes.words64(
                        4,
                        17,
                        strings,
                        strings + 0x10,
                        strings + 0x20,
                        strings + 0x40,
                        strings + 0x60,
                        0,
                        PvMachine.XEN_PHYS_START,
                        machine.frameListMfn()));
        cpu(notes, 1, machine.processRoot(), HypervisorStory.CRASHING_RSP);
        long table = PvMachine.XEN_VIRT_START + (machine.idleRoot() - PvMachine.XEN_PHYS_START);
        String text =
                "PAGESIZE=4096\nSYMBOL(pgd_l4)=%x\nSIZE(page_info)=32\nOFFSET(domain.domain_id)=0\n"
                        .formatted(table);
        byte[] page = new byte[VMCOREINFO_BYTES];
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, page, 0, bytes.length);
        return notes.add("VMCOREINFO_XEN", 0, page).bytes();
    }

    /// The two notes of one pCPU: registers that tell which pCPU they are of.
    private static void cpu(NoteBytes notes, int cpu, long cr3, int rsp) {
        ByteBuffer status = ByteBuffer.allocate(336).order(ByteOrder.LITTLE_ENDIAN);
        for (int register = 0; register < 15; register++) {
            status.putLong(112 + 8 * register, 0x1000L * cpu + register + 1);
        }
        status.putLong(240, PvMachine.XEN_VIRT_START + 0x20_0172);
        status.putLong(248, 0xe008);
        status.putLong(256, 0x202);
        status.putLong(264, 0xffff_8300_0070_0000L + 0x8000L * cpu + rsp);
        status.putLong(272, 0xe010);
        status.putLong(288, 0xffff_8880_0010_0000L + 0x1000L * cpu);
        notes.add("CORE", 1, status.array());
        notes.add("Xen", 0x1000002, NoteBytes.words64(0x8005_0033L, 0x40_0010, cr3, 0x660));
    }
}
