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

    private ElfImage(DumpFile file, ElfTables tables) {
        this.file = file;
        this.tables = tables;
        this.cover = new Cover(tables.headers(), file.size());
        this.order = new FileOrder(cover.runs());
        this.findings = new ArrayList<>(file.findings());
        findings.addAll(tables.findings());
        findings.addAll(Damage.of(tables, file));
    }

    /// Reads the headers of an ELF file.
    ///
    /// @param file the mapped file; closed with the image
    /// @param wide whether it is ELFCLASS64
    /// @throws UnreadableException if the file ends within its ELF header
    public static ElfImage of(DumpFile file, boolean wide) {
        return new ElfImage(file, ElfTables.read(file, wide));
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
        Cover.Piece piece = cover.piece(index);
        return switch (piece.kind()) {
            case STORED -> piece.fileOffset() + (maddr - piece.start());
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
        Cover.Piece piece = cover.piece(index);
        int header = piece.header().index();
        return switch (piece.kind()) {
            case STORED ->
                    throw new IllegalArgumentException(
                            "machine:%s is in the dump".formatted(Location.hex(maddr)));
            case TRUNCATED ->
                    new Hole(
                            HoleReason.TRUNCATED,
                            ("Header %d puts this byte at file offset 0x%x; the file ends at 0x%x."
                                            + " It was cut short by %s bytes.")
                                    .formatted(
                                            header,
                                            piece.fileOffset() + (maddr - piece.start()),
                                            file.size(),
                                            Long.toUnsignedString(missing(piece.header()))));
            case NOT_STORED ->
                    new Hole(
                            HoleReason.ZERO_FILL,
                            "Header %d covers machine:0x%x in memory but the file stores no byte of it."
                                    .formatted(header, maddr));
        };
    }

    private long missing(ProgramHeader header) {
        return header.offset() + header.fileBytes() - file.size();
    }

    private String notInDump(long maddr, int next) {
        String text = "No program header of the dump covers machine address 0x%x.".formatted(maddr);
        List<String> neighbours = new ArrayList<>();
        if (next > 0) {
            Cover.Piece before = cover.piece(next - 1);
            neighbours.add(
                    "header %d (ends at 0x%x)"
                            .formatted(before.header().index(), before.last() + 1));
        }
        if (next < cover.size()) {
            Cover.Piece behind = cover.piece(next);
            neighbours.add(
                    "header %d (starts at 0x%x)"
                            .formatted(behind.header().index(), behind.start()));
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
            return new Origin("program headers", OptionalLong.empty(), List.of(), "");
        }
        Cover.Piece piece = cover.piece(index);
        return new Origin(
                "PT_LOAD #" + piece.header().index(),
                OptionalLong.of(piece.header().at()),
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
        Cover.Piece piece = cover.piece(index);
        return new Extent(
                piece.start(),
                piece.last(),
                switch (piece.kind()) {
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
        Cover.Piece piece = cover.piece(index);
        boolean together = Long.compareUnsigned(piece.last() - maddr, length - 1) >= 0;
        return together && piece.kind() == Cover.Kind.STORED
                ? piece.fileOffset() + (maddr - piece.start())
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
            Cover.Piece piece = cover.piece(index);
            long offset = piece.fileOffset() + (maddr + done - piece.start());
            long room = piece.last() - (maddr + done);
            int part = (int) Math.min(length - done - 1L, Math.max(0, room)) + 1;
            file.read(offset, target, start + done, part);
            done += part;
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
