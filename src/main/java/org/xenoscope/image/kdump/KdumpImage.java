package org.xenoscope.image.kdump;

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
import org.xenoscope.place.Lazy;
import org.xenoscope.place.Part;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A dump of makedumpfile as machine memory: route R1 by page descriptors.
///
/// Frames are machine frames, of the dump's own page size.
public final class KdumpImage implements Image {
    private static final VarHandle U64 =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle U32 =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final KdumpParts parts;
    private final KdumpFile main;
    private final int shift;
    private final int pageBytes;
    private final StoredPages pages;
    private final Stretches stretches;
    private final Lazy<List<MachineRun>> runs;
    private final List<Finding> findings;

    private KdumpImage(KdumpParts parts) {
        this.parts = parts;
        main = parts.main();
        pageBytes = main.header().blockBytes();
        shift = Integer.numberOfTrailingZeros(pageBytes);
        pages = new StoredPages(parts);
        stretches = new Stretches(parts, pages);
        runs = new Lazy<>(stretches::runs);
        findings = new ArrayList<>(main.file().findings());
        findings.addAll(KdumpDamage.of(main));
        findings.addAll(parts.findings());
    }

    /// Reads the headers of a dump.
    ///
    /// @param files the file a person opened, then further parts of the same dump; those that are
    ///   used are closed with the image, the others at once
    /// @return empty if the headers of the first file make no sense
    /// @throws UnreadableException if the first file ends within its headers
    public static Optional<KdumpImage> of(List<DumpFile> files) {
        return KdumpParts.of(files).map(KdumpImage::new);
    }

    /// {@return whether a file is one of several that hold a dump together}
    public static boolean isSplit(DumpFile file) {
        try {
            byte[] head = file.head(8);
            String magic = new String(head, java.nio.charset.StandardCharsets.ISO_8859_1);
            return (magic.equals("KDUMP   ") || magic.equals("DISKDUMP"))
                    && KdumpFile.read(file).filter(part -> part.sub().split()).isPresent();
        } catch (UnreadableException _) {
            return false;
        }
    }

    @Override
    public Path path() {
        return main.file().path();
    }

    @Override
    public ByteSource file() {
        return main.file();
    }

    @Override
    public String format() {
        String kind = main.header().kdump() ? "kdump-compressed" : "diskdump";
        return kind + (main.sub().split() ? ", split" : "") + main.file().wrapping();
    }

    @Override
    public int elfMachine() {
        return KdumpNotes.elfMachine(main);
    }

    @Override
    public boolean holds(long maddr) {
        return stretches.missing(maddr >>> shift) == 0;
    }

    @Override
    public long fileOffset(long maddr) {
        long frame = maddr >>> shift;
        long missing = stretches.missing(frame);
        if (missing != 0) {
            return missing;
        }
        return pages.fileOffset(frame, (int) maddr & (pageBytes - 1));
    }

    @Override
    public Hole hole(long maddr) {
        return stretches.hole(maddr);
    }

    @Override
    public Origin origin(long maddr) {
        long frame = maddr >>> shift;
        if (stretches.missing(frame) == 0) {
            return pages.origin(frame, maddr);
        }
        if (frame >= main.frames()) {
            return new Origin("bitmaps", OptionalLong.empty(), List.of(), "");
        }
        boolean filtered = main.exists().get(frame);
        Bitmap bitmap = filtered ? main.stored() : main.exists();
        return new Origin(
                filtered ? "bitmap 2" : "bitmap 1",
                OptionalLong.of(bitmap.byteOffset(frame)),
                List.of(),
                "");
    }

    @Override
    public long machineAddress(long fileOffset) {
        OptionalLong frame = pages.frameAt(fileOffset);
        if (frame.isEmpty()) {
            return HoleReason.NOT_MEMORY.code();
        }
        long start = pages.fileOffset(frame.getAsLong(), 0);
        return (frame.getAsLong() << shift) + (fileOffset - start);
    }

    @Override
    public String describeFileOffset(long fileOffset) {
        return KdumpTree.describe(main, fileOffset);
    }

    @Override
    public int headersHolding(long maddr) {
        return holds(maddr) ? 1 : 0;
    }

    @Override
    public List<MachineRun> runs() {
        return runs.get();
    }

    @Override
    public long memoryBytes() {
        return parts.descriptors() << shift;
    }

    @Override
    public Extent extentAt(long maddr) {
        return stretches.extentAt(maddr);
    }

    @Override
    public long u64(long maddr) {
        int within = (int) maddr & (pageBytes - 1);
        return within <= pageBytes - 8
                ? (long) U64.get(pages.page(maddr >>> shift, maddr), within)
                : assemble(maddr, 8);
    }

    @Override
    public long u32(long maddr) {
        int within = (int) maddr & (pageBytes - 1);
        return within <= pageBytes - 4
                ? (int) U32.get(pages.page(maddr >>> shift, maddr), within) & 0xffff_ffffL
                : assemble(maddr, 4);
    }

    @Override
    public int u8(long maddr) {
        return pages.page(maddr >>> shift, maddr)[(int) maddr & (pageBytes - 1)] & 0xff;
    }

    private long assemble(long maddr, int length) {
        long number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = number << 8 | u8(maddr + i);
        }
        return number;
    }

    @Override
    public void read(long maddr, byte[] target, int start, int length) {
        int done = 0;
        while (done < length) {
            long at = maddr + done;
            int within = (int) at & (pageBytes - 1);
            int part = Math.min(length - done, pageBytes - within);
            System.arraycopy(pages.page(at >>> shift, at), within, target, start + done, part);
            done += part;
        }
    }

    @Override
    public List<NoteSegment> noteSegments() {
        return KdumpNotes.segments(main);
    }

    @Override
    public List<Part> parts() {
        return KdumpTree.of(main);
    }

    @Override
    public List<Finding> findings() {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(KdumpDamage.counted(main));
        all.addAll(pages.findings());
        return List.copyOf(all);
    }

    @Override
    public void close() {
        pages.close();
        parts.close();
    }
}
