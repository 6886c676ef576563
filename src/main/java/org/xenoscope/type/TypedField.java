package org.xenoscope.type;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Hole;
import org.xenoscope.place.HoleReason;
import org.xenoscope.place.Location;
import org.xenoscope.space.SpaceReader;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A type laid over a place: a structure, one of its members, an element of an array.
///
/// Nothing is read until its value is asked for, and children are made as they are asked for, so
/// that a type that contains itself costs nothing.
public final class TypedField {
    /// Characters shown of a text; kernels have none longer in a structure.
    private static final int LONGEST_TEXT = 4096;

    /// Characters shown of a text that a pointer leads to.
    private static final int LONGEST_POINTED = 256;

    private final TypeSystem types;
    private final SpaceReader reader;
    private final String name;
    private final int type;
    private final long start;
    private final long bitOffset;
    private final int bitWidth;

    private TypedField(
            TypeSystem types,
            SpaceReader reader,
            String name,
            int type,
            long start,
            long bitOffset,
            int bitWidth) {
        this.types = types;
        this.reader = reader;
        this.name = name;
        this.type = type;
        this.start = start;
        this.bitOffset = bitOffset;
        this.bitWidth = bitWidth;
    }

    /// Lays a type over a place.
    ///
    /// @param type its number
    /// @param address first byte, in the reader's space
    public static TypedField over(TypeSystem types, int type, SpaceReader reader, long address) {
        return new TypedField(types, reader, "", type, address, 0, 0);
    }

    /// {@return what it is read with}
    public SpaceReader reader() {
        return reader;
    }

    /// {@return the same type laid over another place: an entry of a list that this one is in}
    public TypedField sameTypeAt(long address) {
        return over(types, type, reader, address);
    }

    /// {@return the member's name; `[3]` for an element of an array; empty for the whole and for
    /// anonymous structures}
    public String name() {
        return name;
    }

    /// {@return the number of its type}
    public int type() {
        return type;
    }

    /// {@return its type as C writes it}
    public String typeName() {
        return types.name(type);
    }

    /// {@return its declaration as C writes it}
    public String declaration() {
        return types.declaration(type, name) + (bitWidth > 0 ? " : " + bitWidth : "");
    }

    /// {@return bytes from the start of the whole; of a bit field the byte with its first bit}
    public long offset() {
        return bitOffset / 8;
    }

    /// {@return its first bit in the byte at {@link #offset}; 0 unless it is a bit field}
    public int firstBit() {
        return (int) (bitOffset % 8);
    }

    /// {@return bits of a bit field; 0 if it is none}
    public int bitWidth() {
        return bitWidth;
    }

    /// {@return where its first byte is}
    public Location where() {
        return reader.at(start + offset());
    }

    /// {@return the bytes that it takes; of a bit field those that its bits touch}
    public Optional<Long> bytes() {
        return bitWidth > 0 ? Optional.of((firstBit() + bitWidth + 7L) / 8) : types.size(type);
    }

    /// {@return how many children it has: members, or elements of an array}
    public long children() {
        return switch (types.bare(type)) {
            case Type.Composite composite -> composite.members().size();
            case Type.Array array -> types.size(array.element()).isPresent() ? array.count() : 0;
            default -> 0;
        };
    }

    /// {@return its children}
    ///
    /// @param from the number of the first, from 0
    /// @param most how many at most
    public List<TypedField> children(long from, int most) {
        List<TypedField> children = new ArrayList<>();
        switch (types.bare(type)) {
            case Type.Composite composite ->
                    composite.members().stream()
                            .skip(from)
                            .limit(most)
                            .map(this::member)
                            .forEach(children::add);
            case Type.Array array -> {
                long bytes = types.size(array.element()).orElse(0L);
                long end = Math.min(children(), from + most);
                for (long i = from; i < end; i++) {
                    children.add(
                            child("[" + i + "]", array.element(), bitOffset + 8 * i * bytes, 0));
                }
            }
            default -> {}
        }
        return List.copyOf(children);
    }

    private TypedField member(Type.Member member) {
        return child(
                member.name(),
                member.type(),
                bitOffset + member.bitOffset(),
                member.bitWidth() > 0 ? member.bitWidth() : 0);
    }

    private TypedField child(String name, int type, long bitOffset, int bitWidth) {
        return new TypedField(types, reader, name, type, start, bitOffset, bitWidth);
    }

    /// {@return the member that a path leads to: `thread_info.cpu`, `mem[1].base`}
    public Optional<TypedField> at(String path) {
        return types.member(type, path)
                .map(
                        place ->
                                child(
                                        path,
                                        place.type(),
                                        bitOffset + place.bitOffset(),
                                        place.bitWidth()));
    }

    /// {@return what the pointer points to, with its type; nothing if it is no pointer, is null, or
    /// points to what has no size}
    public Optional<TypedField> target() {
        return types.bare(type) instanceof Type.Pointer pointer
                        && value() instanceof FieldValue.Pointer(Location at, Optional<String> _)
                        && at.address() != 0
                        && types.size(pointer.target()).orElse(0L) > 0
                ? Optional.of(over(types, pointer.target(), reader, at.address()))
                : Optional.empty();
    }

    /// {@return what it holds, read now}
    public FieldValue value() {
        try {
            return read();
        } catch (UnreadableException exception) {
            return new FieldValue.Missing(exception.hole());
        }
    }

    private FieldValue read() {
        return switch (types.bare(type)) {
            case Type.WholeNumber integer -> integer(integer);
            case Type.Enumeration enumeration -> {
                int width = bitWidth > 0 ? bitWidth : 8 * Math.clamp(enumeration.bytes(), 1, 8);
                long raw = bits(bitOffset, width, enumeration.signed() || width <= 32);
                yield new FieldValue.Constant(raw, types.constant(type, raw));
            }
            case Type.Pointer pointer -> pointer(pointer);
            case Type.FloatingPoint number ->
                    switch (number.bytes()) {
                        case 4 ->
                                new FieldValue.Real(
                                        Float.intBitsToFloat((int) bits(bitOffset, 32, false)));
                        case 8 ->
                                new FieldValue.Real(
                                        Double.longBitsToDouble(bits(bitOffset, 64, false)));
                        default -> raw(number.bytes());
                    };
            case Type.Array array ->
                    characters(array) ? text(array) : new FieldValue.Group(children());
            case Type.Composite _ -> new FieldValue.Group(children());
            default ->
                    new FieldValue.Missing(
                            new Hole(HoleReason.NOT_MEMORY, "%s has no size.".formatted(where())));
        };
    }

    private FieldValue integer(Type.WholeNumber integer) {
        boolean part = bitWidth > 0 || (integer.bits() < 8 * integer.bytes() && integer.bits() > 0);
        int width = bitWidth > 0 ? bitWidth : part ? integer.bits() : 8 * integer.bytes();
        if (width > Long.SIZE) {
            return raw(integer.bytes());
        }
        boolean signed = integer.form() == Type.WholeNumber.Form.SIGNED;
        long raw = bits(bitOffset + (part ? integer.bitOffset() : 0), width, signed);
        return switch (integer.form()) {
            case CHARACTER ->
                    part ? new FieldValue.Count(raw, false) : new FieldValue.Letter((int) raw);
            case TRUTH -> new FieldValue.Truth(raw);
            default -> new FieldValue.Count(raw, signed);
        };
    }

    private FieldValue raw(int bytes) {
        byte[] big = reader.bytes(start + offset(), Math.clamp(bytes, 1, 16));
        return new FieldValue.Bytes(HexFormat.of().formatHex(reversed(big)));
    }

    private FieldValue pointer(Type.Pointer pointer) {
        long address = bits(bitOffset, Long.SIZE, false);
        boolean characters =
                types.bare(pointer.target()) instanceof Type.WholeNumber of
                        && of.form() == Type.WholeNumber.Form.CHARACTER
                        && of.name().equals("char");
        Optional<String> text =
                characters && address != 0
                        ? reader.optionalString(address, LONGEST_POINTED)
                        : Optional.empty();
        return new FieldValue.Pointer(reader.at(address), text);
    }

    private boolean characters(Type.Array array) {
        return types.bare(array.element()) instanceof Type.WholeNumber element
                && element.bytes() == 1
                && element.name().equals("char")
                && array.count() > 0;
    }

    private FieldValue text(Type.Array array) {
        int most = (int) Math.min(LONGEST_TEXT, array.count());
        byte[] bytes = reader.bytes(start + offset(), most);
        int end = 0;
        while (end < most && bytes[end] != 0) {
            end++;
        }
        return new FieldValue.Text(new String(bytes, 0, end, StandardCharsets.ISO_8859_1));
    }

    /// {@return `width` bits, 1 to 64, from the bit at `first` on, extended to 64}
    private long bits(long first, int width, boolean signed) {
        int shift = (int) (first % 8);
        byte[] bytes = reader.bytes(start + first / 8, (shift + width + 7) / 8);
        long value = new BigInteger(1, reversed(bytes)).shiftRight(shift).longValue();
        int unused = Long.SIZE - width;
        return signed ? value << unused >> unused : value << unused >>> unused;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
