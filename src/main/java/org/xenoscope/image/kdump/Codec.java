package org.xenoscope.image.kdump;

import org.jspecify.annotations.Nullable;

/// How the bytes of a page are stored (`flags` of `page_desc_t`, makedumpfile 1.7.2,
/// diskdump_mod.h; Zstandard since 1.7.1).
enum Codec {
    /// as they are
    RAW(0, "raw"),
    /// a zlib stream (RFC 1950)
    ZLIB(1, "zlib"),
    /// LZO1X, with its end mark
    LZO(2, "LZO"),
    /// a raw block of snappy
    SNAPPY(4, "snappy"),
    /// one frame (RFC 8878)
    ZSTD(0x20, "Zstandard");

    private final int flag;
    private final String text;

    Codec(int flag, String text) {
        this.flag = flag;
        this.text = text;
    }

    /// {@return the bit in a descriptor's flags and in the header's status}
    int flag() {
        return flag;
    }

    /// {@return the name people know}
    String text() {
        return text;
    }

    /// {@return the codec of a descriptor; null if its flags name none, or more than one}
    static @Nullable Codec of(int flags) {
        for (Codec codec : values()) {
            if (codec.flag == flags) {
                return codec;
            }
        }
        return null;
    }
}
