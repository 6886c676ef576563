package org.xenoscope.image.elf;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.place.Field;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The header of an ELF file, `Elf32_Ehdr` or `Elf64_Ehdr` (System V gABI, chapter 4).
///
/// @param wide whether the file is ELFCLASS64
/// @param osAbi `e_ident[EI_OSABI]`
/// @param abiVersion `e_ident[EI_ABIVERSION]`
/// @param type `e_type`; 4 is a core
/// @param machine `e_machine`; 62 x86_64, 3 i386
/// @param version `e_version`
/// @param entry `e_entry`
/// @param programHeaders `e_phoff`
/// @param sectionHeaders `e_shoff`
/// @param flags `e_flags`; bit 0: makedumpfile ran out of space
/// @param headerBytes `e_ehsize`
/// @param programHeaderBytes `e_phentsize`
/// @param programHeaderCount `e_phnum` as written; 0xffff is PN_XNUM
/// @param sectionHeaderBytes `e_shentsize`
/// @param sectionHeaderCount `e_shnum`
/// @param sectionNames `e_shstrndx`
public record ElfHeader(
        boolean wide,
        int osAbi,
        int abiVersion,
        int type,
        int machine,
        long version,
        long entry,
        long programHeaders,
        long sectionHeaders,
        long flags,
        int headerBytes,
        int programHeaderBytes,
        int programHeaderCount,
        int sectionHeaderBytes,
        int sectionHeaderCount,
        int sectionNames) {
    /// `e_phnum` of a file with more program headers than fit: the count is in section header 0.
    public static final int PN_XNUM = 0xffff;

    private static final Map<Integer, String> TYPES =
            Map.of(0, "NONE", 1, "REL", 2, "EXEC", 3, "DYN", 4, "CORE");
    private static final Map<Integer, String> MACHINES =
            Map.of(
                    3,
                    "Intel 80386",
                    8,
                    "MIPS",
                    20,
                    "PowerPC",
                    21,
                    "PowerPC64",
                    22,
                    "IBM S/390",
                    40,
                    "ARM",
                    50,
                    "Intel IA-64",
                    62,
                    "x86_64",
                    183,
                    "AArch64",
                    243,
                    "RISC-V");

    /// {@return bytes that the header of that class has}
    static int bytes(boolean wide) {
        return wide ? 64 : 52;
    }

    /// Reads the header at offset 0 of a little-endian file.
    ///
    /// @throws org.xenoscope.bytes.UnreadableException if the file ends within it
    static ElfHeader read(ByteSource file, boolean wide) {
        int tail = wide ? 48 : 36;
        return new ElfHeader(
                wide,
                file.u8(7),
                file.u8(8),
                file.u16(16),
                file.u16(18),
                file.u32(20),
                wide ? file.u64(24) : file.u32(24),
                wide ? file.u64(32) : file.u32(28),
                wide ? file.u64(40) : file.u32(32),
                file.u32(tail),
                file.u16(tail + 4),
                file.u16(tail + 6),
                file.u16(tail + 8),
                file.u16(tail + 10),
                file.u16(tail + 12),
                file.u16(tail + 14));
    }

    /// {@return the name of an `e_type`}
    public static String typeName(int type) {
        return TYPES.getOrDefault(type, "type " + type);
    }

    /// {@return the name of an `e_machine`}
    public static String machineName(int machine) {
        return MACHINES.getOrDefault(machine, "machine " + machine);
    }

    /// {@return the fields by their names in the gABI}
    public List<Field> fields() {
        int word = wide ? 8 : 4;
        long tail = wide ? 48 : 36;
        List<Field> fields = new ArrayList<>();
        fields.add(Field.text("EI_MAG", 0, 4, "7f 45 4c 46", "ELF"));
        fields.add(Field.decimal("EI_CLASS", 4, 1, wide ? 2 : 1, wide ? "ELF64" : "ELF32"));
        fields.add(Field.decimal("EI_DATA", 5, 1, 1, "little-endian"));
        fields.add(Field.decimal("EI_VERSION", 6, 1, 1, ""));
        fields.add(Field.decimal("EI_OSABI", 7, 1, osAbi, osAbi == 0 ? "UNIX - System V" : ""));
        fields.add(Field.decimal("EI_ABIVERSION", 8, 1, abiVersion, ""));
        fields.add(Field.decimal("e_type", 16, 2, type, typeName(type)));
        fields.add(Field.decimal("e_machine", 18, 2, machine, machineName(machine)));
        fields.add(Field.hex("e_version", 20, 4, version, ""));
        fields.add(Field.hex("e_entry", 24, word, entry, ""));
        fields.add(offset("e_phoff", 24 + word, word, programHeaders, "program headers"));
        fields.add(offset("e_shoff", 24 + 2L * word, word, sectionHeaders, "section headers"));
        fields.add(
                Field.hex("e_flags", tail, 4, flags, (flags & 1) != 0 ? "dump is incomplete" : ""));
        fields.add(Field.decimal("e_ehsize", tail + 4, 2, headerBytes, "bytes"));
        fields.add(Field.decimal("e_phentsize", tail + 6, 2, programHeaderBytes, "bytes"));
        fields.add(
                Field.decimal(
                        "e_phnum",
                        tail + 8,
                        2,
                        programHeaderCount,
                        programHeaderCount == PN_XNUM
                                ? "PN_XNUM: the count is sh_info of section header 0"
                                : ""));
        fields.add(Field.decimal("e_shentsize", tail + 10, 2, sectionHeaderBytes, "bytes"));
        fields.add(Field.decimal("e_shnum", tail + 12, 2, sectionHeaderCount, ""));
        fields.add(Field.decimal("e_shstrndx", tail + 14, 2, sectionNames, ""));
        return fields;
    }

    private static Field offset(String name, long at, int word, long value, String meaning) {
        return Field.address(name, at, word, value, org.xenoscope.place.SpaceId.FILE, meaning);
    }
}
