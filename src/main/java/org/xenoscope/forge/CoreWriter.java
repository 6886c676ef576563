package org.xenoscope.forge;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Writes an ELF core: header, program headers, one PT_NOTE, then PT_LOADs in the order given.
/// Source of the layout: System V gABI, chapters 4 and 5; the order is that of Linux's
/// /proc/vmcore.
public final class CoreWriter {
    private static final int EM_386 = 3;
    private static final int EM_X86_64 = 62;

    private final boolean wide;
    private final List<Load> loads = new ArrayList<>();
    private byte[] notes = {};
    private int alignment = 1;
    private int machine;

    /// One PT_LOAD.
    ///
    /// @param paddr machine address
    /// @param vaddr as kexec-tools would write it
    /// @param fileBytes bytes stored
    /// @param memoryBytes bytes covered
    /// @param contents what is stored; may be shorter: the rest is a hole of the sparse file
    private record Load(
            long paddr, long vaddr, long fileBytes, long memoryBytes, ByteBuffer contents) {}

    /// Starts a core.
    ///
    /// @param wide whether it is ELF64 of x86_64, else ELF32 of i386
    public CoreWriter(boolean wide) {
        this.wide = wide;
        machine = wide ? EM_X86_64 : EM_386;
    }

    /// Says i386 whatever the file's class: kexec-tools writes ELF64 for a 32-bit machine with
    /// memory above 4 GiB.
    public CoreWriter i386() {
        machine = EM_386;
        return this;
    }

    /// Sets the contents of the PT_NOTE.
    public CoreWriter notes(byte[] bytes) {
        notes = bytes.clone();
        return this;
    }

    /// Aligns notes and memory in the file to so many bytes, as Linux 3.11 and later do with 4096.
    public CoreWriter align(int bytes) {
        alignment = bytes;
        return this;
    }

    /// Adds a PT_LOAD.
    public CoreWriter load(
            long paddr, long vaddr, long fileBytes, long memoryBytes, byte[] contents) {
        loads.add(new Load(paddr, vaddr, fileBytes, memoryBytes, ByteBuffer.wrap(contents)));
        return this;
    }

    /// Writes the file; what stands there is replaced.
    ///
    /// @throws IOException if the system refuses it
    public void write(Path path) throws IOException {
        int headerBytes = (wide ? 64 : 52) + (wide ? 56 : 32) * (loads.size() + 1);
        long noteOffset = aligned(headerBytes);
        try (FileChannel file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.SPARSE,
                        StandardOpenOption.WRITE)) {
            ByteBuffer headers = ByteBuffer.allocate(headerBytes).order(ByteOrder.LITTLE_ENDIAN);
            elfHeader(headers);
            programHeader(headers, 4, 0, noteOffset, 0, 0, notes.length, notes.length);
            long offset = aligned(noteOffset + notes.length);
            long end = noteOffset + notes.length;
            file.write(ByteBuffer.wrap(notes), noteOffset);
            for (Load load : loads) {
                programHeader(
                        headers,
                        1,
                        7,
                        offset,
                        load.vaddr(),
                        load.paddr(),
                        load.fileBytes(),
                        load.memoryBytes());
                file.write(load.contents().duplicate(), offset);
                end = offset + load.fileBytes();
                offset = aligned(end);
            }
            file.write(headers.flip(), 0);
            if (file.size() < end) {
                file.write(ByteBuffer.wrap(new byte[1]), end - 1);
            }
        }
    }

    private long aligned(long offset) {
        return (offset + alignment - 1) / alignment * alignment;
    }

    private void elfHeader(ByteBuffer out) {
        out.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (wide ? 2 : 1), 1, 1});
        out.position(16);
        out.putShort((short) 4).putShort((short) machine).putInt(1);
        word(out, 0);
        word(out, wide ? 64 : 52);
        word(out, 0);
        out.putInt(0).putShort((short) (wide ? 64 : 52)).putShort((short) (wide ? 56 : 32));
        out.putShort((short) (loads.size() + 1));
        out.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    }

    private void programHeader(
            ByteBuffer out,
            int type,
            int flags,
            long offset,
            long vaddr,
            long paddr,
            long fileBytes,
            long memoryBytes) {
        out.putInt(type);
        if (wide) {
            out.putInt(flags);
        }
        word(out, offset);
        word(out, vaddr);
        word(out, paddr);
        word(out, fileBytes);
        word(out, memoryBytes);
        if (!wide) {
            out.putInt(flags);
        }
        word(out, 0);
    }

    private void word(ByteBuffer out, long value) {
        if (wide) {
            out.putLong(value);
        } else {
            out.putInt((int) value);
        }
    }
}
