package org.xenoscope.report;

import org.xenoscope.type.FieldValue;
import org.xenoscope.type.Type;
import org.xenoscope.type.TypeSystem;
import org.xenoscope.type.TypedField;

import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/// Structures as text: their layout as `crash` prints it, their values as a C debugger does.
public final class StructureText {
    /// Structures within structures; kernels have up to about twelve.
    private static final int DEPTH = 32;

    /// Lines that one structure may take.
    private static final int MOST_LINES = 200_000;

    /// Elements of an array that are printed.
    private static final int MOST_ELEMENTS = 4096;

    private final TypeSystem types;
    private final LongFunction<Optional<String>> names;
    private final StringBuilder out = new StringBuilder();
    private int lines;

    private StructureText(TypeSystem types, LongFunction<Optional<String>> names) {
        this.types = types;
        this.names = names;
    }

    /// {@return where the members of a type are, and how many bytes each has}
    public static String layout(TypeSystem types, int type) {
        StructureText text = new StructureText(types, _ -> Optional.empty());
        Type bare = types.bare(type);
        text.out.append(types.name(types.stripped(type)));
        if (bare instanceof Type.Composite composite) {
            text.out.append(" {\n");
            text.members(composite, 0, 0);
            text.out.append('}');
        } else if (bare instanceof Type.Enumeration enumeration) {
            text.out.append(" {\n");
            enumeration
                    .constants()
                    .forEach(
                            one ->
                                    text.out.append(
                                            "    %s = %d\n".formatted(one.name(), one.value())));
            text.out.append('}');
        }
        text.out.append('\n');
        types.size(type).ifPresent(bytes -> text.out.append("SIZE: ").append(bytes).append('\n'));
        return text.out.toString();
    }

    private void members(Type.Composite composite, long base, int depth) {
        for (Type.Member member : composite.members()) {
            if (++lines > MOST_LINES || depth > DEPTH) {
                out.append("…\n");
                return;
            }
            long bit = base + member.bitOffset();
            Type inner = types.bare(member.type());
            if (inner instanceof Type.Composite nested
                    && nested.name().isEmpty()
                    && types.type(member.type()) instanceof Type.Composite) {
                nested(nested, member.name(), bit, depth);
                continue;
            }
            String bits = member.bitWidth() > 0 ? " : " + member.bitWidth() : "";
            String size =
                    member.bitWidth() > 0
                            ? "bit " + bit % 8
                            : types.size(member.type()).map(Object::toString).orElse("?");
            out.append("%10s ".formatted("[" + bit / 8 + "]")).repeat(' ', 4 * depth);
            out.append(types.declaration(member.type(), member.name())).append(bits).append(';');
            out.append("  /* ").append(size).append(" */\n");
        }
    }

    /// Writes a structure that has no name of its own where it stands, as `crash` does.
    private void nested(Type.Composite nested, String name, long bit, int depth) {
        out.repeat(' ', 11 + 4 * depth).append(nested.union() ? "union {\n" : "struct {\n");
        members(nested, bit, depth + 1);
        if (name.isEmpty()) {
            out.repeat(' ', 11 + 4 * depth).append("};\n");
        } else {
            out.append("%10s ".formatted("[" + bit / 8 + "]")).repeat(' ', 4 * depth);
            out.append("} ").append(name).append(";  /* ").append(nested.bytes()).append(" */\n");
        }
    }

    /// {@return the values of a structure}
    ///
    /// @param names the symbol near an address, to stand behind pointers
    public static String values(
            TypeSystem types, TypedField field, LongFunction<Optional<String>> names) {
        StructureText text = new StructureText(types, names);
        text.out.append(types.name(types.stripped(field.type()))).append(' ');
        text.value(field, 0);
        return text.out.append('\n').toString();
    }

    private void value(TypedField field, int depth) {
        FieldValue value = field.value();
        if (!(value instanceof FieldValue.Group group)) {
            out.append(scalar(value));
        } else if (depth > DEPTH || lines > MOST_LINES) {
            out.append("{…}");
        } else if (types.bare(field.type()) instanceof Type.Array) {
            elements(field, group, depth);
        } else {
            composite(field, depth);
        }
    }

    private void composite(TypedField field, int depth) {
        List<TypedField> members = field.children(0, Integer.MAX_VALUE);
        if (members.isEmpty()) {
            out.append("{}");
            return;
        }
        out.append("{\n");
        for (int i = 0; i < members.size() && lines++ <= MOST_LINES; i++) {
            TypedField member = members.get(i);
            out.repeat(' ', 2 * depth + 2);
            out.append(member.name()).append(member.name().isEmpty() ? "" : " = ");
            value(member, depth + 1);
            out.append(i < members.size() - 1 ? ",\n" : "\n");
        }
        out.repeat(' ', 2 * depth).append('}');
    }

    private void elements(TypedField field, FieldValue.Group group, int depth) {
        List<TypedField> elements = field.children(0, MOST_ELEMENTS);
        Optional<String> text = letters(elements);
        if (text.isPresent()) {
            out.append(new FieldValue.Text(text.get()).words());
            return;
        }
        out.append('{');
        for (int i = 0; i < elements.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            value(elements.get(i), depth + 1);
        }
        out.append(group.children() > MOST_ELEMENTS ? ", …}" : "}");
    }

    /// {@return elements that are characters as one text, without the NULs at its end}
    private static Optional<String> letters(List<TypedField> elements) {
        StringBuilder text = new StringBuilder();
        for (TypedField element : elements) {
            if (!(element.value() instanceof FieldValue.Letter letter)) {
                return Optional.empty();
            }
            text.append((char) letter.code());
        }
        return elements.isEmpty()
                ? Optional.empty()
                : Optional.of(text.toString().replaceFirst("\0+$", ""));
    }

    private String scalar(FieldValue value) {
        if (!(value instanceof FieldValue.Pointer pointer) || pointer.text().isPresent()) {
            return value.words();
        }
        return value.words()
                + names.apply(pointer.target().address()).map(name -> " <" + name + ">").orElse("");
    }
}
