package org.xenoscope.image.kdump;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.place.Field;
import org.xenoscope.place.SpaceId;

import java.util.ArrayList;
import java.util.List;

/// The sub header, `struct kdump_sub_header` (makedumpfile 1.7.2, diskdump_mod.h), one block behind
/// the start. Each version of the header added fields; those of later ones are 0.
///
/// @param dumpLevel what `makedumpfile -d` left out, from version 1
/// @param split whether the file is a part of several, from version 2
/// @param first first frame of the part
/// @param end first frame behind it
/// @param vmcoreinfoOffset text of the kernel's VMCOREINFO, from version 3; 0 in dumps of Xen
/// @param vmcoreinfoBytes its length
/// @param noteOffset copy of the ELF notes, from version 4
/// @param noteBytes its length
/// @param eraseOffset report of what was erased, from version 5
/// @param eraseBytes its length
/// @param frames one more than the last frame, of 64 bits, from version 6; 0 before
/// @param fields the fields as they stand
record SubHeader(
        int dumpLevel,
        boolean split,
        long first,
        long end,
        long vmcoreinfoOffset,
        long vmcoreinfoBytes,
        long noteOffset,
        long noteBytes,
        long eraseOffset,
        long eraseBytes,
        long frames,
        List<Field> fields) {
    /// Of a file that has none: an older version, or a diskdump.
    static final SubHeader NONE = new SubHeader(0, false, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of());

    /// Keeps its own copy of the fields.
    SubHeader {
        fields = List.copyOf(fields);
    }

    /// Reads the sub header.
    ///
    /// @throws org.xenoscope.bytes.UnreadableException if the file ends within it
    static SubHeader read(ByteSource file, KdumpHeader header) {
        return header.kdump() && header.subBlocks() > 0 && header.version() >= 1
                ? new Reader(file, header).read()
                : NONE;
    }

    /// Reads field by field: a program of 32 bits aligned numbers of 64 bits to 4.
    private static final class Reader {
        private final ByteSource file;
        private final int version;
        private final int word;
        private final List<Field> fields = new ArrayList<>();
        private long at;

        Reader(ByteSource file, KdumpHeader header) {
            this.file = file;
            version = header.version();
            word = header.wide() ? 8 : 4;
            at = header.blockBytes();
        }

        SubHeader read() {
            number("phys_base", word, 1, Form.HEX);
            long level = number("dump_level", 4, 1, Form.DECIMAL);
            long split = number("split", 4, 2, Form.DECIMAL);
            long first = number("start_pfn", word, 2, Form.HEX);
            long end = number("end_pfn", word, 2, Form.HEX);
            long infoOffset = number("offset_vmcoreinfo", 8, 3, Form.OFFSET);
            long infoBytes = number("size_vmcoreinfo", word, 3, Form.DECIMAL);
            long noteOffset = number("offset_note", 8, 4, Form.OFFSET);
            long noteBytes = number("size_note", word, 4, Form.DECIMAL);
            long eraseOffset = number("offset_eraseinfo", 8, 5, Form.OFFSET);
            long eraseBytes = number("size_eraseinfo", word, 5, Form.DECIMAL);
            long first64 = number("start_pfn_64", 8, 6, Form.HEX);
            long end64 = number("end_pfn_64", 8, 6, Form.HEX);
            long frames = number("max_mapnr_64", 8, 6, Form.HEX);
            boolean long64 = version >= 6 && end64 != 0;
            return new SubHeader(
                    (int) level,
                    split != 0,
                    long64 ? first64 : first,
                    long64 ? end64 : end,
                    infoOffset,
                    infoBytes,
                    noteOffset,
                    noteBytes,
                    eraseOffset,
                    eraseBytes,
                    frames,
                    fields);
        }

        private enum Form {
            DECIMAL,
            HEX,
            OFFSET
        }

        private long number(String name, int length, int since, Form form) {
            if (version < since) {
                return 0;
            }
            long where = at;
            at += length;
            long value = length == 8 ? file.u64(where) : file.u32(where);
            fields.add(
                    switch (form) {
                        case DECIMAL -> Field.decimal(name, where, length, value, "");
                        case HEX -> Field.hex(name, where, length, value, "");
                        case OFFSET -> Field.address(name, where, length, value, SpaceId.FILE, "");
                    });
            return value;
        }
    }
}
