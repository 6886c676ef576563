package org.xenoscope.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// A look at what bytes are, and at what a compressed file holds.
final class Inside {
    private static final int ET_CORE = 4;

    private Inside() {}

    /// {@return a further sentence on what a compressed file holds, with a blank before it; empty
    /// if it is not compressed or cannot be told}
    static String of(FileKind kind, byte[] head) {
        if (kind.name().contains("tar")) {
            return member(head, 0, 100);
        }
        if (kind.name().contains("zip archive") && head.length > 30) {
            return member(head, 30, Math.min(255, (head[26] & 0xff) + 256 * (head[27] & 0xff)));
        }
        if (!kind.name().contains("gzip")) {
            return "";
        }
        byte[] seen = unpacked(head);
        if (seen.length >= 18 && seen[0] == 0x7f && seen[1] == 'E' && seen[2] == 'L') {
            boolean core = seen[16] == ET_CORE && seen[17] == 0;
            return core
                    ? " It holds an ELF core."
                    : " It holds an ELF file that is no core: a program or symbols.";
        }
        Optional<FileKind> holds = FileKind.of(seen);
        if (holds.isEmpty() && isText(seen)) {
            return " It holds text.";
        }
        return holds.map(found -> " It holds " + found.name() + ".").orElse("");
    }

    /// {@return the first bytes that come out of the head of a gzip file}
    private static byte[] unpacked(byte[] head) {
        byte[] inner = new byte[FileKind.HEAD];
        int length = 0;
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(head))) {
            int read;
            while (length < inner.length
                    && (read = stream.read(inner, length, inner.length - length)) > 0) {
                length += read;
            }
        } catch (IOException _) {
            // the head is cut on purpose: what came out before is what is looked at
        }
        return Arrays.copyOf(inner, length);
    }

    /// {@return a sentence that names the first member of an archive}
    private static String member(byte[] head, int at, int length) {
        int end = at;
        while (end < Math.min(head.length, at + length) && head[end] != 0) {
            end++;
        }
        byte[] name = Arrays.copyOfRange(head, at, end);
        return isText(name)
                ? " Its first member is \"%s\"."
                        .formatted(new String(name, StandardCharsets.UTF_8).strip())
                : "";
    }

    /// {@return whether bytes are text: no control characters but white space and escapes, and
    /// mostly ASCII}
    static boolean isText(byte[] bytes) {
        int foreign = 0;
        for (byte value : bytes) {
            boolean control = value >= 0 && value < 0x20;
            if (control && value != '\n' && value != '\r' && value != '\t' && value != 0x1b) {
                return false;
            }
            foreign += value < 0 ? 1 : 0;
        }
        return bytes.length > 0 && foreign <= bytes.length / 2;
    }

    /// {@return the first bytes in hex}
    static String hex(byte[] bytes, int most) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(most, bytes.length));
    }
}
