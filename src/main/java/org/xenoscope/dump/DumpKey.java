package org.xenoscope.dump;

import org.xenoscope.bytes.ByteSource;
import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Part;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Knows a dump again wherever it lies: by its size and its headers and notes.
final class DumpKey {
    private static final int MOST = 1 << 20;

    private DumpKey() {}

    /// {@return the size in bytes and the SHA-256 of headers and notes, at most 1 MiB of each}
    static String of(Dump dump) {
        ByteSource file = dump.image().file();
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Part part : dump.parts()) {
                if (Long.compareUnsigned(part.fileOffset(), file.size()) < 0) {
                    long there = file.size() - part.fileOffset();
                    int length = (int) Math.min(MOST, Math.min(there, Math.max(0, part.length())));
                    digest.update(file.read(part.fileOffset(), length));
                }
            }
            return file.size() + "-" + HexFormat.of().formatHex(digest.digest());
        } catch (UnreadableException _) {
            return file.size() + "-unreadable";
        } catch (NoSuchAlgorithmException exception) {
            throw new IllegalStateException("every Java has SHA-256", exception);
        }
    }
}
