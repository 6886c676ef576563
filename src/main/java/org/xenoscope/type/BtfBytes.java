package org.xenoscope.type;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// BTF as it lies in memory: its bytes, and where each type begins.
///
/// Layout: u16 0xeb9f, u8 version 1, u8 flags, u32 header length, then offset and length of the
/// types and of the strings, counted from behind the header; types of 12 bytes each and what
/// follows by kind. Source: include/uapi/linux/btf.h of Linux 5.2 to 7.2. The BTF of a module goes
/// on with the numbers and the string offsets of its kernel's.
final class BtfBytes {
    static final int HEADER = 24;

    /// The first three bytes: the magic number and the version.
    static final byte[] MAGIC = {(byte) 0x9f, (byte) 0xeb, 1};

    /// Ten times what the largest kernel has.
    static final int MOST_BYTES = 1 << 26;

    static final int INT = 1;
    static final int PTR = 2;
    static final int ARRAY = 3;
    static final int STRUCT = 4;
    static final int UNION = 5;
    static final int ENUM = 6;
    static final int FWD = 7;
    static final int TYPEDEF = 8;
    static final int VOLATILE = 9;
    static final int CONST = 10;
    static final int RESTRICT = 11;
    static final int FUNC = 12;
    static final int FUNC_PROTO = 13;
    static final int VAR = 14;
    static final int DATASEC = 15;
    static final int FLOAT = 16;
    static final int DECL_TAG = 17;
    static final int TYPE_TAG = 18;
    static final int ENUM64 = 19;

    private static final int LONGEST_NAME = 512;

    private final @Nullable BtfBytes base;
    private final ByteBuffer bytes;
    private final int strings;
    private final int stringBytes;
    private final int firstId;
    private final int firstString;
    private final boolean complete;
    private int[] starts = new int[1024];
    private int count;

    private BtfBytes(ByteBuffer bytes, @Nullable BtfBytes base) {
        this.bytes = bytes;
        this.base = base;
        this.firstId = base == null ? 1 : base.endId();
        this.firstString = base == null ? 0 : base.firstString + base.stringBytes;
        int header = bytes.getInt(4);
        this.strings = header + bytes.getInt(16);
        this.stringBytes = bytes.getInt(20);
        int at = header + bytes.getInt(8);
        int end = at + bytes.getInt(12);
        while (end - at >= 12) {
            int extra = extraBytes(bytes.getInt(at + 4));
            if (extra < 0 || extra > end - at - 12) {
                break;
            }
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, 2 * count);
            }
            starts[count++] = at;
            at += 12 + extra;
        }
        complete = at == end;
        starts = Arrays.copyOf(starts, count);
    }

    /// {@return the types in `data`, as far as they can be read; nothing if the header is not
    /// sound}
    ///
    /// @param base the kernel's, if these are a module's
    static Optional<BtfBytes> of(byte[] data, @Nullable BtfBytes base) {
        long length = length(data, 0);
        return length == 0
                ? Optional.empty()
                : Optional.of(
                        new BtfBytes(
                                ByteBuffer.wrap(Arrays.copyOf(data, (int) length))
                                        .order(ByteOrder.LITTLE_ENDIAN),
                                base));
    }

    /// {@return the bytes that the BTF at `start` has, or 0 if there is none}
    static int length(byte[] data, int start) {
        if (data.length - start < HEADER) {
            return 0;
        }
        ByteBuffer head = ByteBuffer.wrap(data, start, HEADER).slice();
        head.order(ByteOrder.LITTLE_ENDIAN);
        long header = Integer.toUnsignedLong(head.getInt(4));
        long typeOffset = Integer.toUnsignedLong(head.getInt(8));
        long typeBytes = Integer.toUnsignedLong(head.getInt(12));
        long stringOffset = Integer.toUnsignedLong(head.getInt(16));
        long stringBytes = Integer.toUnsignedLong(head.getInt(20));
        long end = header + stringOffset + stringBytes;
        boolean sound =
                Arrays.equals(data, start, start + 3, MAGIC, 0, 3)
                        && header >= HEADER
                        && header <= 256
                        && typeOffset <= typeBytes + stringOffset
                        && stringOffset >= typeOffset + typeBytes
                        && typeBytes % 4 == 0
                        && stringBytes >= 1
                        && end <= Math.min(MOST_BYTES, data.length - start);
        return sound && data[start + (int) end - 1] == 0 ? (int) end : 0;
    }

    /// {@return bytes behind the first twelve of a type, or -1 if its kind is not known}
    private static int extraBytes(int info) {
        int items = info & 0xffff;
        return switch (info >>> 24 & 31) {
            case INT, VAR, DECL_TAG -> 4;
            case PTR, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FLOAT, TYPE_TAG -> 0;
            case ARRAY -> 12;
            case STRUCT, UNION, DATASEC, ENUM64 -> 12 * items;
            case ENUM, FUNC_PROTO -> 8 * items;
            default -> -1;
        };
    }

    /// {@return the number of its first type}
    int firstId() {
        return firstId;
    }

    /// {@return one more than the number of its last type}
    int endId() {
        return firstId + count;
    }

    /// {@return whether every type could be read}
    boolean complete() {
        return complete;
    }

    /// {@return bytes that it takes in memory}
    int size() {
        return bytes.capacity();
    }

    /// {@return whether there is a type of that number, its own or of its base}
    boolean has(int id) {
        return id > 0 && id < endId();
    }

    int kind(int id) {
        return info(id) >>> 24 & 31;
    }

    /// {@return how many items follow the type}
    int items(int id) {
        return info(id) & 0xffff;
    }

    boolean flag(int id) {
        return info(id) < 0;
    }

    /// {@return the third word: a size or another type's number}
    int third(int id) {
        return word(id, 8);
    }

    String name(int id) {
        return string(word(id, 0));
    }

    private int info(int id) {
        return word(id, 4);
    }

    /// {@return the 32-bit word at `offset` of a type that exists}
    int word(int id, int offset) {
        BtfBytes owner = this;
        while (id < owner.firstId && owner.base != null) {
            owner = owner.base;
        }
        return owner.bytes.getInt(owner.starts[id - owner.firstId] + offset);
    }

    /// {@return the string at `offset`; empty if it cannot be read}
    String string(int offset) {
        BtfBytes owner = this;
        while (Integer.compareUnsigned(offset, owner.firstString) < 0 && owner.base != null) {
            owner = owner.base;
        }
        int from = offset - owner.firstString;
        if (from < 0 || from >= owner.stringBytes) {
            return "";
        }
        int start = owner.strings + from;
        int most = Math.min(LONGEST_NAME, owner.stringBytes - from);
        for (int i = 0; i < most; i++) {
            byte value = owner.bytes.get(start + i);
            if (value == 0) {
                byte[] name = new byte[i];
                owner.bytes.get(start, name);
                return new String(name, StandardCharsets.ISO_8859_1);
            }
            if (value < ' ') {
                return "";
            }
        }
        return "";
    }

    /// {@return a hash of the name of one of its own types, without making a string; 0 if it has
    /// none}
    int nameHash(int id) {
        int offset = word(id, 0);
        BtfBytes owner = this;
        while (Integer.compareUnsigned(offset, owner.firstString) < 0 && owner.base != null) {
            owner = owner.base;
        }
        int from = offset - owner.firstString;
        if (from < 0 || from >= owner.stringBytes) {
            return 0;
        }
        int hash = 0;
        int most = Math.min(LONGEST_NAME, owner.stringBytes - from);
        for (int i = owner.strings + from; i < owner.strings + from + most; i++) {
            byte value = owner.bytes.get(i);
            if (value == 0) {
                break;
            }
            hash = 31 * hash + (value & 0xff);
        }
        return hash;
    }
}
