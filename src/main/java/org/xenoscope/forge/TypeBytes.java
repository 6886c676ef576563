package org.xenoscope.forge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes BTF, the description of types that kernels carry. Every method adds one type and gives
/// its number, from 1.
///
/// Source of the layout: include/uapi/linux/btf.h of Linux 5.2 to 7.2.
public final class TypeBytes {
    /// `encoding` of signed integers.
    public static final int SIGNED = 1;

    /// `encoding` of `_Bool`.
    public static final int TRUTH = 4;

    private static final int INT = 1;
    private static final int PTR = 2;
    private static final int ARRAY = 3;
    private static final int STRUCT = 4;
    private static final int UNION = 5;
    private static final int ENUM = 6;
    private static final int FUNC_PROTO = 13;
    private static final int ENUM64 = 19;
    private static final int FLAG = 1 << 31;

    private final ByteArrayOutputStream types = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final Map<String, Integer> offsets = new LinkedHashMap<>();
    private final int firstString;
    private int last;

    /// A member of a structure, a parameter of a function.
    ///
    /// @param bit from the start of the structure, in bits
    /// @param width bits of a bit field; 0 if it is none
    public record Member(String name, int type, int bit, int width) {
        /// A member that is no bit field.
        ///
        /// @param offset in bytes
        public static Member at(int offset, String name, int type) {
            return new Member(name, type, 8 * offset, 0);
        }
    }

    /// Starts the BTF of a kernel.
    public TypeBytes() {
        this(0, 0);
    }

    private TypeBytes(int last, int firstString) {
        this.last = last;
        this.firstString = firstString;
        strings.write(0);
        if (firstString == 0) {
            offsets.put("", 0);
        }
    }

    /// {@return the start of a module's BTF, which goes on where this one ends}
    public TypeBytes split() {
        return new TypeBytes(last, firstString + strings.size());
    }

    /// Adds an integer.
    ///
    /// @param encoding 0, {@link #SIGNED}, {@link #TRUTH}
    public int integer(String name, int bytes, int encoding) {
        begin(name, INT, 0, 0, bytes);
        return word(encoding << 24 | 8 * bytes);
    }

    /// Adds a pointer.
    public int pointer(int target) {
        return begin("", PTR, 0, 0, target);
    }

    /// Adds an array.
    public int array(int element, int count) {
        begin("", ARRAY, 0, 0, 0);
        word(element);
        word(1);
        return word(count);
    }

    /// Adds a structure.
    public int structure(String name, int bytes, Member... members) {
        return composite(STRUCT, name, bytes, members);
    }

    /// Adds a union.
    public int union(String name, int bytes, Member... members) {
        return composite(UNION, name, bytes, members);
    }

    private int composite(int kind, String name, int bytes, Member... members) {
        boolean widths = false;
        for (Member member : members) {
            widths |= member.width() > 0;
        }
        begin(name, kind, members.length, widths ? FLAG : 0, bytes);
        for (Member member : members) {
            word(string(member.name()));
            word(member.type());
            word(widths ? member.width() << 24 | member.bit() : member.bit());
        }
        return last;
    }

    /// Adds an enumeration whose values count from 0.
    public int enumeration(String name, String... constants) {
        begin(name, ENUM, constants.length, 0, 4);
        for (int i = 0; i < constants.length; i++) {
            word(string(constants[i]));
            word(i);
        }
        return last;
    }

    /// Adds an enumeration of 64-bit values.
    public int enumeration64(String name, Map<String, Long> constants) {
        begin(name, ENUM64, constants.size(), 0, 8);
        constants.forEach(
                (constant, value) -> {
                    word(string(constant));
                    word(value.intValue());
                    word((int) (value >> 32));
                });
        return last;
    }

    /// Adds a type of a kind that has nothing behind its first words: 7 forward declaration, 8
    /// typedef, 9 volatile, 10 const, 11 restrict, 12 function, 16 floating point, 18 tag.
    ///
    /// @param third size or another type's number
    public int plain(int kind, String name, int third) {
        return begin(name, kind, 0, 0, third);
    }

    /// Adds what a function takes and gives.
    public int signature(int result, Member... parameters) {
        begin("", FUNC_PROTO, parameters.length, 0, result);
        for (Member parameter : parameters) {
            word(string(parameter.name()));
            word(parameter.type());
        }
        return last;
    }

    /// Adds a type of any kind, as its words are.
    ///
    /// @param info kind in bits 24 to 28, number of items in bits 0 to 15
    public int words(String name, int info, int third, int... more) {
        last++;
        word(string(name));
        word(info);
        word(third);
        for (int value : more) {
            word(value);
        }
        return last;
    }

    /// {@return all of it, with its header}
    public byte[] bytes() {
        ByteBuffer all =
                ByteBuffer.allocate(24 + types.size() + strings.size())
                        .order(ByteOrder.LITTLE_ENDIAN);
        all.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
        all.putInt(0).putInt(types.size()).putInt(types.size()).putInt(strings.size());
        return all.put(types.toByteArray()).put(strings.toByteArray()).array();
    }

    private int begin(String name, int kind, int items, int flag, int third) {
        return words(name, kind << 24 | items | flag, third);
    }

    private int word(int value) {
        types.writeBytes(
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
        return last;
    }

    private int string(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        return offsets.computeIfAbsent(
                text,
                added -> {
                    int offset = firstString + strings.size();
                    strings.writeBytes(added.getBytes(StandardCharsets.ISO_8859_1));
                    strings.write(0);
                    return offset;
                });
    }
}
