package org.xenoscope.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// A look at what bytes are, and at what a compressed file holds.
final class Inside {
    private static final int ET_CORE = 4;

    private Inside() {}

    /// {@return a further sentence on what an archive holds, with a blank before it; empty if it is
    /// none or cannot be told}
    static String of(FileKind kind, byte[] head) {
        if (kind.name().contains("tar")) {
            return member(head, 0, 100);
        }
        if (kind.name().contains("zip archive") && head.length > 30) {
            return member(head, 30, Math.min(255, (head[26] & 0xff) + 256 * (head[27] & 0xff)));
        }
        return "";
    }

    /// {@return what bytes begin, with its article: "an ELF core"; empty if that is not known}
    static String holds(byte[] seen) {
        if (seen.length >= 18 && seen[0] == 0x7f && seen[1] == 'E' && seen[2] == 'L') {
            boolean core = seen[16] == ET_CORE && seen[17] == 0;
            return core ? "an ELF core" : "an ELF file that is no core: a program or symbols";
        }
        return FileKind.of(seen).map(FileKind::name).orElse(isText(seen) ? "text" : "");
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
