package org.xenoscope.image.elf;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.bytes.DumpFile;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Extent;
import org.xenoscope.image.Image;
import org.xenoscope.image.MachineRun;
import org.xenoscope.image.NoteSegment;
import org.xenoscope.image.Origin;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.place.Part;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// An ELF core as machine memory: route R1 of the translation.
public final class ElfImage implements Image {
    private final DumpFile file;
    private final ElfTables tables;
    private final Cover cover;
    private final FileOrder order;
    private final List<Finding> findings;
    private final String piece;

    /// Takes tables and what is wrong with the pieces.
    ///
    /// @param piece what a piece is called: "header"
    private ElfImage(DumpFile file, ElfTables tables, List<Finding> damage, String piece) {
        this.file = file;
        this.tables = tables;
        this.piece = piece;
        this.cover = new Cover(tables.headers(), file.size());
        this.order = new FileOrder(cover.runs());
        this.findings = new ArrayList<>(file.findings());
        findings.addAll(tables.findings());
        findings.addAll(damage);
    }

    /// Reads the headers of an ELF file.
    ///
    /// @param file the mapped file; closed with the image
    /// @param wide whether it is ELFCLASS64
    /// @throws UnreadableException if the file ends within its ELF header
    public static ElfImage of(DumpFile file, boolean wide) {
        ElfTables tables = ElfTables.read(file, wide);
        return new ElfImage(file, tables, Damage.of(tables, file), "header");
    }

    /// Makes an image of a file that places its memory otherwise than by program headers.
    ///
    /// @param pieces what would be the program headers
    /// @param piece what such a piece is called in sentences: "entry"
    public static ElfImage placed(
            DumpFile file, ElfHeader header, List<ProgramHeader> pieces, String piece) {
        ElfTables tables = new ElfTables(header, pieces, List.of());
        return new ElfImage(file, tables, List.of(), piece);
    }

    /// {@return the ELF header}
    public ElfHeader header() {
        return tables.header();
    }

    /// {@return the program headers, in the order of the file}
    public List<ProgramHeader> programHeaders() {
        return tables.headers();
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
        return (tables.header().wide() ? "ELF64 core" : "ELF32 core") + file.wrapping();
    }

    @Override
    public int elfMachine() {
        return tables.header().machine();
    }

    @Override
    public long fileOffset(long maddr) {
        int index = cover.find(maddr);
        if (index < 0) {
            return HoleReason.NOT_IN_DUMP.code();
        }
        Cover.Piece part = cover.piece(index);
        return switch (part.kind()) {
            case STORED -> part.fileOffset() + (maddr - part.start());
            case TRUNCATED -> HoleReason.TRUNCATED.code();
            case NOT_STORED -> HoleReason.ZERO_FILL.code();
        };
    }

    @Override
    public Hole hole(long maddr) {
        int index = cover.find(maddr);
        if (index < 0) {
            return new Hole(HoleReason.NOT_IN_DUMP, notInDump(maddr, -1 - index));
        }
        Cover.Piece part = cover.piece(index);
        int header = part.header().index();
        return switch (part.kind()) {
            case STORED ->
                    throw new IllegalArgumentException(
                            "machine:%s is in the dump".formatted(Location.hex(maddr)));
            case TRUNCATED ->
                    new Hole(
                            HoleReason.TRUNCATED,
                            ("%s %d puts this byte at file offset 0x%x; the file ends at 0x%x."
                                            + " It was cut short by %s bytes.")
                                    .formatted(
                                            capital(),
                                            header,
                                            part.fileOffset() + (maddr - part.start()),
                                            file.size(),
                                            Long.toUnsignedString(missing(part.header()))));
            case NOT_STORED ->
                    new Hole(
                            HoleReason.ZERO_FILL,
                            "%s %d covers machine:0x%x in memory but the file stores no byte of it."
                                    .formatted(capital(), header, maddr));
        };
    }

    private String capital() {
        return Character.toUpperCase(piece.charAt(0)) + piece.substring(1);
    }

    private boolean programHeadersPlace() {
        return piece.equals("header");
    }

    private long missing(ProgramHeader header) {
        return header.offset() + header.fileBytes() - file.size();
    }

    private String notInDump(long maddr, int next) {
        String none = programHeadersPlace() ? "program header" : piece;
        String text = "No %s of the dump covers machine address 0x%x.".formatted(none, maddr);
        List<String> neighbours = new ArrayList<>();
        if (next > 0) {
            Cover.Piece before = cover.piece(next - 1);
            neighbours.add(
                    "%s %d (ends at 0x%x)"
                            .formatted(piece, before.header().index(), before.last() + 1));
        }
        if (next < cover.size()) {
            Cover.Piece behind = cover.piece(next);
            neighbours.add(
                    "%s %d (starts at 0x%x)"
                            .formatted(piece, behind.header().index(), behind.start()));
        }
        if (neighbours.isEmpty()) {
            return text;
        }
        String verb = neighbours.size() == 1 ? " The nearest is " : " The nearest are ";
        return text + verb + String.join(" and ", neighbours) + ".";
    }

    @Override
    public long machineAddress(long fileOffset) {
        return order.machineAddress(fileOffset);
    }

    @Override
    public String describeFileOffset(long fileOffset) {
        return tables.describe(fileOffset, file.size());
    }

    @Override
    public int headersHolding(long maddr) {
        int count = 0;
        for (ProgramHeader header : tables.headers()) {
            if (header.isMemory()
                    && Long.compareUnsigned(
                                    maddr - header.paddr(),
                                    Cover.stored(header, header.memoryInFile(), file.size()))
                            < 0) {
                count++;
            }
        }
        return count;
    }

    @Override
    public Origin origin(long maddr) {
        int index = cover.find(maddr);
        if (index < 0) {
            return new Origin(
                    programHeadersPlace() ? "program headers" : "the table of frames",
                    OptionalLong.empty(),
                    List.of(),
                    "");
        }
        ProgramHeader header = cover.piece(index).header();
        return new Origin(
                (programHeadersPlace() ? "PT_LOAD #" : piece + " ") + header.index(),
                OptionalLong.of(header.at()),
                List.of(),
                "");
    }

    @Override
    public long memoryBytes() {
        return runs().stream().mapToLong(MachineRun::bytes).sum();
    }

    @Override
    public List<MachineRun> runs() {
        return cover.runs();
    }

    @Override
    public Extent extentAt(long maddr) {
        int index = cover.find(maddr);
        if (index < 0) {
            int next = -1 - index;
            long first = next == 0 ? 0 : cover.piece(next - 1).last() + 1;
            long last = next == cover.size() ? -1L : cover.piece(next).start() - 1;
            return new Extent(first, last, Optional.of(HoleReason.NOT_IN_DUMP));
        }
        Cover.Piece part = cover.piece(index);
        return new Extent(
                part.start(),
                part.last(),
                switch (part.kind()) {
                    case STORED -> Optional.empty();
                    case TRUNCATED -> Optional.of(HoleReason.TRUNCATED);
                    case NOT_STORED -> Optional.of(HoleReason.ZERO_FILL);
                });
    }

    @Override
    public long u64(long maddr) {
        long offset = fileOffsetOfAll(maddr, 8);
        return offset >= 0 ? file.u64(offset) : assemble(maddr, 8);
    }

    @Override
    public long u32(long maddr) {
        long offset = fileOffsetOfAll(maddr, 4);
        return offset >= 0 ? file.u32(offset) : assemble(maddr, 4);
    }

    /// The file offset of bytes that lie together in one stored stretch, or -1.
    private long fileOffsetOfAll(long maddr, int length) {
        int index = cover.find(maddr);
        if (index < 0) {
            return -1;
        }
        Cover.Piece part = cover.piece(index);
        boolean together = Long.compareUnsigned(part.last() - maddr, length - 1) >= 0;
        return together && part.kind() == Cover.Kind.STORED
                ? part.fileOffset() + (maddr - part.start())
                : -1;
    }

    /// Reads a number that straddles runs, or finds the byte that is missing.
    private long assemble(long maddr, int length) {
        long number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = number << 8 | file.u8(present(maddr + i));
        }
        return number;
    }

    private long present(long maddr) {
        long offset = fileOffset(maddr);
        if (offset < 0) {
            throw new UnreadableException(hole(maddr));
        }
        return offset;
    }

    @Override
    public void read(long maddr, byte[] target, int start, int length) {
        int done = 0;
        while (done < length) {
            int index = cover.find(maddr + done);
            if (index < 0 || cover.piece(index).kind() != Cover.Kind.STORED) {
                throw new UnreadableException(hole(maddr + done));
            }
            Cover.Piece part = cover.piece(index);
            long offset = part.fileOffset() + (maddr + done - part.start());
            long room = part.last() - (maddr + done);
            int many = (int) Math.min(length - done - 1L, Math.max(0, room)) + 1;
            file.read(offset, target, start + done, many);
            done += many;
        }
    }

    @Override
    public List<NoteSegment> noteSegments() {
        return tables.noteSegments(file.size());
    }

    @Override
    public List<Part> parts() {
        return tables.parts(file.size());
    }

    @Override
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    @Override
    public void close() {
        file.close();
    }
}
