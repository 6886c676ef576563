package org.xenoscope.xen;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.Unknown;
import org.xenoscope.symbol.SymbolTable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Finds the console ring: by its symbols, else by a pointer in Xen's data that stands beside a
/// size and leads to text.
///
/// Source: `conring`, `conring_size`, `conringp` in xen/drivers/char/console.c, Xen 3.3 to 4.20: a
/// ring of a power of two of bytes; the last counts all bytes ever written, in 32 bits.
final class ConsoleFinder {
    private static final int LEAST = 1 << 12;

    /// Larger than any ring that a command line asks for, small enough to be read.
    private static final int MOST = 1 << 28;

    /// Rings that are looked for without symbols: 16 KiB to 16 MiB.
    private static final int LEAST_FOUND = 1 << 14;

    private static final int MOST_FOUND = 1 << 24;

    /// How near to the pointer its size stands.
    private static final int NEAR = 64;

    /// Pointers in Xen's data that are followed without symbols.
    private static final int MOST_FOLLOWED = 100_000;

    private static final int LINES_OF_XEN = 5;
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final XenMemory memory;
    private final SymbolTable symbols;
    private final boolean wide;

    ConsoleFinder(XenMemory memory, SymbolTable symbols) {
        this.memory = memory;
        this.symbols = symbols;
        this.wide = memory.reader().space().lastAddress() == -1;
    }

    /// {@return the console}
    ///
    /// @param image where the image is
    /// @param data the image's bytes from {@link ImageFinder#FIRST} on
    Fact<Console> find(XenImage image, java.util.function.Supplier<byte[]> data) {
        return bySymbols()
                .or(() -> byPointer(image, data.get()))
                .orElseGet(
                        () ->
                                new Unknown<>(
                                        "neither a symbol nor a pointer in Xen's data leads to a"
                                                + " ring of text"));
    }

    private Optional<Fact<Console>> bySymbols() {
        Optional<Long> pointer = symbols.address("conring");
        Optional<Long> size = symbols.address("conring_size");
        if (pointer.isEmpty() || size.isEmpty()) {
            return Optional.empty();
        }
        try {
            long ring =
                    wide ? memory.reader().u64(pointer.get()) : memory.reader().u32(pointer.get());
            long bytes = memory.reader().u32(size.get());
            if (!isSize(bytes, LEAST, MOST) || !(XenMemory.isPointer(ring) || !wide)) {
                return Optional.empty();
            }
            long written = -1;
            Optional<Long> produced = symbols.address("conringp");
            if (produced.isPresent()) {
                written = memory.reader().u32(produced.get());
            }
            return read(
                    ring,
                    (int) bytes,
                    written,
                    "conring, conring_size %s, conringp %s"
                            .formatted(
                                    Location.hex(bytes),
                                    written < 0 ? "not found" : Location.hex(written)));
        } catch (UnreadableException _) {
            return Optional.empty();
        }
    }

    private static boolean isSize(long bytes, int least, int most) {
        return bytes >= least && bytes <= most && (bytes & (bytes - 1)) == 0;
    }

    private Optional<Fact<Console>> read(long ring, int size, long written, String evidence) {
        byte[] bytes = present(ring, size);
        if (bytes.length == 0 || !hasText(bytes)) {
            return Optional.empty();
        }
        boolean whole = bytes.length == size;
        boolean wrapped = written < 0 ? bytes[bytes.length - 1] != 0 : written > size;
        byte[] text;
        if (!whole) {
            text = upToNul(bytes);
        } else if (written < 0) {
            text = wrapped ? fromSeam(bytes) : upToNul(bytes);
        } else if (!wrapped) {
            text = java.util.Arrays.copyOf(bytes, (int) written);
        } else {
            text = rotated(bytes, (int) (written & (size - 1)));
        }
        Console console =
                new Console(
                        new String(text, StandardCharsets.ISO_8859_1),
                        ring,
                        size,
                        written,
                        wrapped);
        String cut =
                whole ? "" : "; the dump lacks its last %d bytes".formatted(size - bytes.length);
        return Optional.of(Known.at(console, evidence + cut, memory.at(ring)));
    }

    /// {@return the ring's bytes up to the first that is missing}
    private byte[] present(long ring, int size) {
        int piece = 1 << 16;
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (int done = 0; done < size; done += piece) {
            Progress.current().check();
            int length = Math.min(piece, size - done);
            org.xenoscope.space.Chunk chunk = memory.reader().space().read(ring + done, length);
            int there = chunk.presentFrom(0);
            all.writeBytes(chunk.copy(0, there));
            if (there < length) {
                break;
            }
        }
        return all.toByteArray();
    }

    private static boolean hasText(byte[] bytes) {
        int printable = 0;
        int looked = 0;
        for (int i = 0; i < bytes.length && looked < 4096; i++) {
            if (bytes[i] != 0) {
                looked++;
                boolean text = bytes[i] == '\n' || bytes[i] == '\t' || bytes[i] == '\r';
                printable += text || (bytes[i] & 0xff) >= ' ' ? 1 : 0;
            }
        }
        return looked > 0 && printable > looked * 9 / 10;
    }

    private static byte[] upToNul(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return java.util.Arrays.copyOf(bytes, end);
    }

    /// Oldest first; the first line has lost its beginning.
    private static byte[] rotated(byte[] bytes, int start) {
        byte[] text = new byte[bytes.length];
        System.arraycopy(bytes, start, text, 0, bytes.length - start);
        System.arraycopy(bytes, 0, text, bytes.length - start, start);
        int line = 0;
        while (line < text.length && text[line] != '\n') {
            line++;
        }
        return line == text.length
                ? text
                : java.util.Arrays.copyOfRange(text, line + 1, text.length);
    }

    /// Without the count the newest line ends where one begins that is no whole line: the only one
    /// without Xen's mark. If that is not one place, the ring is given as it lies.
    private static byte[] fromSeam(byte[] bytes) {
        int seam = -1;
        for (int i = 0; i < bytes.length - 1; i++) {
            if (bytes[i] == '\n' && bytes[i + 1] != '(') {
                if (seam >= 0) {
                    return bytes;
                }
                seam = i + 1;
            }
        }
        return seam < 0 ? bytes : rotated(bytes, seam);
    }

    /// Reads every pointer of Xen's data that stands beside a size to which it is aligned.
    private Optional<Fact<Console>> byPointer(XenImage image, byte[] data) {
        if (!wide) {
            return Optional.empty();
        }
        int followed = 0;
        for (int at = 0; at <= data.length - 8; at += 8) {
            long ring = (long) LONG.get(data, at);
            if (!XenMemory.isPagePointer(ring)) {
                continue;
            }
            for (int size = MOST_FOUND; size >= LEAST_FOUND; size >>= 1) {
                if ((ring & (size - 1)) != 0 || !near(data, at, size)) {
                    continue;
                }
                Progress.current().check();
                if (++followed > MOST_FOLLOWED) {
                    return Optional.empty();
                }
                if (beginsWithLines(ring)) {
                    long where = image.virtStart() + ImageFinder.FIRST + at;
                    Optional<Fact<Console>> found =
                            read(
                                    ring,
                                    size,
                                    -1,
                                    "a pointer at %s beside the size %s leads to it"
                                            .formatted(memory.at(where), Location.hex(size)));
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean near(byte[] data, int at, int size) {
        int end = Math.min(data.length - 4, at + NEAR);
        for (int i = Math.max(0, at - NEAR); i <= end; i += 4) {
            if ((int) INT.get(data, i) == size) {
                return true;
            }
        }
        return false;
    }

    private boolean beginsWithLines(long ring) {
        org.xenoscope.space.Chunk chunk = memory.reader().space().read(ring, 4096);
        String start = new String(chunk.copy(0, chunk.presentFrom(0)), StandardCharsets.ISO_8859_1);
        return start.lines().filter(line -> line.startsWith("(XEN) ")).count() >= LINES_OF_XEN;
    }
}
