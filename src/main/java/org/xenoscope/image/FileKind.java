package org.xenoscope.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Kinds of files that are no ELF core, told by their first bytes.
///
/// @param name what the file is, with its article
/// @param magic the bytes that say so, as people write them
/// @param advice what to do, one sentence
/// @param offset where the bytes stand
/// @param bytes the bytes, as ISO 8859-1 text
record FileKind(String name, String magic, String advice, int offset, String bytes) {
    /// Bytes of a file that {@link #of} wants to see: a Multiboot header stands in the first 8 KiB.
    static final int HEAD = 8192;

    private static final int MULTIBOOT = 0x1bad_b002;

    /// Before bytes that are written as hex digits.
    private static final String HEX = "hex ";

    /// Of what a person types to unpack it, the file's name to follow.
    private static final String UNPACK =
            "Unpack it first (%s %%s%s) and open the file inside; a dump is read at random, which"
                    + " compression does not allow.";

    private static final String UNSUPPORTED = "Xenoscope does not read this format.";

    /// Of what is opened unless it lies within another file.
    private static final String ALONE = "Xenoscope opens it where it stands alone.";

    private static final String OPEN_VMCORE = "Open the vmcore instead.";
    private static final String SAVED =
            "It is the memory of one domain, saved on purpose, not a crash of the host.";

    private static final List<FileKind> KINDS =
            List.of(
                    kind("a kdump-compressed dump", "KDUMP", ALONE, 0, "KDUMP   "),
                    kind("a diskdump", "DISKDUMP", ALONE, 0, "DISKDUMP"),
                    kind("a flattened makedumpfile", "makedumpfile", ALONE, 0, "makedumpfile\0"),
                    kind(
                            "an LKCD dump",
                            "ed 23 8f 61 73 01 19 a8",
                            UNSUPPORTED,
                            0,
                            HEX + "ed 23 8f 61 73 01 19 a8"),
                    kind(
                            "an LKCD dump",
                            "a8 19 01 73 61 8f 23 ed",
                            UNSUPPORTED,
                            0,
                            HEX + "a8 19 01 73 61 8f 23 ed"),
                    kind(
                            "an s390 dump",
                            "a8 19 01 73 61 8f 23 fd",
                            UNSUPPORTED,
                            0,
                            HEX + "a8 19 01 73 61 8f 23 fd"),
                    kind("a Fujitsu sadump", "sadump", UNSUPPORTED, 0, "sadump\0\0"),
                    kind("a gzip file", "1f 8b", unpack("zcat"), 0, HEX + "1f 8b"),
                    kind(
                            "an xz file",
                            "fd 37 7a 58 5a",
                            unpack("xzcat"),
                            0,
                            HEX + "fd 37 7a 58 5a 00"),
                    kind(
                            "a Zstandard file",
                            "28 b5 2f fd",
                            unpack("zstdcat"),
                            0,
                            HEX + "28 b5 2f fd"),
                    kind("a bzip2 file", "42 5a 68", unpack("bzcat"), 0, "BZh"),
                    kind("an lz4 file", "04 22 4d 18", unpack("lz4 -dc"), 0, HEX + "04 22 4d 18"),
                    kind("an lzop file", "89 4c 5a 4f", unpack("lzop -dc"), 0, HEX + "89 4c 5a 4f"),
                    kind("a zip archive", "50 4b 03 04", members("unzip"), 0, HEX + "50 4b 03 04"),
                    kind("a tar archive", "ustar at 257", members("tar -xf"), 257, "ustar"),
                    kind("a saved domain (xl save)", "Xen saved domain", SAVED, 0, "Xen saved dom"),
                    kind(
                            "a Xen migration stream",
                            "XENF",
                            SAVED,
                            0,
                            HEX + "ff ff ff ff ff ff ff ff 58 45 4e 46"),
                    kind("a saved domain (xend)", "LinuxGuestRecord", SAVED, 0, "LinuxGuestRecord"),
                    kind("an old xm dump-core", "0xf00febed", UNSUPPORTED, 0, HEX + "ed eb 0f f0"),
                    kind("an old xm dump-core", "0xf00febee", UNSUPPORTED, 0, HEX + "ee eb 0f f0"),
                    kind("a QEMU snapshot", "QEVM", UNSUPPORTED, 0, "QEVM"),
                    kind("a libvirt save file", "Libv", UNSUPPORTED, 0, "Libv"),
                    kind("a VMware snapshot", "0xbed2bed2", UNSUPPORTED, 0, HEX + "d2 be d2 be"),
                    kind("a VMware snapshot", "0xbed3bed3", UNSUPPORTED, 0, HEX + "d3 be d3 be"),
                    kind("a VMware snapshot", "0xbad1bad1", UNSUPPORTED, 0, HEX + "d1 ba d1 ba"),
                    kind("an MCLX crash dump", "dd cc 8b 9a", UNSUPPORTED, 0, HEX + "dd cc 8b 9a"),
                    kind("a Windows crash dump", "PAGEDU64", UNSUPPORTED, 0, "PAGEDU64"),
                    kind("a Windows crash dump", "PAGEDUMP", UNSUPPORTED, 0, "PAGEDUMP"),
                    kind("a Linux kernel image", "HdrS at 514", OPEN_VMCORE, 514, "HdrS"),
                    kind(
                            "an EFI or Windows program, perhaps the hypervisor itself",
                            "MZ",
                            OPEN_VMCORE,
                            0,
                            "MZ"));

    private static final FileKind HYPERVISOR =
            kind("the image of a hypervisor", "Multiboot header", OPEN_VMCORE, 0, "");

    private static String unpack(String command) {
        return UNPACK.formatted(command, " > unpacked");
    }

    private static String members(String command) {
        return UNPACK.formatted(command, "");
    }

    private static FileKind kind(
            String name, String magic, String advice, int offset, String bytes) {
        return new FileKind(name, magic, advice, offset, bytes);
    }

    /// {@return the kind that the first bytes of a file name, if they name one}
    static Optional<FileKind> of(byte[] head) {
        return KINDS.stream()
                .filter(kind -> kind.matches(head))
                .findFirst()
                .or(() -> isMultiboot(head) ? Optional.of(HYPERVISOR) : Optional.empty());
    }

    /// Whether there is a Multiboot header: magic, flags and a checksum that makes the sum 0.
    private static boolean isMultiboot(byte[] head) {
        ByteBuffer words = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 12 <= head.length; at += 4) {
            if (words.getInt(at) == MULTIBOOT
                    && MULTIBOOT + words.getInt(at + 4) + words.getInt(at + 8) == 0) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(byte[] head) {
        byte[] wanted =
                bytes.startsWith(HEX)
                        ? HexFormat.ofDelimiter(" ").parseHex(bytes.substring(HEX.length()))
                        : bytes.getBytes(StandardCharsets.ISO_8859_1);
        return head.length >= offset + wanted.length
                && Arrays.equals(head, offset, offset + wanted.length, wanted, 0, wanted.length);
    }

    /// {@return what the file is, how that is known, what to do}
    String sentence(String file) {
        return "%s is %s (%s). %s".formatted(file, name, magic, advice.replace("%s", file));
    }
}
