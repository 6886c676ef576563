package org.xenoscope.image;

import org.xenoscope.image.elf.ElfHeader;
import org.xenoscope.image.elf.ElfImage;
import org.xenoscope.image.elf.ProgramHeader;

/// Refuses ELF files that are no machine dump, and says what they are.
final class ElfPurpose {
    private static final int ET_EXEC = 2;
    private static final int ET_DYN = 3;
    private static final int ET_CORE = 4;
    private static final int EM_386 = 3;
    private static final int EM_X86_64 = 62;

    private ElfPurpose() {}

    /// Checks that an ELF file may be a dump of an x86 machine.
    ///
    /// @throws NotADumpException if it is not
    static void check(String name, ElfImage image) throws NotADumpException {
        ElfHeader header = image.header();
        if (header.type() == ET_EXEC || header.type() == ET_DYN || header.type() == 1) {
            throw new NotADumpException(
                    ("%s is a program or a file of symbols (ELF type %s), not a dump. Open the"
                                    + " vmcore instead.")
                            .formatted(name, ElfHeader.typeName(header.type())));
        }
        if (header.type() != ET_CORE) {
            throw new NotADumpException(
                    "%s is an ELF file of type %s; a dump has the type CORE."
                            .formatted(name, ElfHeader.typeName(header.type())));
        }
        if (header.machine() != EM_386 && header.machine() != EM_X86_64) {
            throw new NotADumpException(
                    "This dump is of %s; Xenoscope reads x86."
                            .formatted(ElfHeader.machineName(header.machine())));
        }
        if (image.programHeaders().isEmpty() && image.findings().isEmpty()) {
            throw new NotADumpException(noProgramHeaders(name, header));
        }
        checkProcess(name, image);
    }

    private static String noProgramHeaders(String name, ElfHeader header) {
        return header.sectionHeaderCount() > 0
                ? ("%s looks like a dump of one domain (xl dump-core: sections, no program"
                       + " headers), but no sections named .xen_pages and .xen_p2m or .xen_pfn can"
                       + " be found; they are named at the end of the file, so that it may have"
                       + " been cut short. Copy it again, or open the vmcore of the host.")
                        .formatted(name)
                : "%s is an ELF core without program headers: it holds no memory.".formatted(name);
    }

    /// A process's core names its mappings in `p_vaddr` and has no physical address.
    private static void checkProcess(String name, ElfImage image) throws NotADumpException {
        boolean memory = false;
        boolean physical = false;
        for (ProgramHeader header : image.programHeaders()) {
            if (header.type() == ProgramHeader.PT_LOAD) {
                memory = true;
                physical |= header.paddr() != 0 || header.vaddr() == 0;
            }
        }
        long loads =
                image.programHeaders().stream()
                        .filter(header -> header.type() == ProgramHeader.PT_LOAD)
                        .count();
        if (memory && !physical && loads > 1) {
            throw new NotADumpException(
                    ("%s is the core of one process (its pieces have no physical addresses), not a"
                                    + " dump of a machine.")
                            .formatted(name));
        }
    }
}
