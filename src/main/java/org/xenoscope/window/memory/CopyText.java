package org.xenoscope.window.memory;

import org.xenoscope.space.Chunk;

/// Bytes as text for the clipboard.
final class CopyText {
    private CopyText() {}

    /// {@return two digits a byte with a blank between; `--` for a byte that is missing}
    static String hex(Chunk chunk) {
        StringBuilder out = new StringBuilder(chunk.length() * 3);
        for (int i = 0; i < chunk.length(); i++) {
            out.append(i == 0 ? "" : " ");
            out.append(chunk.present(i) ? "%02x".formatted(chunk.value(i)) : "--");
        }
        return out.toString();
    }
}
