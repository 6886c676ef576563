package org.xenoscope.linux;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/// Finds the build id in ELF notes that lie in memory: u32 name bytes, u32 bytes, u32 type 3, the
/// name "GNU", the id (System V gABI, chapter 5; binutils).
final class NoteBuildId {
    private static final int SHORTEST = 8;
    private static final int LONGEST = 32;
    private static final int HEADER = 16;

    private NoteBuildId() {}

    /// {@return the offset of the note of a build id}
    static Optional<Integer> at(Window notes) {
        for (int at = 0; notes.has(at, HEADER); at += 4) {
            int length = notes.s32(at + 4);
            if (notes.s32(at) == 4
                    && notes.s32(at + 8) == 3
                    && length >= SHORTEST
                    && length <= LONGEST
                    && notes.latin(at + 12, 4).equals("GNU\0")
                    && notes.has(at + HEADER, length)) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    /// {@return the id of the note at an offset, in hex}
    static String text(Window notes, int at) {
        byte[] id =
                notes.latin(at + HEADER, notes.s32(at + 4)).getBytes(StandardCharsets.ISO_8859_1);
        return HexFormat.of().formatHex(id);
    }
}
