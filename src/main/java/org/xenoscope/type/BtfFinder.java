package org.xenoscope.type;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Finds BTF in raw bytes by its magic number and a header that holds together.
public final class BtfFinder {
    /// Headers looked at in one image.
    private static final int MOST = 64;

    private BtfFinder() {}

    /// A piece that may be BTF.
    ///
    /// @param offset of its first byte
    /// @param length its bytes
    public record Piece(int offset, int length) {}

    /// {@return the pieces of an image that have a sound header, the largest first}
    public static List<Piece> find(byte[] image) {
        List<Piece> found = new ArrayList<>();
        for (int at = 0; at <= image.length - BtfBytes.HEADER && found.size() < MOST; at++) {
            if (image[at] != BtfBytes.MAGIC[0] || image[at + 1] != BtfBytes.MAGIC[1]) {
                continue;
            }
            int length = BtfBytes.length(image, at);
            if (length > BtfBytes.HEADER) {
                found.add(new Piece(at, length));
                at += length - 1;
            }
        }
        found.sort(Comparator.comparingInt(Piece::length).reversed());
        return List.copyOf(found);
    }
}
