package org.xenoscope.forge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Writes flattened files as `makedumpfile -F` does: records of a file's bytes, big-endian heads.
/// Source: makedumpfile 1.7.2, makedumpfile.h (`struct makedumpfile_header`,
/// `makedumpfile_data_header`).
public final class FlatWriter {
    private static final int HEADER_BYTES = 4096;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// Starts a file.
    public FlatWriter() {
        ByteBuffer head = ByteBuffer.allocate(HEADER_BYTES);
        head.put("makedumpfile".getBytes(StandardCharsets.US_ASCII));
        head.putLong(16, 1).putLong(24, 1);
        out.writeBytes(head.array());
    }

    /// Adds a record.
    ///
    /// @param offset where its bytes belong
    public FlatWriter record(long offset, byte[] bytes) {
        head(offset, bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    /// Adds the head of a record alone.
    public FlatWriter head(long offset, long length) {
        out.writeBytes(ByteBuffer.allocate(16).putLong(offset).putLong(length).array());
        return this;
    }

    /// {@return the file, with its end mark}
    public byte[] bytes() {
        head(-1, -1);
        return cut();
    }

    /// {@return the file without an end mark}
    public byte[] cut() {
        return out.toByteArray();
    }
}
