package org.xenoscope.note;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.place.Field;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Notes that say something but do not lead the translation: named and, where their layout is
/// known, decoded; the rest keeps its bytes.
///
/// Sources: xen/include/public/elfnote.h (Xen 4.17), tools/libs/guest/xg_core.h for dump-core, QEMU
/// target/i386/arch_dump.c, Linux include/uapi/linux/vmcore.h.
final class OtherNotes {
    /// Bytes of a raw note that its field shows.
    private static final int SHOWN = 32;

    /// Characters of a text that its field shows.
    private static final int LONGEST_TEXT = 4096;

    private static final Map<Long, String> KERNEL_IMAGE =
            Map.ofEntries(
                    Map.entry(0L, "INFO"),
                    Map.entry(1L, "ENTRY"),
                    Map.entry(2L, "HYPERCALL_PAGE"),
                    Map.entry(3L, "VIRT_BASE"),
                    Map.entry(4L, "PADDR_OFFSET"),
                    Map.entry(5L, "XEN_VERSION"),
                    Map.entry(6L, "GUEST_OS"),
                    Map.entry(7L, "GUEST_VERSION"),
                    Map.entry(8L, "LOADER"),
                    Map.entry(9L, "PAE_MODE"),
                    Map.entry(10L, "FEATURES"),
                    Map.entry(11L, "BSD_SYMTAB"),
                    Map.entry(12L, "HV_START_LOW"),
                    Map.entry(13L, "L1_MFN_VALID"),
                    Map.entry(14L, "SUSPEND_CANCEL"),
                    Map.entry(15L, "INIT_P2M"),
                    Map.entry(16L, "MOD_START_PFN"),
                    Map.entry(17L, "SUPPORTED_FEATURES"),
                    Map.entry(18L, "PHYS32_ENTRY"),
                    Map.entry(19L, "PHYS32_RELOC"));

    private static final Map<Long, String> CORE =
            Map.of(1L, "NT_PRSTATUS", 3L, "NT_PRPSINFO", 4L, "NT_TASKSTRUCT", 6L, "NT_AUXV");

    private static final List<String> QEMU =
            List.of(
                    "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rsp", "rbp", "r8", "r9", "r10",
                    "r11", "r12", "r13", "r14", "r15", "rip", "rflags");
    private static final List<String> QEMU_SEGMENTS =
            List.of("cs", "ds", "es", "fs", "gs", "ss", "ldt", "tr", "gdt", "idt");

    private OtherNotes() {}

    /// {@return the note with its name and fields}
    static OtherNote decode(ByteSource file, NoteHeader header) {
        long at = header.descOffset();
        long length = header.descBytes();
        String kind = header.owner() + "/" + header.type();
        if (kind.equals("GNU/3")) {
            return new OtherNote(
                    header, "NT_GNU_BUILD_ID", List.of(raw(file, "build_id", at, length)));
        }
        if (kind.equals("QEMU/0") && length >= 432) {
            return new OtherNote(header, "QEMUCPUState", qemu(file, at, length));
        }
        if (kind.equals("ERASEINFO/0")) {
            return new OtherNote(header, "ERASEINFO", List.of(text(file, "text", at, length)));
        }
        if (kind.equals("LINUX/1792") && length >= 44) {
            Field name = text(file, "name", at, 44);
            return new OtherNote(
                    header, "NT_VMCOREDD", List.of(name, raw(file, "data", at + 44, length - 44)));
        }
        return header.owner().equals("Xen") || header.owner().equals("XEN CORE")
                ? xen(file, header)
                : new OtherNote(header, unnamed(header), List.of(raw(file, "desc", at, length)));
    }

    private static String unnamed(NoteHeader header) {
        if (header.owner().equals("CORE")) {
            String name = CORE.get(header.type());
            if (name != null) {
                return name;
            }
        }
        return "note type 0x" + Long.toHexString(header.type());
    }

    private static OtherNote xen(ByteSource file, NoteHeader header) {
        long at = header.descOffset();
        long length = header.descBytes();
        int type = header.type() <= Integer.MAX_VALUE ? (int) header.type() : -1;
        if (type == 0x1000003) {
            return new OtherNote(header, "CRASH_INFO2", List.of(raw(file, "desc", at, length)));
        }
        if (type == 0x1000001 || type == 0x1000002) {
            String name = type == 0x1000001 ? "CRASH_INFO" : "CRASH_REGS";
            return new OtherNote(header, name, List.of(raw(file, "desc", at, length)));
        }
        if (type == 0x2000000) {
            return new OtherNote(header, "DUMPCORE_NONE", List.of());
        }
        if (type == 0x2000001 && length >= 32) {
            return new OtherNote(header, "DUMPCORE_HEADER", dumpCoreHeader(file, at));
        }
        if (type == 0x2000002 && length >= 1280) {
            return new OtherNote(header, "DUMPCORE_XEN_VERSION", dumpCoreVersion(file, at));
        }
        if (type == 0x2000003 && length >= 8) {
            long version = file.u64(at);
            return new OtherNote(
                    header,
                    "DUMPCORE_FORMAT_VERSION",
                    List.of(
                            Field.hex(
                                    "version",
                                    at,
                                    8,
                                    version,
                                    (version >>> 32) + "." + (version & 0xffff_ffffL))));
        }
        String name = KERNEL_IMAGE.getOrDefault(header.type(), unnamed(header));
        return new OtherNote(header, name, List.of(raw(file, "desc", at, length)));
    }

    private static List<Field> dumpCoreHeader(ByteSource file, long at) {
        long magic = file.u64(at);
        String kind = magic == 0xf00febeeL ? "HVM" : magic == 0xf00febedL ? "PV" : "unknown";
        return List.of(
                Field.hex("magic", at, 8, magic, kind),
                Field.decimal("nr_vcpus", at + 8, 8, file.u64(at + 8), ""),
                Field.decimal("nr_pages", at + 16, 8, file.u64(at + 16), ""),
                Field.decimal("page_size", at + 24, 8, file.u64(at + 24), "bytes"));
    }

    private static List<Field> dumpCoreVersion(ByteSource file, long at) {
        return List.of(
                Field.decimal("major_version", at, 8, file.u64(at), ""),
                Field.decimal("minor_version", at + 8, 8, file.u64(at + 8), ""),
                text(file, "extra_version", at + 16, 16),
                text(file, "compiler", at + 32, 64),
                text(file, "compile_by", at + 96, 16),
                text(file, "compile_domain", at + 112, 32),
                text(file, "compile_date", at + 144, 32),
                text(file, "capabilities", at + 176, 1024),
                text(file, "changeset", at + 1200, 64),
                Field.hex("virt_start", at + 1264, 8, file.u64(at + 1264), ""),
                Field.decimal("pagesize", at + 1272, 8, file.u64(at + 1272), "bytes"));
    }

    private static List<Field> qemu(ByteSource file, long at, long length) {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.decimal("version", at, 4, file.u32(at), ""));
        fields.add(Field.decimal("size", at + 4, 4, file.u32(at + 4), "bytes"));
        for (int i = 0; i < QEMU.size(); i++) {
            long offset = at + 8 + 8L * i;
            fields.add(Field.hex(QEMU.get(i), offset, 8, file.u64(offset), ""));
        }
        for (int i = 0; i < QEMU_SEGMENTS.size(); i++) {
            long offset = at + 152 + 24L * i;
            String name = QEMU_SEGMENTS.get(i);
            fields.add(Field.hex(name + ".selector", offset, 4, file.u32(offset), ""));
            fields.add(Field.hex(name + ".limit", offset + 4, 4, file.u32(offset + 4), ""));
            fields.add(Field.hex(name + ".flags", offset + 8, 4, file.u32(offset + 8), ""));
            fields.add(Field.hex(name + ".base", offset + 16, 8, file.u64(offset + 16), ""));
        }
        for (int i = 0; i < 5; i++) {
            long offset = at + 392 + 8L * i;
            fields.add(Field.hex("cr" + i, offset, 8, file.u64(offset), ""));
        }
        if (length >= 440) {
            fields.add(Field.hex("kernel_gs_base", at + 432, 8, file.u64(at + 432), ""));
        }
        return fields;
    }

    private static Field text(ByteSource file, String name, long at, long length) {
        int bytes = (int) Math.min(length, LONGEST_TEXT);
        return Field.text(name, at, length, NoteDecoder.text(file.read(at, bytes)), "");
    }

    private static Field raw(ByteSource file, String name, long at, long length) {
        int shown = (int) Math.min(length, SHOWN);
        String bytes = HexFormat.ofDelimiter(" ").formatHex(file.read(at, shown));
        return new Field(
                name,
                at,
                length,
                0,
                Field.Form.RAW,
                length > shown ? bytes + " …" : bytes,
                "",
                Optional.empty());
    }
}
