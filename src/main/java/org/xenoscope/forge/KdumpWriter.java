package org.xenoscope.forge;

import io.airlift.compress.v3.Compressor;
import io.airlift.compress.v3.lzo.LzoCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import io.airlift.compress.v3.zstd.ZstdJavaCompressor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.Deflater;

/// Writes kdump-compressed files in memory, of any version of the header. Source of the layout:
/// makedumpfile 1.7.2, diskdump_mod.h and IMPLEMENTATION.
public final class KdumpWriter {
    private static final int HEADER_BYTES = 464;

    /// How a page is stored.
    public enum Packing {
        /// as it is
        RAW(0),
        /// zlib
        ZLIB(1),
        /// LZO1X
        LZO(2),
        /// snappy
        SNAPPY(4),
        /// Zstandard
        ZSTD(0x20);

        private final int flag;

        Packing(int flag) {
            this.flag = flag;
        }
    }

    private record Page(ByteBuffer contents, Packing packing) {
        byte[] bytes() {
            byte[] copy = new byte[contents.capacity()];
            contents.get(0, copy);
            return copy;
        }
    }

    private final int version;
    private final boolean wide;
    private final int pageBytes;
    private final SortedMap<Long, Page> pages = new TreeMap<>();
    private final TreeSet<Long> leftOut = new TreeSet<>();
    private byte[] notes = {};
    private byte[] vmcoreinfo = {};
    private byte[] eraseInfo = {};
    private long frames;
    private int level;
    private boolean twoBitmaps = true;

    /// Starts a file.
    ///
    /// @param version of the header, 1 to 6
    /// @param wide whether a program of 64 bits writes it
    /// @param pageBytes bytes of a page, a power of two from 4096 on
    public KdumpWriter(int version, boolean wide, int pageBytes) {
        this.version = version;
        this.wide = wide;
        this.pageBytes = pageBytes;
    }

    /// Sets the copy of the notes, written from version 4 on.
    public KdumpWriter notes(byte[] bytes) {
        notes = bytes.clone();
        return this;
    }

    /// Sets the text of the kernel's VMCOREINFO, written from version 3 on.
    public KdumpWriter vmcoreinfo(String text) {
        vmcoreinfo = text.getBytes(StandardCharsets.ISO_8859_1);
        return this;
    }

    /// Sets the report of what was erased, written from version 5 on.
    public KdumpWriter eraseInfo(String text) {
        eraseInfo = text.getBytes(StandardCharsets.ISO_8859_1);
        return this;
    }

    /// Sets the level of `-d`.
    public KdumpWriter level(int dumpLevel) {
        level = dumpLevel;
        return this;
    }

    /// Writes one bitmap, for both purposes, as the first tools did.
    public KdumpWriter oneBitmap() {
        twoBitmaps = false;
        return this;
    }

    /// Sets one more than the last frame, where that is more than the pages say.
    public KdumpWriter frames(long count) {
        frames = Math.max(frames, count);
        return this;
    }

    /// Adds a page. Pages of zeros share one place.
    public KdumpWriter page(long frame, byte[] bytes, Packing packing) {
        pages.put(frame, new Page(ByteBuffer.wrap(bytes.clone()), packing));
        return frames(frame + 1);
    }

    /// Adds a frame that exists but was left out.
    public KdumpWriter leftOut(long frame) {
        leftOut.add(frame);
        return frames(frame + 1);
    }

    /// {@return the file}
    public byte[] bytes() {
        return part(0, frames, false);
    }

    /// {@return the parts of a split dump; the first begins with frame 0}
    ///
    /// @param borders the first frames of the parts behind the first
    public List<byte[]> split(List<Long> borders) {
        List<byte[]> parts = new ArrayList<>();
        long first = 0;
        for (long border : borders) {
            parts.add(part(first, border, true));
            first = border;
        }
        parts.add(part(first, frames, true));
        return parts;
    }

    private byte[] part(long first, long end, boolean split) {
        int tail = notes.length + vmcoreinfo.length + eraseInfo.length;
        int subBlocks = (pageBytes - 1 + 104 + tail) / pageBytes;
        int mapBlocks = (int) (((frames + 7) / 8 + pageBytes - 1) / pageBytes);
        int bitmapBlocks = twoBitmaps ? 2 * mapBlocks : mapBlocks;
        long table = (1L + subBlocks + bitmapBlocks) * pageBytes;
        ByteBuffer head = ByteBuffer.allocate((int) table).order(ByteOrder.LITTLE_ENDIAN);
        header(head, subBlocks, bitmapBlocks);
        sub(head, first, end, split);
        int bitmaps = (1 + subBlocks) * pageBytes;
        if (twoBitmaps) {
            leftOut.forEach(frame -> set(head, bitmaps, frame));
            pages.keySet().forEach(frame -> set(head, bitmaps, frame));
        }
        int second = twoBitmaps ? bitmaps + mapBlocks * pageBytes : bitmaps;
        pages.keySet().forEach(frame -> set(head, second, frame));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.array());
        out.writeBytes(stored(table, pages.subMap(first, end)));
        return out.toByteArray();
    }

    /// The descriptors, then what they describe.
    private byte[] stored(long table, Map<Long, Page> wanted) {
        ByteBuffer entries = ByteBuffer.allocate(24 * wanted.size()).order(ByteOrder.LITTLE_ENDIAN);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        long start = table + entries.capacity();
        byte[] zeros = new byte[pageBytes];
        long zeroAt = -1;
        for (Page page : wanted.values()) {
            boolean zero = Arrays.equals(page.bytes(), zeros);
            byte[] packed = zero ? zeros : pack(page);
            boolean raw = zero || packed.length >= pageBytes;
            long at = start + data.size();
            if (zero && zeroAt >= 0) {
                at = zeroAt;
            } else {
                data.writeBytes(raw ? page.bytes() : packed);
            }
            zeroAt = zero ? at : zeroAt;
            entries.putLong(at)
                    .putInt(raw ? pageBytes : packed.length)
                    .putInt(raw ? 0 : page.packing().flag)
                    .putLong(0);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(entries.array());
        out.writeBytes(data.toByteArray());
        return out.toByteArray();
    }

    private static byte[] pack(Page page) {
        return switch (page.packing()) {
            case RAW -> page.bytes();
            case ZLIB -> deflate(page.bytes());
            case LZO -> pack(new LzoCompressor(), page.bytes());
            case SNAPPY -> pack(new SnappyJavaCompressor(), page.bytes());
            case ZSTD -> pack(new ZstdJavaCompressor(), page.bytes());
        };
    }

    private static byte[] pack(Compressor compressor, byte[] bytes) {
        byte[] packed = new byte[compressor.maxCompressedLength(bytes.length)];
        int length = compressor.compress(bytes, 0, bytes.length, packed, 0, packed.length);
        return Arrays.copyOf(packed, length);
    }

    private static byte[] deflate(byte[] bytes) {
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] packed = new byte[bytes.length + 1024];
            return Arrays.copyOf(packed, deflater.deflate(packed));
        }
    }

    private void header(ByteBuffer out, int subBlocks, int bitmapBlocks) {
        out.put("KDUMP   ".getBytes(StandardCharsets.US_ASCII)).putInt(version);
        out.position(wide ? 424 : 412);
        int status = 0;
        for (Page page : pages.values()) {
            status |= page.packing().flag;
        }
        out.putInt(status).putInt(pageBytes).putInt(subBlocks).putInt(bitmapBlocks);
        out.putInt((int) Math.min(frames, 0xffff_ffffL));
        out.position(HEADER_BYTES);
    }

    private void sub(ByteBuffer out, long first, long end, boolean split) {
        out.position(pageBytes);
        long texts = pageBytes + 104L;
        word(out, 0);
        out.putInt(level);
        if (version >= 2) {
            out.putInt(split ? 1 : 0);
            word(out, split ? first : 0);
            word(out, split ? end : 0);
        }
        if (version >= 3) {
            out.putLong(vmcoreinfo.length == 0 ? 0 : texts + notes.length);
            word(out, vmcoreinfo.length);
        }
        if (version >= 4) {
            out.putLong(texts);
            word(out, notes.length);
        }
        if (version >= 5) {
            out.putLong(eraseInfo.length == 0 ? 0 : texts + notes.length + vmcoreinfo.length);
            word(out, eraseInfo.length);
        }
        if (version >= 6) {
            out.putLong(split ? first : 0).putLong(split ? end : 0).putLong(frames);
        }
        out.position((int) texts);
        out.put(notes).put(vmcoreinfo).put(eraseInfo);
    }

    private void word(ByteBuffer out, long value) {
        if (wide) {
            out.putLong(value);
        } else {
            out.putInt((int) value);
        }
    }

    private static void set(ByteBuffer out, int bitmap, long frame) {
        int at = bitmap + (int) (frame >>> 3);
        out.put(at, (byte) (out.get(at) | 1 << (frame & 7)));
    }
}
