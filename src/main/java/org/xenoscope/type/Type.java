package org.xenoscope.type;

import java.util.List;

/// A type as its program's compiler described it.
///
/// Other types are named by their number in the {@link TypeSystem} that the type is of; number 0 is
/// `void`.
public sealed interface Type {

    /// {@return the name; empty if it has none}
    String name();

    /// `void`, and what could not be read.
    record Nothing() implements Type {
        @Override
        public String name() {
            return "void";
        }
    }

    /// An integer, a character or a truth value.
    ///
    /// @param bytes 1, 2, 4, 8 or 16
    /// @param bits how many of them count
    /// @param bitOffset where they begin, in bits; 0 but for bit fields of old compilers
    /// @param form how it is meant
    record WholeNumber(String name, int bytes, int bits, int bitOffset, Form form) implements Type {
        /// What an integer is meant as.
        public enum Form {
            /// at least 0
            UNSIGNED,
            /// two's complement
            SIGNED,
            /// a character
            CHARACTER,
            /// false or true
            TRUTH
        }
    }

    /// A floating-point number.
    record FloatingPoint(String name, int bytes) implements Type {}

    /// A pointer.
    record Pointer(int target) implements Type {
        @Override
        public String name() {
            return "";
        }
    }

    /// An array.
    ///
    /// @param element type of its elements
    /// @param count how many; 0 if the array has no fixed length
    record Array(int element, long count) implements Type {
        @Override
        public String name() {
            return "";
        }
    }

    /// A structure or a union.
    ///
    /// @param union whether its members lie over each other
    /// @param bytes its size
    /// @param members in the order of the source
    record Composite(String name, boolean union, long bytes, List<Member> members)
            implements Type {}

    /// A member of a structure or a union.
    ///
    /// @param name empty for an anonymous structure or union
    /// @param type its type
    /// @param bitOffset from the start of the structure, in bits
    /// @param bitWidth bits of a bit field; 0 if it is none
    record Member(String name, int type, long bitOffset, int bitWidth) {}

    /// An enumeration.
    ///
    /// @param bytes its size
    /// @param signed whether its values are signed
    /// @param constants in the order of the source
    record Enumeration(String name, int bytes, boolean signed, List<Constant> constants)
            implements Type {}

    /// A named value of an enumeration.
    record Constant(String name, long value) {}

    /// A structure or a union that is named but not described.
    record Forward(String name, boolean union) implements Type {}

    /// Another name of a type.
    record Alias(String name, int target) implements Type {}

    /// A type with `const`, `volatile`, `restrict`, or with a mark of the kernel's own.
    ///
    /// @param word `const`; empty for a mark, which C does not write
    record Qualified(String word, int target) implements Type {
        @Override
        public String name() {
            return "";
        }
    }

    /// What a function takes and gives.
    ///
    /// @param result type of what it gives
    /// @param parameters name and type; the last has type 0 and no name if more may follow
    record Signature(int result, List<Member> parameters) implements Type {
        @Override
        public String name() {
            return "";
        }
    }

    /// A function.
    ///
    /// @param signature its {@link Signature}
    record Function(String name, int signature) implements Type {}

    /// A variable.
    record Variable(String name, int type) implements Type {}

    /// Something that is no type: a section, a tag.
    record Other(String name) implements Type {}
}
