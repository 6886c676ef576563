package org.xenoscope.image.elf;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.place.Field;
import org.xenoscope.place.SpaceId;

import java.util.List;

/// One program header, `Elf32_Phdr` or `Elf64_Phdr` (System V gABI, chapter 5). All numbers are as
/// written in the file, unsigned.
///
/// @param index position in the table, from 0
/// @param wide whether it is an `Elf64_Phdr`
/// @param at file offset of the header itself
/// @param type `p_type`
/// @param flags `p_flags`
/// @param offset `p_offset`
/// @param vaddr `p_vaddr`: written by kexec-tools as if there were no Xen; never used
/// @param paddr `p_paddr`: a machine address
/// @param fileBytes `p_filesz`
/// @param memoryBytes `p_memsz`
/// @param align `p_align`
public record ProgramHeader(
        int index,
        boolean wide,
        long at,
        long type,
        long flags,
        long offset,
        long vaddr,
        long paddr,
        long fileBytes,
        long memoryBytes,
        long align) {
    /// `p_type` of a piece of memory.
    public static final int PT_LOAD = 1;

    /// One more than the last machine address: x86 has at most 52 bits (Intel SDM volume 3,
    /// MAXPHYADDR).
    static final long MACHINE_END = 1L << 52;

    /// `p_type` of a piece that holds notes.
    public static final int PT_NOTE = 4;

    /// {@return bytes that a header of that class has}
    static int bytes(boolean wide) {
        return wide ? 56 : 32;
    }

    /// Reads the header at a file offset.
    ///
    /// @throws org.xenoscope.bytes.UnreadableException if the file ends within it
    static ProgramHeader read(ByteSource file, boolean wide, int index, long at) {
        if (wide) {
            return new ProgramHeader(
                    index,
                    true,
                    at,
                    file.u32(at),
                    file.u32(at + 4),
                    file.u64(at + 8),
                    file.u64(at + 16),
                    file.u64(at + 24),
                    file.u64(at + 32),
                    file.u64(at + 40),
                    file.u64(at + 48));
        }
        return new ProgramHeader(
                index,
                false,
                at,
                file.u32(at),
                file.u32(at + 24),
                file.u32(at + 4),
                file.u32(at + 8),
                file.u32(at + 12),
                file.u32(at + 16),
                file.u32(at + 20),
                file.u32(at + 28));
    }

    /// {@return the name of the type: `LOAD`, `NOTE`}
    public String typeName() {
        return switch ((int) type) {
            case 0 -> "NULL";
            case PT_LOAD -> "LOAD";
            case 2 -> "DYNAMIC";
            case 3 -> "INTERP";
            case PT_NOTE -> "NOTE";
            case 6 -> "PHDR";
            default -> "type 0x" + Long.toHexString(type);
        };
    }

    /// {@return the flags as readelf writes them: `RWE`}
    public String flagNames() {
        return ((flags & 4) != 0 ? "R" : "")
                + ((flags & 2) != 0 ? "W" : "")
                + ((flags & 1) != 0 ? "E" : "");
    }

    /// {@return whether it describes machine memory}
    boolean isMemory() {
        return type == PT_LOAD && isMachineAddress() && !(paddr == 0xffff_ffffL && !wide);
    }

    /// {@return whether `p_paddr` can be an address of an x86 machine}
    boolean isMachineAddress() {
        return Long.compareUnsigned(paddr, MACHINE_END) < 0;
    }

    /// {@return bytes of memory that the header says are in the file: never more than it covers}
    long memoryInFile() {
        return Long.compareUnsigned(fileBytes, memoryBytes) > 0 ? memoryBytes : fileBytes;
    }

    /// {@return the fields by their names in the gABI, in the order of the 64-bit header}
    public List<Field> fields() {
        int w = wide ? 8 : 4;
        long flagsAt = at + (wide ? 4 : 24);
        long first = at + (wide ? 8 : 4);
        long alignAt = wide ? at + 48 : at + 28;
        SpaceId memory = SpaceId.MACHINE;
        return List.of(
                Field.decimal("p_type", at, 4, type, typeName()),
                Field.hex("p_flags", flagsAt, 4, flags, flagNames()),
                Field.address("p_offset", first, w, offset, SpaceId.FILE, "first byte in the file"),
                Field.hex(
                        "p_vaddr",
                        first + w,
                        w,
                        vaddr,
                        type == PT_LOAD ? "as written by kexec-tools; not used" : ""),
                type == PT_LOAD
                        ? Field.address(
                                "p_paddr", first + 2L * w, w, paddr, memory, "machine address")
                        : Field.hex("p_paddr", first + 2L * w, w, paddr, ""),
                Field.hex("p_filesz", first + 3L * w, w, fileBytes, "bytes in the file"),
                Field.hex("p_memsz", first + 4L * w, w, memoryBytes, "bytes of memory"),
                Field.hex("p_align", alignAt, w, align, ""));
    }
}
