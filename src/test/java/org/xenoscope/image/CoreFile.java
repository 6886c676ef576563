package org.xenoscope.image;

import org.xenoscope.place.Progress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Writes small ELF cores byte by byte, well-formed or not. The notes stand straight behind the
/// program headers and the pieces of memory straight behind the notes.
public final class CoreFile {
    private record Load(long paddr, long vaddr, byte[] bytes, long memoryBytes) {}

    private final boolean wide;
    private final List<byte[]> notes = new ArrayList<>();
    private final List<Load> loads = new ArrayList<>();
    private final List<long[]> rawHeaders = new ArrayList<>();
    private int machine;
    private int type = 4;
    private int flags;
    private boolean extended;
    private int padding = 4;

    private CoreFile(boolean wide) {
        this.wide = wide;
        this.machine = wide ? 62 : 3;
    }

    /// {@return an empty ELF64 core of an x86_64 machine}
    public static CoreFile wide() {
        return new CoreFile(true);
    }

    /// {@return an empty ELF32 core of an i386 machine}
    public static CoreFile narrow() {
        return new CoreFile(false);
    }

    /// Sets `e_machine`.
    public CoreFile machine(int number) {
        machine = number;
        return this;
    }

    /// Sets `e_type`.
    public CoreFile type(int number) {
        type = number;
        return this;
    }

    /// Sets `e_flags`.
    public CoreFile flags(int bits) {
        flags = bits;
        return this;
    }

    /// Writes the number of program headers to section header 0, as PN_XNUM wants it.
    public CoreFile extended() {
        extended = true;
        return this;
    }

    /// Puts notes and their contents at multiples of 8 bytes and says so in `p_align`.
    public CoreFile paddedTo8() {
        padding = 8;
        return this;
    }

    /// Adds a note whose owner name ends in a NUL.
    public CoreFile note(String owner, long noteType, byte[] desc) {
        byte[] name = (owner + "\0").getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer note = buffer(pad(12 + name.length) + pad(desc.length));
        note.putInt(name.length).putInt(desc.length).putInt((int) noteType).put(name);
        note.position(pad(12 + name.length)).put(desc);
        return rawNote(note.array());
    }

    /// Adds bytes to the piece of notes as they are.
    public CoreFile rawNote(byte[] bytes) {
        notes.add(bytes);
        return this;
    }

    /// Adds a PT_LOAD whose bytes are all in the file.
    public CoreFile load(long maddr, byte[] bytes) {
        return load(maddr, maddr + 0x1000_0000L, bytes, bytes.length);
    }

    /// Adds a PT_LOAD of which the file may store less than it covers.
    public CoreFile load(long maddr, long vaddr, byte[] bytes, long memoryBytes) {
        loads.add(new Load(maddr, vaddr, bytes, memoryBytes));
        return this;
    }

    /// Adds a program header as it is, behind the others.
    public CoreFile header(
            long headerType, long offset, long vaddr, long paddr, long fileBytes, long memory) {
        rawHeaders.add(new long[] {headerType, offset, vaddr, paddr, fileBytes, memory});
        return this;
    }

    /// {@return bytes that count up from `first`, so that each tells its place}
    public static byte[] counting(int first, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }

    /// {@return words of 4 or 8 bytes, little-endian}
    public static byte[] words(int wordBytes, long... values) {
        ByteBuffer words = buffer(wordBytes * values.length);
        for (long value : values) {
            if (wordBytes == 8) {
                words.putLong(value);
            } else {
                words.putInt((int) value);
            }
        }
        return words.array();
    }

    /// {@return the file's bytes}
    public byte[] build() {
        int count = (notes.isEmpty() ? 0 : 1) + loads.size() + rawHeaders.size();
        int headerBytes = wide ? 64 : 52;
        int sectionBytes = wide ? 64 : 40;
        int table = headerBytes;
        int section = table + count * (wide ? 56 : 32);
        int data = section + (extended ? sectionBytes : 0);
        int noteBytes = notes.stream().mapToInt(note -> note.length).sum();
        int loadBytes = loads.stream().mapToInt(load -> load.bytes().length).sum();
        ByteBuffer file = buffer(data + noteBytes + loadBytes);
        elfHeader(file, table, extended ? section : 0, extended ? 0xffff : count);
        int offset = data;
        if (!notes.isEmpty()) {
            programHeader(file, new long[] {4, offset, 0, 0, noteBytes, noteBytes});
            offset += noteBytes;
        }
        for (Load load : loads) {
            programHeader(
                    file,
                    new long[] {
                        1,
                        offset,
                        load.vaddr(),
                        load.paddr(),
                        load.bytes().length,
                        load.memoryBytes()
                    });
            offset += load.bytes().length;
        }
        rawHeaders.forEach(header -> programHeader(file, header));
        if (extended) {
            file.putInt(section + (wide ? 44 : 28), count);
        }
        file.position(data);
        notes.forEach(file::put);
        loads.forEach(load -> file.put(load.bytes()));
        return file.array();
    }

    private void elfHeader(ByteBuffer file, int table, int section, int count) {
        file.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), 1, 1});
        file.position(16);
        file.putShort((short) type).putShort((short) machine).putInt(1);
        word(file, 0);
        word(file, table);
        word(file, section);
        file.putInt(flags)
                .putShort((short) (wide ? 64 : 52))
                .putShort((short) (wide ? 56 : 32))
                .putShort((short) count)
                .putShort((short) (extended ? wide ? 64 : 40 : 0))
                .putShort((short) (extended ? 1 : 0))
                .putShort((short) 0);
    }

    private void programHeader(ByteBuffer file, long[] header) {
        int align = header[0] == 4 && padding == 8 ? 8 : 0;
        int bits = header[0] == 1 ? 7 : 0;
        file.putInt((int) header[0]);
        if (wide) {
            file.putInt(bits);
        }
        for (int i = 1; i < header.length; i++) {
            word(file, header[i]);
        }
        if (!wide) {
            file.putInt(bits);
        }
        word(file, align);
    }

    private void word(ByteBuffer file, long value) {
        if (wide) {
            file.putLong(value);
        } else {
            file.putInt((int) value);
        }
    }

    private int pad(int length) {
        return (length + padding - 1) & -padding;
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Writes the file into a folder and opens it.
    public Image open(Path folder) throws IOException, NotADumpException {
        return open(folder, build());
    }

    /// Writes bytes into a folder and opens them as a dump.
    public static Image open(Path folder, byte[] bytes) throws IOException, NotADumpException {
        return ImageFile.open(write(folder, bytes), Progress.NONE);
    }

    /// Writes bytes into a folder as a file named `vmcore`.
    public static Path write(Path folder, byte[] bytes) throws IOException {
        return Files.write(folder.resolve("vmcore"), bytes);
    }
}
