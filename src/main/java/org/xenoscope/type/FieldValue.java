package org.xenoscope.type;

import org.xenoscope.place.Hole;
import org.xenoscope.place.Location;

import java.util.Optional;

/// What a field holds.
public sealed interface FieldValue {

    /// An integer, also that of a bit field.
    ///
    /// @param raw its bits, extended to 64 as its sign demands
    record Count(long raw, boolean signed) implements FieldValue {}

    /// A character.
    ///
    /// @param code 0 to 255
    record Letter(int code) implements FieldValue {}

    /// A truth value.
    ///
    /// @param raw 0, 1, or what should not be there
    record Truth(long raw) implements FieldValue {}

    /// A value of an enumeration.
    ///
    /// @param name of the constant; empty if none has the value
    record Constant(long raw, Optional<String> name) implements FieldValue {}

    /// A pointer.
    ///
    /// @param target where it points, in the space that it was read in; address 0 is nowhere
    /// @param text the characters there, if it points to characters that can be read
    record Pointer(Location target, Optional<String> text) implements FieldValue {}

    /// Characters up to the first NUL.
    ///
    /// @param text read as ISO 8859-1
    record Text(String text) implements FieldValue {}

    /// A floating-point number.
    record Real(double number) implements FieldValue {}

    /// A structure, a union or an array: its children say more.
    ///
    /// @param children how many it has
    record Group(long children) implements FieldValue {}

    /// Bytes without a meaning of their own, in hex.
    record Bytes(String hex) implements FieldValue {}

    /// The bytes cannot be read.
    record Missing(Hole hole) implements FieldValue {}

    /// {@return the value as people read it, as a C debugger writes it}
    default String words() {
        return switch (this) {
            case Count number ->
                    number.signed()
                            ? Long.toString(number.raw())
                            : Long.toUnsignedString(number.raw());
            case Letter character ->
                    character.code() + " '" + Quoted.character(character.code()) + "'";
            case Truth truth ->
                    truth.raw() == 0
                            ? "false"
                            : truth.raw() == 1 ? "true" : Long.toUnsignedString(truth.raw());
            case Constant constant -> constant.name().orElse(Long.toString(constant.raw()));
            case Pointer pointer ->
                    pointer.target().hex()
                            + pointer.text().map(text -> " " + Quoted.text(text)).orElse("");
            case Text text -> Quoted.text(text.text());
            case Real real -> Double.toString(real.number());
            case Group group -> group.children() == 0 ? "{}" : "{…}";
            case Bytes bytes -> "0x" + bytes.hex();
            case Missing missing -> missing.hole().reason().name();
        };
    }
}
