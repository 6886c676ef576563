package org.xenoscope.forge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Notes as Xen and kexec-tools write them: name and contents padded to 4.
final class NoteBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// Adds a note.
    NoteBytes add(String owner, int type, byte[] desc) {
        byte[] name = (owner + "\0").getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer note =
                ByteBuffer.allocate(12 + padded(name.length) + padded(desc.length))
                        .order(ByteOrder.LITTLE_ENDIAN);
        note.putInt(name.length).putInt(desc.length).putInt(type).put(name);
        note.position(12 + padded(name.length));
        note.put(desc);
        out.writeBytes(note.array());
        return this;
    }

    /// {@return 64-bit words as bytes}
    static byte[] words64(long... words) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : words) {
            bytes.putLong(word);
        }
        return bytes.array();
    }

    /// {@return 32-bit words as bytes}
    static byte[] words32(long... words) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : words) {
            bytes.putInt((int) word);
        }
        return bytes.array();
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private static int padded(int length) {
        return (length + 3) & -4;
    }
}
