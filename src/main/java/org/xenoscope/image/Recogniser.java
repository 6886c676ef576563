package org.xenoscope.image;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.bytes.DumpFile;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.core.DomainCore;
import org.xenoscope.image.elf.ElfHeader;
import org.xenoscope.image.elf.ElfImage;
import org.xenoscope.image.kdump.KdumpImage;
import org.xenoscope.place.Progress;
import org.xenoscope.place.Size;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells what a file is by its own bytes.
final class Recogniser {
    /// Bytes looked at before a file is called empty of anything but zeros.
    private static final int ZERO_CHECK = 1 << 20;

    /// Where a dump begins that was copied off a disk with what stood before it.
    private static final int[] LATER_STARTS = {512, 4096};

    private final String name;
    private final DumpFile file;
    private final List<DumpFile> further;
    private final Progress progress;

    /// Makes the recogniser.
    ///
    /// @param further files that may be parts of the same dump
    Recogniser(String name, DumpFile file, List<DumpFile> further, Progress progress) {
        this.further = further;
        this.name = name;
        this.file = file;
        this.progress = progress;
    }

    /// Opens the file if it is a dump.
    Image open() throws NotADumpException {
        if (file.size() == 0) {
            throw new NotADumpException("%s is empty (0 bytes).".formatted(name));
        }
        byte[] head = file.head(FileKind.HEAD);
        if (isCoreAt(head, 0)) {
            return elf(head);
        }
        if (isKdump(head)) {
            return kdump();
        }
        var kind = FileKind.of(head);
        if (kind.isPresent()) {
            throw new NotADumpException(kind.get().sentence(name) + inside(kind.get(), head));
        }
        throw new NotADumpException(unnamed(head));
    }

    private Image elf(byte[] head) throws NotADumpException {
        if (head.length < 20) {
            throw new NotADumpException(
                    "%s is cut short within its ELF header (%d bytes)."
                            .formatted(name, file.size()));
        }
        int elfClass = head[4];
        if (elfClass != 1 && elfClass != 2) {
            throw new NotADumpException(
                    "%s begins like an ELF file but has the class %d, which is neither 32 nor 64 bits."
                            .formatted(name, elfClass & 0xff));
        }
        if (head[5] != 1) {
            throw new NotADumpException(bigEndian(head));
        }
        if (file.size() < (elfClass == 2 ? 64 : 52)) {
            throw new NotADumpException(
                    "%s is cut short within its ELF header (%d bytes)."
                            .formatted(name, file.size()));
        }
        ElfImage image = ElfImage.of(file, elfClass == 2);
        Optional<DomainCore> domain = DomainCore.of(file, image);
        if (domain.isPresent()) {
            return domain.get();
        }
        ElfPurpose.check(name, image);
        return image;
    }

    /// {@return further sentences on what a compressed file or an archive holds and how this
    /// program unpacks it, with a blank before them}
    private String inside(FileKind kind, byte[] head) {
        Optional<Packed> packed = Packed.of(file.path(), head);
        if (packed.isEmpty()) {
            return Inside.of(kind, head);
        }
        String holds = packed.get().holds();
        return " \"xenoscope unpack %s\" does it too.".formatted(name)
                + (holds.isEmpty() ? "" : " It holds " + holds + ".");
    }

    private static boolean isKdump(byte[] head) {
        String start = new String(head, 0, Math.min(8, head.length), StandardCharsets.ISO_8859_1);
        return start.equals("KDUMP   ") || start.equals("DISKDUMP");
    }

    private Image kdump() throws NotADumpException {
        try {
            List<DumpFile> files = new ArrayList<>(List.of(file));
            files.addAll(further);
            return KdumpImage.of(files)
                    .orElseThrow(
                            () ->
                                    new NotADumpException(
                                            ("%s is a kdump-compressed dump or a diskdump, but its"
                                                 + " page size, bitmaps and frames do not fit"
                                                 + " together.")
                                                    .formatted(name)));
        } catch (UnreadableException _) {
            throw new NotADumpException(
                    "%s is cut short within its kdump header (%d bytes)."
                            .formatted(name, file.size()));
        }
    }

    private String bigEndian(byte[] head) {
        if (head[5] != 2) {
            return "%s begins like an ELF file but has no known byte order (EI_DATA %d)."
                    .formatted(name, head[5] & 0xff);
        }
        String machine = ElfHeader.machineName((head[18] & 0xff) << 8 | (head[19] & 0xff));
        return "%s is a big-endian ELF file (EI_DATA 2)%s; Xenoscope reads dumps of x86, which is little-endian."
                .formatted(
                        name,
                        machine.startsWith("machine ") ? "" : " of another machine, " + machine);
    }

    private String unnamed(byte[] head) throws NotADumpException {
        if (Inside.isText(head)) {
            String start = new String(head, StandardCharsets.ISO_8859_1);
            return start.contains("(XEN)")
                    ? "%s is text with lines of Xen's console, a log. Open the vmcore of that crash."
                            .formatted(name)
                    : "%s is a text file. Open the vmcore instead.".formatted(name);
        }
        if (onlyZeros()) {
            return "%s holds only zeros (%s). The disk may have been full when it was written."
                    .formatted(name, Size.text(file.size()));
        }
        for (int offset : LATER_STARTS) {
            if (isCoreAt(head, offset)) {
                return ("%s holds an ELF file that begins at offset %d, behind other bytes. Cut"
                                + " them off (tail -c +%d) and open the result.")
                        .formatted(name, offset, offset + 1);
            }
        }
        if (file.size() % 4096 == 0) {
            return ("%s has no header that is known, and its size is a whole number of pages: it"
                        + " may be raw memory, which carries no notes. Open the vmcore that kdump"
                        + " saved.")
                    .formatted(name);
        }
        return "%s is no dump: its first bytes (%s) are no format that is known."
                .formatted(name, Inside.hex(head, 8));
    }

    private static boolean isCoreAt(byte[] head, int offset) {
        return head.length >= offset + 4
                && head[offset] == 0x7f
                && head[offset + 1] == 'E'
                && head[offset + 2] == 'L'
                && head[offset + 3] == 'F';
    }

    /// Looks at the first and the last mebibyte: a sparse file of any size is told at once.
    private boolean onlyZeros() {
        int length = (int) Math.min(file.size(), ZERO_CHECK);
        return !progress.cancelled()
                && zeros(file, 0, length)
                && zeros(file, file.size() - length, length);
    }

    private static boolean zeros(ByteSource file, long offset, int length) {
        for (byte value : file.read(offset, length)) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }
}
