package org.xenoscope.xen;

import java.util.HexFormat;
import java.util.Optional;

/// The linker's note that tells a build from all others: name size 4, description of 20 or 16
/// bytes, type 3 (NT_GNU_BUILD_ID), "GNU".
final class BuildId {
    private static final int HEAD = 16;

    private BuildId() {}

    /// {@return the first build id in these bytes, in hex}
    static Optional<String> in(byte[] bytes) {
        for (int i = 0; i <= bytes.length - HEAD - 20; i += 4) {
            if (bytes[i] == 4
                    && bytes[i + 8] == 3
                    && bytes[i + 12] == 'G'
                    && bytes[i + 13] == 'N'
                    && bytes[i + 14] == 'U'
                    && (bytes[i + 4] == 20 || bytes[i + 4] == 16)
                    && zeros(bytes, i + 1, 3)
                    && zeros(bytes, i + 5, 3)
                    && zeros(bytes, i + 9, 3)
                    && bytes[i + 15] == 0) {
                return Optional.of(
                        HexFormat.of().formatHex(bytes, i + HEAD, i + HEAD + bytes[i + 4]));
            }
        }
        return Optional.empty();
    }

    private static boolean zeros(byte[] bytes, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
