package org.xenoscope.window.memory;

import org.xenoscope.place.Location;
import org.xenoscope.space.Chunk;
import org.xenoscope.window.PlaceMenu;

import java.util.Base64;
import java.util.Optional;

/// A form in which bytes are copied as text. Forms for people write `--` for a missing byte; forms
/// for programs refuse, so that no hole ever becomes a zero.
enum CopyForm {
    /// two digits a byte, spaces between
    HEX("Hex", true),
    /// digits without spaces
    DIGITS("Hex without spaces", true),
    /// lines with address and text
    DUMP("Lines with addresses", true),
    /// printable characters
    TEXT("Text", true),
    /// an array of C
    C("C array", false),
    /// bytes of Python
    PYTHON("Python bytes", false),
    /// Base64
    BASE64("Base64", false),
    /// numbers as they are grouped
    INTEGERS("Integers of the group", false),
    /// the place
    ADDRESS("Address", true),
    /// the command that prints the bytes
    COMMAND("Command", true);

    private static final int LINE = 16;
    private static final int C_LINE = 12;

    private final String title;
    private final boolean holes;

    CopyForm(String title, boolean holes) {
        this.title = title;
        this.holes = holes;
    }

    /// {@return its name on screen}
    String title() {
        return title;
    }

    /// {@return whether it needs no bytes, only their place}
    boolean placeOnly() {
        return this == ADDRESS || this == COMMAND;
    }

    /// What is copied.
    ///
    /// @param start where it is
    /// @param length its length, unsigned
    /// @param chunk its bytes, or the first of them
    /// @param format how the rows are written
    /// @param dump the file's name, for the command
    record Source(Location start, long length, Chunk chunk, RowFormat format, String dump) {}

    /// {@return why bytes cannot be written in this form, if they cannot}
    Optional<String> refusal(Chunk chunk) {
        if (holes || chunk.presentFrom(0) == chunk.length()) {
            return Optional.empty();
        }
        return Optional.of(
                "Not copied: %d of the %d bytes are missing, and %s has no word for that."
                        .formatted(missing(chunk), chunk.length(), title));
    }

    private static int missing(Chunk chunk) {
        int missing = 0;
        for (int i = 0; i < chunk.length(); i++) {
            missing += chunk.present(i) ? 0 : 1;
        }
        return missing;
    }

    /// {@return the text}
    String write(Source source) {
        Chunk chunk = source.chunk();
        return switch (this) {
            case HEX -> hex(chunk, " ");
            case DIGITS -> hex(chunk, "");
            case DUMP -> dump(chunk);
            case TEXT -> characters(chunk, 0, chunk.length());
            case C -> array(chunk);
            case PYTHON -> python(chunk);
            case BASE64 -> Base64.getEncoder().encodeToString(chunk.copy(0, chunk.length()));
            case INTEGERS -> integers(chunk, source.format());
            case ADDRESS -> source.start().toString();
            case COMMAND ->
                    "xenoscope read %s %s %s"
                            .formatted(
                                    PlaceMenu.quoted(source.dump()),
                                    source.start(),
                                    Long.toUnsignedString(source.length()));
        };
    }

    private static String digits(Chunk chunk, int index) {
        return chunk.present(index) ? "%02x".formatted(chunk.value(index)) : "--";
    }

    private static String hex(Chunk chunk, String between) {
        StringBuilder out = new StringBuilder(chunk.length() * 3);
        for (int i = 0; i < chunk.length(); i++) {
            out.append(i == 0 ? "" : between).append(digits(chunk, i));
        }
        return out.toString();
    }

    private static String characters(Chunk chunk, int first, int end) {
        StringBuilder out = new StringBuilder(end - first);
        for (int i = first; i < end; i++) {
            int value = chunk.present(i) ? chunk.value(i) : 0;
            boolean plain = (value >= 0x20 && value < 0x7f) || value == '\n' || value == '\t';
            out.append(plain ? (char) value : '.');
        }
        return out.toString();
    }

    /// The look of `xxd`: pairs of bytes.
    private static String dump(Chunk chunk) {
        StringBuilder out = new StringBuilder();
        for (int first = 0; first < chunk.length(); first += LINE) {
            int end = Math.min(first + LINE, chunk.length());
            out.append(RowWriter.address(chunk.address() + first, LINE)).append(':');
            for (int i = first; i < first + LINE; i++) {
                out.append((i - first) % 2 == 0 ? " " : "");
                out.append(i < end ? digits(chunk, i) : "  ");
            }
            String text = characters(chunk, first, end).replace('\n', '.').replace('\t', '.');
            out.append("  ").append(text).append('\n');
        }
        return out.toString();
    }

    private static String array(Chunk chunk) {
        StringBuilder out = new StringBuilder();
        out.append("static const unsigned char bytes[%d] = {".formatted(chunk.length()));
        for (int i = 0; i < chunk.length(); i++) {
            out.append(i % C_LINE == 0 ? "\n    " : " ");
            out.append("0x%02x,".formatted(chunk.value(i)));
        }
        return out.append("\n};\n").toString();
    }

    private static String python(Chunk chunk) {
        StringBuilder out = new StringBuilder("b\"");
        for (byte value : chunk.copy(0, chunk.length())) {
            char character = (char) (value & 0xff);
            boolean plain =
                    character >= 0x20 && character < 0x7f && character != '"' && character != '\\';
            out.append(plain ? String.valueOf(character) : "\\x%02x".formatted((int) character));
        }
        return out.append('"').toString();
    }

    private static String integers(Chunk chunk, RowFormat format) {
        StringBuilder out = new StringBuilder();
        int group = format.group();
        for (int i = 0; i + group <= chunk.length(); i += group) {
            long value = 0;
            for (int j = 0; j < group; j++) {
                value = value << 8 | chunk.value(format.bigEndian() ? i + j : i + group - 1 - j);
            }
            out.append(i == 0 ? "" : " ");
            out.append(
                    format.decimal()
                            ? Long.toUnsignedString(value)
                            : "0x" + RowWriter.address(value, 2 * group));
        }
        return out.toString();
    }
}
