package org.xenoscope.image.kdump;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.NoteSegment;
import org.xenoscope.place.Field;
import org.xenoscope.place.Part;
import org.xenoscope.place.Size;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Headers, bitmaps and page descriptors as a tree.
final class KdumpTree {
    /// Ranges that the descriptors are shown in.
    private static final int RANGES = 64;

    /// Bitmaps up to this size are counted for the tree, a machine of 128 GiB; where they are
    /// longer the descriptors show as one part until something else has counted them.
    private static final long COUNTED = 8 << 20;

    /// Bytes of a text that are shown.
    private static final int LONGEST_TEXT = 1 << 16;

    private KdumpTree() {}

    /// {@return the parts of a file, in their order}
    static List<Part> of(KdumpFile kdump) {
        KdumpHeader header = kdump.header();
        List<Part> parts = new ArrayList<>();
        parts.add(
                new Part(
                        header.kdump() ? "kdump header" : "diskdump header",
                        "version " + header.version(),
                        (header.status() & KdumpHeader.INCOMPLETE) != 0 ? "incomplete" : "",
                        0,
                        KdumpHeader.BYTES,
                        header.fields(kdump.file()),
                        List.of()));
        if (header.subBlocks() > 0) {
            parts.add(
                    new Part(
                            "Sub header",
                            Size.text(header.subBlocks() * header.blockBytes()),
                            "",
                            header.blockBytes(),
                            subBytes(kdump),
                            kdump.sub().fields(),
                            texts(kdump)));
        }
        parts.addAll(bitmaps(kdump));
        parts.add(descriptors(kdump));
        return List.copyOf(parts);
    }

    private static long subBytes(KdumpFile kdump) {
        return kdump.sub().fields().isEmpty()
                ? kdump.header().blockBytes()
                : kdump.sub().fields().stream().mapToLong(Field::length).sum();
    }

    private static List<Part> texts(KdumpFile kdump) {
        List<Part> texts = new ArrayList<>();
        SubHeader sub = kdump.sub();
        text(kdump, "VMCOREINFO", sub.vmcoreinfoOffset(), sub.vmcoreinfoBytes(), texts);
        text(kdump, "ERASEINFO", sub.eraseOffset(), sub.eraseBytes(), texts);
        return texts;
    }

    /// Adds a text of lines, as one field a line: its key and its value.
    private static void text(
            KdumpFile kdump, String name, long offset, long bytes, List<Part> texts) {
        ByteSource file = kdump.file();
        if (offset <= 0 || bytes <= 0 || offset >= file.size()) {
            return;
        }
        int length = (int) Math.min(Math.min(bytes, LONGEST_TEXT), file.size() - offset);
        List<Field> fields = new ArrayList<>();
        try {
            String text = new String(file.read(offset, length), StandardCharsets.ISO_8859_1);
            long at = offset;
            for (String line : text.split("\n", -1)) {
                int equals = line.indexOf('=');
                String key = equals > 0 ? line.substring(0, equals) : line;
                String value = equals > 0 ? line.substring(equals + 1) : "";
                if (!line.isBlank() && line.charAt(0) != 0) {
                    fields.add(Field.text(key, at, line.length(), value, ""));
                }
                at += line.length() + 1L;
            }
        } catch (UnreadableException _) {
            return;
        }
        texts.add(new Part(name, Size.text(bytes), "", offset, length, fields, List.of()));
    }

    private static List<Part> bitmaps(KdumpFile kdump) {
        long offset = kdump.header().bitmapOffset();
        long bytes = kdump.header().bitmapBlocks() * kdump.header().blockBytes();
        if (kdump.exists().equals(kdump.stored())) {
            return List.of(bitmap("Bitmap", offset, bytes));
        }
        long half = kdump.stored().byteOffset(0) - offset;
        return List.of(
                bitmap("Bitmap 1: memory that exists", offset, half),
                bitmap("Bitmap 2: pages in the dump", offset + half, half));
    }

    private static Part bitmap(String name, long offset, long bytes) {
        return new Part(name, Size.text(bytes), "", offset, bytes, List.of(), List.of());
    }

    private static Part descriptors(KdumpFile kdump) {
        long table = kdump.header().descriptorOffset();
        long bitmapBytes = kdump.header().bitmapBlocks() * kdump.header().blockBytes();
        if (!kdump.stored().counted() && bitmapBytes > COUNTED) {
            return new Part("Page descriptors", "", "", table, 0, List.of(), List.of());
        }
        long count = kdump.descriptors();
        long bytes = count * PageDescriptor.BYTES;
        long there = Math.max(0, Math.min(bytes, kdump.file().size() - table));
        String badge = there == bytes ? "" : Size.of(there, bytes);
        return new Part(
                "Page descriptors",
                Long.toString(count),
                badge,
                table,
                bytes,
                List.of(),
                ranges(kdump, count));
    }

    private static List<Part> ranges(KdumpFile kdump, long count) {
        Bitmap stored = kdump.stored();
        long before = stored.rank(kdump.first());
        long step = Math.max(1, (count + RANGES - 1) / RANGES);
        List<Part> ranges = new ArrayList<>();
        for (long from = 0; from < count; from += step) {
            long to = Math.min(count, from + step);
            ranges.add(
                    new Part(
                            "#%d to #%d".formatted(from, to - 1),
                            "machine frames 0x%x to 0x%x"
                                    .formatted(
                                            stored.frame(before + from),
                                            stored.frame(before + to - 1)),
                            "",
                            kdump.header().descriptorOffset() + from * PageDescriptor.BYTES,
                            (to - from) * PageDescriptor.BYTES,
                            List.of(),
                            List.of()));
        }
        return ranges;
    }

    /// {@return what a byte of the file belongs to, in words}
    static String describe(KdumpFile kdump, long offset) {
        KdumpHeader header = kdump.header();
        if (Long.compareUnsigned(offset, kdump.file().size()) >= 0) {
            return "nothing: the file ends at 0x%x".formatted(kdump.file().size());
        }
        if (offset < header.blockBytes()) {
            return header.kdump() ? "the kdump header" : "the diskdump header";
        }
        for (NoteSegment notes : KdumpNotes.segments(kdump)) {
            if (offset - notes.fileOffset() >= 0 && offset - notes.fileOffset() < notes.bytes()) {
                return "the notes";
            }
        }
        if (offset < header.bitmapOffset()) {
            return "the sub header";
        }
        if (offset < header.descriptorOffset()) {
            boolean first = offset < kdump.stored().byteOffset(0);
            return first ? "bitmap 1" : "bitmap 2";
        }
        long index = (offset - header.descriptorOffset()) / PageDescriptor.BYTES;
        if (index < kdump.descriptors()) {
            long before = kdump.stored().rank(kdump.first());
            return "page descriptor %d, of machine frame 0x%x"
                    .formatted(index, kdump.stored().frame(before + index));
        }
        return "a page that is stored compressed";
    }
}
