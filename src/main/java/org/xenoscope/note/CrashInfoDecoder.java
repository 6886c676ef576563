package org.xenoscope.note;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Field;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Hole;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Severity;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Decodes CRASH_INFO. Source: `crash_xen_info_t`, xen/include/xen/elfcore.h: nine words in Xen
/// 3.0.4 to 3.2, ten since 3.3 (`xen_phys_start` before the last). The last word is always dom0's
/// frame list list.
final class CrashInfoDecoder {
    /// No version string is longer; Xen's compiler line has less than 200 characters.
    private static final int LONGEST_TEXT = 1024;

    private static final List<String> NAMES =
            List.of(
                    "xen_major_version",
                    "xen_minor_version",
                    "xen_extra_version",
                    "xen_changeset",
                    "xen_compiler",
                    "xen_compile_date",
                    "xen_compile_time",
                    "tainted");

    /// Stands for a byte that is no printable ASCII.
    private static final char REPLACEMENT = 0xfffd;

    /// Words of the first layout; it has grown by one in twenty years.
    private static final int LEAST_WORDS = 9;

    /// A note with more is none that Xen wrote.
    private static final int MOST_WORDS = 64;

    private static final int FIRST_TEXT = 2;
    private static final int LAST_TEXT = 6;
    private static final int TAINTED = 7;

    private final Image image;
    private final ByteSource file;
    private final NoteHeader header;
    private final int wordBytes;
    private final int words;
    private final List<Finding> findings;

    private CrashInfoDecoder(
            Image image, NoteHeader header, int wordBytes, List<Finding> findings) {
        this.image = image;
        this.file = image.file();
        this.header = header;
        this.wordBytes = wordBytes;
        this.words = (int) Math.min(Integer.MAX_VALUE, header.descBytes() / wordBytes);
        this.findings = findings;
    }

    /// {@return the record, or nothing if no hypervisor wrote a note of that length: read in words
    /// of the wrong width it would give a false version}
    static Optional<CrashInfo> decode(Image image, NoteHeader header, List<Finding> findings) {
        long bytes = header.descBytes();
        // 32-bit hypervisors ended with Xen 4.2 and wrote nine or ten words
        int wordBytes = bytes == LEAST_WORDS * 4L || bytes == (LEAST_WORDS + 1) * 4L ? 4 : 8;
        CrashInfoDecoder decoder = new CrashInfoDecoder(image, header, wordBytes, findings);
        return decoder.words >= LEAST_WORDS && decoder.words <= MOST_WORDS && bytes % wordBytes == 0
                ? Optional.of(decoder.decode())
                : Optional.empty();
    }

    /// Whether the first words can be the version of a Xen.
    private boolean versionMakesSense() {
        return Long.compareUnsigned(word(0), 64) < 0 && Long.compareUnsigned(word(1), 256) < 0;
    }

    private long word(int index) {
        return PrStatusLayout.number(file, at(index), wordBytes);
    }

    private long at(int index) {
        return header.descOffset() + (long) index * wordBytes;
    }

    private CrashInfo decode() {
        List<Field> fields = new ArrayList<>();
        List<Fact<String>> texts = new ArrayList<>();
        for (int i = 0; i < words; i++) {
            if (i >= FIRST_TEXT && i <= LAST_TEXT) {
                Fact<String> text = text(i);
                texts.add(text);
                fields.add(textField(i, text));
            } else {
                fields.add(numberField(i));
            }
        }
        boolean hasStart = words >= 10;
        long list = word(words - 1);
        boolean noList = isNoFrame(list);
        if (noList) {
            findings.add(
                    Finding.inFile(
                            Severity.WARNING,
                            "CRASH_INFO names no p2m of dom0: it had not published one, or is PVH.",
                            at(words - 1),
                            "CRASH_INFO"));
        }
        boolean sensible = versionMakesSense();
        if (!sensible) {
            findings.add(
                    Finding.inFile(
                            Severity.WARNING,
                            "CRASH_INFO gives 0x%x.0x%x as the version of Xen; its other words may be wrong too."
                                    .formatted(word(0), word(1)),
                            at(0),
                            "CRASH_INFO"));
        }
        int major = sensible ? (int) word(0) : 0;
        int minor = sensible ? (int) word(1) : 0;
        return new CrashInfo(
                header,
                wordBytes,
                List.copyOf(fields),
                major,
                minor,
                sensible
                        ? version(major, minor, texts.get(0))
                        : new Unknown<>("no Xen has the version numbers of CRASH_INFO"),
                texts.get(1),
                texts.get(2),
                texts.get(3),
                word(TAINTED),
                hasStart ? OptionalLong.of(word(words - 2)) : OptionalLong.empty(),
                noList ? OptionalLong.empty() : OptionalLong.of(list));
    }

    private boolean isNoFrame(long mfn) {
        return mfn == 0 || mfn == (wordBytes == 8 ? -1L : 0xffff_ffffL);
    }

    private Fact<String> version(int major, int minor, Fact<String> extra) {
        String text = major + "." + minor + extra.value().orElse("");
        String evidence =
                extra.value().isPresent()
                        ? "from CRASH_INFO"
                        : "from CRASH_INFO, without the rest, which is not in the dump";
        return Known.at(text, evidence, new Location(SpaceId.FILE, header.descOffset()));
    }

    private Field numberField(int index) {
        long value = word(index);
        if (index < NAMES.size()) {
            return index == TAINTED
                    ? Field.hex(name(index), at(index), wordBytes, value, taint(value))
                    : Field.decimal(name(index), at(index), wordBytes, value, "");
        }
        if (index == words - 1) {
            return new Field(
                    "dom0_pfn_to_mfn_frame_list_list",
                    at(index),
                    wordBytes,
                    value,
                    Field.Form.FRAME,
                    "MFN 0x" + Long.toHexString(value),
                    "root of dom0's p2m",
                    isNoFrame(value)
                            ? Optional.empty()
                            : Optional.of(new Location(SpaceId.MACHINE, value << 12)));
        }
        if (index == words - 2) {
            return Field.address(
                    "xen_phys_start", at(index), wordBytes, value, SpaceId.MACHINE, "Xen's image");
        }
        return Field.hex("word " + index, at(index), wordBytes, value, "unknown");
    }

    private static String name(int index) {
        return NAMES.get(index);
    }

    private static String taint(long value) {
        return value == 0 ? "not tainted" : "tainted";
    }

    private Field textField(int index, Fact<String> text) {
        long value = word(index);
        return new Field(
                name(index),
                at(index),
                wordBytes,
                value,
                Field.Form.HEX,
                Location.hex(value),
                switch (text) {
                    case Known<String> known -> "“" + known.fact() + "”";
                    case Unknown<String> unknown -> "unknown: " + unknown.reason();
                },
                Optional.of(new Location(SpaceId.MACHINE, value)));
    }

    /// Reads the NUL-terminated string that a word points to in machine memory.
    private Fact<String> text(int index) {
        long maddr = word(index);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LONGEST_TEXT; i++) {
            int value;
            try {
                value = image.u8(maddr + i);
            } catch (UnreadableException exception) {
                return missing(index, exception.hole());
            }
            if (value == 0) {
                return Known.at(
                        text.toString(), "from CRASH_INFO", new Location(SpaceId.MACHINE, maddr));
            }
            text.append(value >= 0x20 && value < 0x7f ? (char) value : REPLACEMENT);
        }
        return new Unknown<>("no end of the string within %d bytes".formatted(LONGEST_TEXT));
    }

    private Fact<String> missing(int index, Hole hole) {
        if (index == FIRST_TEXT) {
            findings.add(
                    Finding.inFile(
                            Severity.WARNING,
                            "Xen's version strings are not in the dump: " + hole.sentence(),
                            at(index),
                            "CRASH_INFO"));
        }
        return new Unknown<>(hole.sentence());
    }
}
