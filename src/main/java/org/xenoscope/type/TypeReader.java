package org.xenoscope.type;

import java.util.ArrayList;
import java.util.List;

/// Makes a {@link Type} of its bytes in BTF (include/uapi/linux/btf.h, Linux 5.2 to 7.2).
final class TypeReader {
    private static final int SIGNED = 1;
    private static final int CHARACTER = 2;
    private static final int TRUTH = 4;
    private static final int BITS_OF_OFFSET = 24;

    private TypeReader() {}

    /// {@return the type of a number that exists}
    static Type read(BtfBytes btf, int id) {
        String name = btf.name(id);
        int third = btf.third(id);
        return switch (btf.kind(id)) {
            case BtfBytes.INT -> integer(btf, id, name);
            case BtfBytes.FLOAT -> new Type.FloatingPoint(name, third);
            case BtfBytes.PTR -> new Type.Pointer(third);
            case BtfBytes.ARRAY ->
                    new Type.Array(btf.word(id, 12), Integer.toUnsignedLong(btf.word(id, 20)));
            case BtfBytes.STRUCT, BtfBytes.UNION ->
                    new Type.Composite(
                            name,
                            btf.kind(id) == BtfBytes.UNION,
                            Integer.toUnsignedLong(third),
                            members(btf, id));
            case BtfBytes.ENUM, BtfBytes.ENUM64 ->
                    new Type.Enumeration(name, third, btf.flag(id), constants(btf, id));
            case BtfBytes.FWD -> new Type.Forward(name, btf.flag(id));
            case BtfBytes.TYPEDEF -> new Type.Alias(name, third);
            case BtfBytes.VOLATILE -> new Type.Qualified("volatile", third);
            case BtfBytes.CONST -> new Type.Qualified("const", third);
            case BtfBytes.RESTRICT -> new Type.Qualified("restrict", third);
            case BtfBytes.TYPE_TAG -> new Type.Qualified("", third);
            case BtfBytes.FUNC -> new Type.Function(name, third);
            case BtfBytes.FUNC_PROTO -> new Type.Signature(third, parameters(btf, id));
            case BtfBytes.VAR -> new Type.Variable(name, third);
            default -> new Type.Other(name);
        };
    }

    private static Type integer(BtfBytes btf, int id, String name) {
        int word = btf.word(id, 12);
        int encoding = word >>> 24 & 15;
        Type.WholeNumber.Form form =
                (encoding & TRUTH) != 0
                        ? Type.WholeNumber.Form.TRUTH
                        : (encoding & CHARACTER) != 0 || name.matches("(un)?(signed )?char")
                                ? Type.WholeNumber.Form.CHARACTER
                                : (encoding & SIGNED) != 0
                                        ? Type.WholeNumber.Form.SIGNED
                                        : Type.WholeNumber.Form.UNSIGNED;
        int bytes = btf.third(id);
        return bytes >= 1 && bytes <= 16
                ? new Type.WholeNumber(name, bytes, word & 0xff, word >>> 16 & 0xff, form)
                : new Type.Other(name);
    }

    private static List<Type.Member> members(BtfBytes btf, int id) {
        List<Type.Member> members = new ArrayList<>();
        boolean withWidths = btf.flag(id);
        for (int i = 0; i < btf.items(id); i++) {
            int at = 12 + 12 * i;
            long offset = Integer.toUnsignedLong(btf.word(id, at + 8));
            int width = withWidths ? (int) (offset >>> BITS_OF_OFFSET) : 0;
            members.add(
                    new Type.Member(
                            btf.string(btf.word(id, at)),
                            btf.word(id, at + 4),
                            withWidths ? offset & 0xff_ffff : offset,
                            width));
        }
        return members;
    }

    private static List<Type.Constant> constants(BtfBytes btf, int id) {
        boolean wide = btf.kind(id) == BtfBytes.ENUM64;
        int each = wide ? 12 : 8;
        List<Type.Constant> constants = new ArrayList<>();
        for (int i = 0; i < btf.items(id); i++) {
            int at = 12 + each * i;
            int low = btf.word(id, at + 4);
            // before Linux 6.0 BTF does not say whether an enumeration is signed: all are read so
            long value =
                    wide ? (long) btf.word(id, at + 8) << 32 | Integer.toUnsignedLong(low) : low;
            constants.add(new Type.Constant(btf.string(btf.word(id, at)), value));
        }
        return constants;
    }

    private static List<Type.Member> parameters(BtfBytes btf, int id) {
        List<Type.Member> parameters = new ArrayList<>();
        for (int i = 0; i < btf.items(id); i++) {
            int at = 12 + 8 * i;
            parameters.add(
                    new Type.Member(btf.string(btf.word(id, at)), btf.word(id, at + 4), 0, 0));
        }
        return parameters;
    }
}
