package org.xenoscope.note;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.place.Field;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Location;
import org.xenoscope.place.Severity;
import org.xenoscope.place.SpaceId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decodes VMCOREINFO and VMCOREINFO_XEN: lines of `KEY=value`, then NULs. `SYMBOL` values are hex
/// without `0x`, the others decimal (xen/common/kexec.c; kernel/crash_core.c of Linux).
final class VmcoreinfoDecoder {
    /// Xen's note has one page, Linux's at most a few.
    private static final int MOST_BYTES = 1 << 16;

    /// How the text of a Linux kernel begins. Between 2008 and 2012 kexec-tools gave the note's
    /// address in dom0's own memory as if it were machine memory: it may hold any bytes.
    private static final String LINUX = "OSRELEASE=";

    private VmcoreinfoDecoder() {}

    /// {@return the record, or nothing if the text is none of a Linux kernel; the values of Xen's
    /// symbols point into the space `xen`, those of Linux into `dom0`}
    static Optional<Vmcoreinfo> decode(ByteSource file, NoteHeader header, List<Finding> findings) {
        int length = (int) Math.min(MOST_BYTES, header.descBytes());
        String text = NoteDecoder.text(file.read(header.descOffset(), length));
        boolean xen = header.owner().equals("VMCOREINFO_XEN");
        if (!xen && !text.isEmpty() && !text.startsWith(LINUX)) {
            findings.add(
                    Finding.inFile(
                            Severity.WARNING,
                            "Note %d, VMCOREINFO, does not begin with \"OSRELEASE=\"; it is kept as bytes."
                                    .formatted(header.index()),
                            header.fileOffset(),
                            "notes"));
            return Optional.empty();
        }
        List<Field> fields = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            int equals = text.indexOf('=', start);
            if (equals > start && equals < end) {
                fields.add(
                        field(
                                text.substring(start, equals),
                                text.substring(equals + 1, end),
                                header.descOffset() + start,
                                end - start,
                                xen ? SpaceId.XEN : SpaceId.DOM0));
            }
            start = end + 1;
        }
        if (fields.isEmpty()) {
            findings.add(
                    Finding.inFile(
                            Severity.WARNING,
                            "%s holds no text.".formatted(header.owner()),
                            header.fileOffset(),
                            "notes"));
        }
        return Optional.of(new Vmcoreinfo(header, header.owner(), List.copyOf(fields)));
    }

    private static Field field(String key, String value, long at, int length, SpaceId space) {
        boolean address = key.startsWith("SYMBOL(") && value.matches("[0-9a-fA-F]{1,16}");
        long number = address ? Long.parseUnsignedLong(value, 16) : 0;
        return new Field(
                key,
                at,
                length,
                number,
                Field.Form.TEXT,
                value,
                "",
                address ? Optional.of(new Location(space, number)) : Optional.empty());
    }
}
