package org.xenoscope.type;

import java.util.List;

/// Writes types as C does, from the inside out: the name, what stands around it, then the type at
/// the end of the chain.
final class DeclarationWriter {
    /// Pointers, arrays and functions around one name.
    private static final int CHAIN = 64;

    /// Functions that take functions.
    private static final int NESTING = 4;

    private static final int LONGEST = 2000;

    private final TypeSystem types;
    private int written;

    DeclarationWriter(TypeSystem types) {
        this.types = types;
    }

    /// {@return the declaration of `variable`, which may be empty}
    String write(int id, String variable) {
        return write(id, variable, 0);
    }

    private String write(int id, String variable, int depth) {
        String inner = variable;
        StringBuilder qualifiers = new StringBuilder();
        int at = id;
        for (int i = 0; i < CHAIN; i++) {
            switch (types.type(at)) {
                case Type.Pointer pointer -> {
                    String mark = "*" + qualifiers;
                    qualifiers.setLength(0);
                    inner = mark + inner;
                    at = pointer.target();
                }
                case Type.Array array -> {
                    String length = array.count() == 0 ? "[]" : "[" + array.count() + "]";
                    inner = bracketed(inner) + length;
                    at = array.element();
                }
                case Type.Signature signature -> {
                    inner = bracketed(inner) + "(" + parameters(signature, depth) + ")";
                    at = signature.result();
                }
                case Type.Function function -> {
                    inner = inner.isEmpty() ? function.name() : inner;
                    at = function.signature();
                }
                case Type.Variable declared -> {
                    inner = inner.isEmpty() ? declared.name() : inner;
                    at = declared.type();
                }
                case Type.Qualified qualified -> {
                    String word = qualified.word();
                    qualifiers.append(word.isEmpty() ? "" : word + " ");
                    at = qualified.target();
                }
                case Type end -> {
                    return count(qualifiers + end(end) + (inner.isEmpty() ? "" : " " + inner));
                }
            }
        }
        return "… " + inner;
    }

    private String count(String text) {
        written += text.length();
        return text;
    }

    private static String bracketed(String inner) {
        return inner.startsWith("*") ? "(" + inner + ")" : inner;
    }

    private String parameters(Type.Signature signature, int depth) {
        List<Type.Member> parameters = signature.parameters();
        if (parameters.isEmpty()) {
            return "void";
        }
        StringBuilder text = new StringBuilder();
        for (Type.Member parameter : parameters) {
            text.append(text.isEmpty() ? "" : ", ");
            if (depth == NESTING || written > LONGEST || text.length() > LONGEST) {
                return text.append("…").toString();
            }
            text.append(
                    parameter.type() == 0 && parameter.name().isEmpty()
                            ? "..."
                            : write(parameter.type(), "", depth + 1));
        }
        return text.toString();
    }

    private static String end(Type type) {
        return switch (type) {
            case Type.Composite composite ->
                    keyword(composite.union() ? "union" : "struct", composite.name());
            case Type.Forward forward ->
                    keyword(forward.union() ? "union" : "struct", forward.name());
            case Type.Enumeration enumeration -> keyword("enum", enumeration.name());
            case Type.Nothing _ -> "void";
            case Type.WholeNumber number -> CNames.of(number.name());
            case Type plain -> plain.name().isEmpty() ? "?" : plain.name();
        };
    }

    private static String keyword(String word, String name) {
        return name.isEmpty() ? word + " {...}" : word + " " + name;
    }
}
