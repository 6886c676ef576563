package org.xenoscope.image.kdump;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.place.Field;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The main header at offset 0, `struct disk_dump_header` (makedumpfile 1.7.2, diskdump_mod.h).
///
/// A program of 32 bits wrote shorter numbers without padding; which of the two it was is told by
/// trying: a header is believed if its page size, its tables and the number of frames fit together.
///
/// @param wide whether a program of 64 bits wrote it
/// @param kdump whether the signature is `KDUMP`; else it is `DISKDUMP`, and the sub header is of
///   another kind
/// @param version `header_version`, 1 to 6
/// @param status bits: 1 zlib, 2 LZO, 4 snappy, 8 incomplete, 0x10 without vmemmap, 0x20 Zstandard
/// @param blockBytes `block_size`: bytes of a page and of a block of the file
/// @param subBlocks `sub_hdr_size`, in blocks
/// @param bitmapBlocks `bitmap_blocks`: blocks of both bitmaps together
/// @param frames `max_mapnr`, of 32 bits
record KdumpHeader(
        boolean wide,
        boolean kdump,
        int version,
        int status,
        int blockBytes,
        long subBlocks,
        long bitmapBlocks,
        long frames) {
    /// Bytes that every file of this kind has.
    static final int BYTES = 464;

    /// Status bit of a dump that makedumpfile could not write whole.
    static final int INCOMPLETE = 8;

    private static final int UTSNAME = 12;
    private static final int UTSNAME_FIELD = 65;
    private static final String[] UTSNAME_FIELDS = {
        "sysname", "nodename", "release", "version", "machine", "domainname"
    };

    private static final int LEAST_BLOCK = 4096;
    private static final int MOST_BLOCK = 1 << 16;

    /// No writer needs more than a few blocks for the sub header and the notes in it: 4095 CPUs
    /// have 2 MiB of notes.
    private static final long MOST_SUB_BLOCKS = 1 << 16;

    /// Reads the header.
    ///
    /// @return empty if neither reading of it makes sense
    /// @throws org.xenoscope.bytes.UnreadableException if the file ends within it
    static Optional<KdumpHeader> read(ByteSource file) {
        KdumpHeader wide = read(file, true);
        if (wide.fits()) {
            return Optional.of(wide);
        }
        KdumpHeader narrow = read(file, false);
        return narrow.fits() ? Optional.of(narrow) : Optional.empty();
    }

    private static KdumpHeader read(ByteSource file, boolean wide) {
        int at = statusAt(wide);
        return new KdumpHeader(
                wide,
                file.u8(0) == 'K',
                (int) file.u32(8),
                (int) file.u32(at),
                (int) file.u32(at + 4),
                file.u32(at + 8),
                file.u32(at + 12),
                file.u32(at + 16));
    }

    private static int statusAt(boolean wide) {
        return wide ? 424 : 412;
    }

    /// Whether the page size is one and the bitmaps are as long as the frames need, at most twice
    /// that for a second bitmap and one block of rounding each. From version 6 on, the frames may
    /// be more than this field holds.
    private boolean fits() {
        long perBlock = 8L * blockBytes;
        return Integer.bitCount(blockBytes) == 1
                && blockBytes >= LEAST_BLOCK
                && blockBytes <= MOST_BLOCK
                && subBlocks >= 0
                && subBlocks <= MOST_SUB_BLOCKS
                && bitmapBlocks > 0
                && bitmapBlocks * perBlock >= frames
                && (version >= 6 || bitmapBlocks <= 2 * (frames / perBlock + 2));
    }

    /// {@return where the bitmaps begin}
    long bitmapOffset() {
        return (1 + subBlocks) * blockBytes;
    }

    /// {@return where the page descriptors begin}
    long descriptorOffset() {
        return (1 + subBlocks + bitmapBlocks) * blockBytes;
    }

    /// {@return whether there are two bitmaps. One that is too short to be two plays both parts.}
    boolean twoBitmaps(long allFrames) {
        long bytes = (allFrames + 7) / 8;
        return bitmapBlocks >= 2 * ((bytes + blockBytes - 1) / blockBytes);
    }

    /// {@return the fields by their names in makedumpfile}
    List<Field> fields(ByteSource file) {
        List<Field> fields = new ArrayList<>();
        fields.add(Field.text("signature", 0, 8, kdump ? "KDUMP" : "DISKDUMP", ""));
        fields.add(Field.decimal("header_version", 8, 4, version, ""));
        for (int i = 0; i < UTSNAME_FIELDS.length; i++) {
            int at = UTSNAME + i * UTSNAME_FIELD;
            fields.add(
                    Field.text(
                            "utsname." + UTSNAME_FIELDS[i], at, UTSNAME_FIELD, text(file, at), ""));
        }
        int word = wide ? 8 : 4;
        int time = statusAt(wide) - 2 * word;
        fields.add(decimal("timestamp.tv_sec", file, time, word, "seconds since 1970"));
        fields.add(decimal("timestamp.tv_usec", file, time + word, word, ""));
        int at = statusAt(wide);
        fields.add(Field.hex("status", at, 4, status & 0xffff_ffffL, statusWords()));
        fields.add(decimal("block_size", file, at + 4, 4, "bytes"));
        fields.add(decimal("sub_hdr_size", file, at + 8, 4, "blocks"));
        fields.add(decimal("bitmap_blocks", file, at + 12, 4, "blocks of both bitmaps"));
        fields.add(Field.hex("max_mapnr", at + 16, 4, frames, "frames, of 32 bits"));
        fields.add(decimal("total_ram_blocks", file, at + 20, 4, ""));
        fields.add(decimal("device_blocks", file, at + 24, 4, ""));
        fields.add(decimal("written_blocks", file, at + 28, 4, ""));
        fields.add(decimal("current_cpu", file, at + 32, 4, ""));
        fields.add(decimal("nr_cpus", file, at + 36, 4, ""));
        return fields;
    }

    private static Field decimal(String name, ByteSource file, int at, int length, String meaning) {
        long value = length == 8 ? file.u64(at) : file.u32(at);
        return Field.decimal(name, at, length, value, meaning);
    }

    private static String text(ByteSource file, int at) {
        byte[] bytes = file.read(at, UTSNAME_FIELD);
        int length = 0;
        while (length < bytes.length && bytes[length] >= 0x20 && bytes[length] < 0x7f) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }

    private String statusWords() {
        List<String> words = new ArrayList<>();
        for (Codec codec : Codec.values()) {
            if (codec != Codec.RAW && (status & codec.flag()) != 0) {
                words.add(codec.text());
            }
        }
        if ((status & INCOMPLETE) != 0) {
            words.add("dump is incomplete");
        }
        if ((status & 0x10) != 0) {
            words.add("pages of vmemmap left out");
        }
        return words.isEmpty() ? "pages are stored as they are" : String.join(", ", words);
    }
}
