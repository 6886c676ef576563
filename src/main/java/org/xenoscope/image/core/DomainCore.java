package org.xenoscope.image.core;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.bytes.DumpFile;
import org.xenoscope.image.Extent;
import org.xenoscope.image.Image;
import org.xenoscope.image.MachineRun;
import org.xenoscope.image.NoteSegment;
import org.xenoscope.image.Origin;
import org.xenoscope.image.Whose;
import org.xenoscope.image.elf.ElfHeader;
import org.xenoscope.image.elf.ElfImage;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Hole;
import org.xenoscope.place.Lazy;
import org.xenoscope.place.Part;
import org.xenoscope.place.Severity;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A dump of one domain as memory: of a PV domain the machine frames that it owned, of an HVM or
/// PVH domain its own frames, which are machine frames to the guest and to nobody else.
///
/// Which frame a page is stands in a table behind all pages; it is read when memory is first asked
/// for.
public final class DomainCore implements Image {
    private static final int ET_CORE = 4;
    private static final int EM_386 = 3;
    private static final int EM_X86_64 = 62;
    private static final int PAGE = 4096;

    private final DumpFile file;
    private final ElfImage elf;
    private final Sections sections;
    private final Section table;
    private final boolean p2m;
    private final Lazy<FrameTable> frames;
    private final Lazy<ElfImage> memory;
    private final List<Finding> findings;

    private DomainCore(DumpFile file, ElfImage elf, Sections sections, Section table) {
        this.file = file;
        this.elf = elf;
        this.sections = sections;
        this.table = table;
        p2m = table.name().equals(".xen_p2m");
        Section pages = sections.named(".xen_pages").orElseThrow();
        findings = new ArrayList<>(elf.findings());
        int count = count(pages);
        frames = new Lazy<>(() -> FrameTable.read(file, table, pages, p2m, count));
        memory =
                new Lazy<>(
                        () ->
                                ElfImage.placed(
                                        file,
                                        elf.header(),
                                        frames.get().runs(),
                                        table.name() + " entry"));
        damage();
    }

    /// Recognises a dump of one domain.
    ///
    /// @param elf the same file, its ELF header read
    /// @return empty if it is something else, or if the sections that hold its memory are lost
    public static Optional<DomainCore> of(DumpFile file, ElfImage elf) {
        ElfHeader header = elf.header();
        if (header.type() != ET_CORE
                || (header.machine() != EM_X86_64 && header.machine() != EM_386)
                || header.programHeaderCount() != 0) {
            return Optional.empty();
        }
        Sections sections = Sections.read(file, header);
        return sections.named(".xen_p2m")
                .or(() -> sections.named(".xen_pfn"))
                .filter(_ -> sections.named(".xen_pages").isPresent())
                .map(table -> new DomainCore(file, elf, sections, table));
    }

    /// {@return entries that both the file and the sections have; 0 if they are of other sizes}
    private int count(Section pages) {
        int entry = p2m ? 16 : 8;
        if (!sized(pages, PAGE) || !sized(table, entry)) {
            return 0;
        }
        long entries = Long.divideUnsigned(table.bytes(), entry);
        long whole = Long.divideUnsigned(pages.bytes(), PAGE);
        if (entries != whole) {
            error(
                    table,
                    "%s has %s entries for %s pages of .xen_pages; only pages with an entry are shown."
                            .formatted(
                                    table.name(),
                                    Long.toUnsignedString(entries),
                                    Long.toUnsignedString(whole)));
        }
        long stored = table.stored(file.size()) / entry;
        long least = Long.compareUnsigned(whole, stored) < 0 ? whole : stored;
        return (int) Math.min(least, Integer.MAX_VALUE);
    }

    private boolean sized(Section section, int bytes) {
        if (section.entryBytes() == 0 || section.entryBytes() == bytes) {
            return true;
        }
        error(
                section,
                "%s has entries of %s bytes, not of %d; no memory is read from it."
                        .formatted(
                                section.name(),
                                Long.toUnsignedString(section.entryBytes()),
                                bytes));
        return false;
    }

    private void error(Section section, String sentence) {
        findings.add(Finding.inFile(Severity.ERROR, sentence, section.at(), "section headers"));
    }

    private void damage() {
        findings.add(Finding.general(Severity.INFO, scope(), "section headers"));
        for (Section section : sections.all()) {
            long stored = section.stored(file.size());
            if (section.index() > 0 && stored != section.bytes()) {
                error(
                        section,
                        "The section %s claims 0x%x bytes from 0x%x; the file ends at 0x%x and has 0x%x of them."
                                .formatted(
                                        section.name(),
                                        section.bytes(),
                                        section.offset(),
                                        file.size(),
                                        stored));
            }
        }
    }

    private String scope() {
        return p2m
                ? "The dump holds the machine frames of one PV domain (.xen_p2m); it does not say"
                        + " which domain, and neither Xen nor dom0 is in it."
                : "The dump holds one HVM or PVH domain by the guest's own frames (.xen_pfn): what"
                        + " is called a machine address is the guest's physical address; where it"
                        + " lay in the host is not in the file.";
    }

    @Override
    public Whose whose() {
        return p2m ? Whose.PV_DOMAIN : Whose.HVM_DOMAIN;
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public ByteSource file() {
        return file;
    }

    @Override
    public String format() {
        return "xl dump-core, " + elf.format();
    }

    @Override
    public int elfMachine() {
        return elf.elfMachine();
    }

    @Override
    public long fileOffset(long maddr) {
        return memory.get().fileOffset(maddr);
    }

    @Override
    public Origin origin(long maddr) {
        return memory.get().origin(maddr);
    }

    @Override
    public Hole hole(long maddr) {
        return memory.get().hole(maddr);
    }

    @Override
    public long machineAddress(long fileOffset) {
        return memory.get().machineAddress(fileOffset);
    }

    @Override
    public String describeFileOffset(long fileOffset) {
        return Long.compareUnsigned(fileOffset, elf.header().wide() ? 64 : 52) < 0
                        || Long.compareUnsigned(fileOffset, file.size()) >= 0
                ? elf.describeFileOffset(fileOffset)
                : sections.describe(fileOffset);
    }

    @Override
    public int headersHolding(long maddr) {
        return memory.get().headersHolding(maddr);
    }

    @Override
    public List<MachineRun> runs() {
        return memory.get().runs();
    }

    @Override
    public long memoryBytes() {
        return memory.get().memoryBytes();
    }

    @Override
    public Extent extentAt(long maddr) {
        return memory.get().extentAt(maddr);
    }

    @Override
    public long u64(long maddr) {
        return memory.get().u64(maddr);
    }

    @Override
    public long u32(long maddr) {
        return memory.get().u32(maddr);
    }

    @Override
    public void read(long maddr, byte[] target, int start, int length) {
        memory.get().read(maddr, target, start, length);
    }

    @Override
    public List<NoteSegment> noteSegments() {
        return sections.notes(file.size());
    }

    @Override
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        parts.add(elf.parts().getFirst());
        parts.addAll(sections.parts(file.size()));
        return List.copyOf(parts);
    }

    @Override
    public List<Finding> findings() {
        List<Finding> all = new ArrayList<>(findings);
        frames.peek().ifPresent(read -> all.addAll(read.findings()));
        return List.copyOf(all);
    }

    @Override
    public void close() {
        file.close();
    }
}
