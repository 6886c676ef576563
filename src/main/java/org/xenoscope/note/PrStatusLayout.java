package org.xenoscope.note;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.place.Field;

import java.util.ArrayList;
import java.util.List;

/// Where the fields of NT_PRSTATUS are. Source: `struct elf_prstatus` of Linux
/// (include/linux/elfcore.h) and Xen's `ELF_Gregset` (xen/include/asm-x86/x86_64/elf.h,
/// x86_32/elf.h, Xen 4.17 and 3.4).
///
/// @param wordBytes 8 or 4
/// @param descBytes length of the whole note
/// @param words the fields before the registers that are one number each
/// @param registersAt offset of `pr_reg`
/// @param registers their names, one word each
/// @param floatingAt offset of `pr_fpvalid`
record PrStatusLayout(
        int wordBytes,
        int descBytes,
        List<Word> words,
        int registersAt,
        List<String> registers,
        int floatingAt) {
    /// One field: its offset and length in bytes.
    record Word(String name, int offset, int length) {}

    private static final PrStatusLayout X86_64 =
            new PrStatusLayout(
                    8,
                    336,
                    List.of(
                            new Word("pr_info.si_signo", 0, 4),
                            new Word("pr_info.si_code", 4, 4),
                            new Word("pr_info.si_errno", 8, 4),
                            new Word("pr_cursig", 12, 2),
                            new Word("pr_sigpend", 16, 8),
                            new Word("pr_sighold", 24, 8),
                            new Word("pr_pid", 32, 4),
                            new Word("pr_ppid", 36, 4),
                            new Word("pr_pgrp", 40, 4),
                            new Word("pr_sid", 44, 4),
                            new Word("pr_utime.tv_sec", 48, 8),
                            new Word("pr_utime.tv_usec", 56, 8),
                            new Word("pr_stime.tv_sec", 64, 8),
                            new Word("pr_stime.tv_usec", 72, 8),
                            new Word("pr_cutime.tv_sec", 80, 8),
                            new Word("pr_cutime.tv_usec", 88, 8),
                            new Word("pr_cstime.tv_sec", 96, 8),
                            new Word("pr_cstime.tv_usec", 104, 8)),
                    112,
                    List.of(
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
                            "gs"),
                    328);

    private static final PrStatusLayout I386 =
            new PrStatusLayout(
                    4,
                    144,
                    List.of(
                            new Word("pr_info.si_signo", 0, 4),
                            new Word("pr_info.si_code", 4, 4),
                            new Word("pr_info.si_errno", 8, 4),
                            new Word("pr_cursig", 12, 2),
                            new Word("pr_sigpend", 16, 4),
                            new Word("pr_sighold", 20, 4),
                            new Word("pr_pid", 24, 4),
                            new Word("pr_ppid", 28, 4),
                            new Word("pr_pgrp", 32, 4),
                            new Word("pr_sid", 36, 4),
                            new Word("pr_utime.tv_sec", 40, 4),
                            new Word("pr_utime.tv_usec", 44, 4),
                            new Word("pr_stime.tv_sec", 48, 4),
                            new Word("pr_stime.tv_usec", 52, 4),
                            new Word("pr_cutime.tv_sec", 56, 4),
                            new Word("pr_cutime.tv_usec", 60, 4),
                            new Word("pr_cstime.tv_sec", 64, 4),
                            new Word("pr_cstime.tv_usec", 68, 4)),
                    72,
                    List.of(
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
                            "ss"),
                    140);

    /// {@return the layout of a note of that length: x86_64 if all its registers are there, i386
    /// only if the length is exact, since a shortened x86_64 note would give false registers}
    static java.util.Optional<PrStatusLayout> of(long descBytes) {
        if (descBytes >= X86_64.registersAt + 27 * 8L) {
            return java.util.Optional.of(X86_64);
        }
        return descBytes == I386.descBytes
                ? java.util.Optional.of(I386)
                : java.util.Optional.empty();
    }

    /// {@return the note's record}
    PrStatus decode(ByteSource file, NoteHeader header) {
        List<Field> fields = new ArrayList<>();
        long at = header.descOffset();
        for (Word word : words) {
            long value = number(file, at + word.offset(), word.length());
            fields.add(Field.decimal(word.name(), at + word.offset(), word.length(), value, ""));
        }
        List<Field> general = new ArrayList<>();
        boolean blank = true;
        for (int i = 0; i < registers.size(); i++) {
            long offset = at + registersAt + (long) i * wordBytes;
            long value = number(file, offset, wordBytes);
            blank &= value == 0;
            general.add(Field.hex(registers.get(i), offset, wordBytes, value, ""));
        }
        fields.addAll(general);
        if (header.descBytes() >= floatingAt + 4) {
            fields.add(
                    Field.decimal("pr_fpvalid", at + floatingAt, 4, file.u32(at + floatingAt), ""));
        }
        return new PrStatus(header, wordBytes, List.copyOf(fields), List.copyOf(general), blank);
    }

    /// {@return whether a note has exactly the length of this layout}
    boolean fits(long length) {
        return length == descBytes;
    }

    /// {@return the unsigned number of 2, 4 or 8 bytes at a file offset}
    static long number(ByteSource file, long offset, int length) {
        return switch (length) {
            case 2 -> file.u16(offset);
            case 4 -> file.u32(offset);
            default -> file.u64(offset);
        };
    }
}
