package org.xenoscope.bytes;

import org.xenoscope.place.Finding;

import java.nio.file.Path;
import java.util.List;

/// An open file that may be a dump, however its bytes are kept on the disk. Any thread may read.
public interface DumpFile extends ByteSource, AutoCloseable {
    /// {@return the file as a person named it}
    Path path();

    /// {@return the first bytes, at most `most` of them; where the file has no bytes of its own
    /// among them, zeros}
    default byte[] head(int most) {
        return read(0, (int) Math.min(size(), most));
    }

    /// {@return what is to be known of how the bytes lie on the disk, in words that follow a
    /// format: ", flattened"; empty if they lie as they are}
    default String wrapping() {
        return "";
    }

    /// {@return what is wrong with how the bytes lie on the disk}
    default List<Finding> findings() {
        return List.of();
    }

    @Override
    void close();
}
