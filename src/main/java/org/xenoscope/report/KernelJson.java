package org.xenoscope.report;

import org.xenoscope.linux.Task;
import org.xenoscope.type.FieldValue;
import org.xenoscope.type.Type;
import org.xenoscope.type.TypeSystem;
import org.xenoscope.type.TypedField;

import tools.jackson.core.JsonGenerator;

import java.io.StringWriter;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Facts about a kernel as lines of JSON, one object each, without a line's end. What is not known
/// is null.
public final class KernelJson {
    private static final int DEPTH = 32;
    private static final int MOST_ELEMENTS = 4096;
    private static final int MOST_FIELDS = 200_000;

    private KernelJson() {}

    private static String line(Consumer<JsonGenerator> body) {
        StringWriter out = new StringWriter(256);
        try (JsonGenerator json = Json.line(out)) {
            json.writeStartObject();
            body.accept(json);
            json.writeEndObject();
        }
        return out.toString();
    }

    /// {@return a task}
    public static String task(Task task) {
        return line(json -> task(json, task));
    }

    static void task(JsonGenerator json, Task task) {
        json.writeNumberProperty("pid", task.pid());
        number(json, "ppid", task.ppid());
        json.writeNumberProperty("tgid", task.tgid());
        number(json, "cpu", task.cpu());
        json.writeStringProperty("task", task.where().hex());
        json.writeStringProperty("state", String.valueOf(task.state().letter()));
        json.writeStringProperty("command", task.command());
        address(json, "stack", task.stack());
        Json.hex(json, "mm", task.mm());
        address(json, "pgd", task.pgd());
        address(json, "page_table", task.root());
    }

    /// {@return the layout of a type}
    public static String layout(TypeSystem types, int type) {
        return line(
                json -> {
                    json.writeStringProperty("type", types.name(type));
                    number(json, "size", size(types.size(type)));
                    if (types.bare(type) instanceof Type.Composite composite) {
                        int[] left = {MOST_FIELDS};
                        members(json, types, composite, 0, 0, left);
                    }
                });
    }

    private static void members(
            JsonGenerator json,
            TypeSystem types,
            Type.Composite composite,
            long base,
            int depth,
            int[] left) {
        json.writeArrayPropertyStart("fields");
        for (Type.Member member : composite.members()) {
            if (left[0]-- <= 0) {
                break;
            }
            long bit = base + member.bitOffset();
            json.writeStartObject();
            json.writeStringProperty("name", member.name());
            json.writeStringProperty("type", types.name(member.type()));
            json.writeNumberProperty("offset", bit / 8);
            number(json, "size", size(types.size(member.type())));
            if (member.bitWidth() > 0) {
                json.writeNumberProperty("first_bit", bit % 8);
                json.writeNumberProperty("bits", member.bitWidth());
            }
            if (member.name().isEmpty()
                    && depth < DEPTH
                    && types.bare(member.type()) instanceof Type.Composite nested) {
                members(json, types, nested, bit, depth + 1, left);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /// {@return a type with the values at its place}
    public static String values(TypeSystem types, TypedField field) {
        return line(
                json -> {
                    json.writeStringProperty("location", field.where().toString());
                    int[] left = {MOST_FIELDS};
                    field(json, types, field, 0, left);
                });
    }

    private static void field(
            JsonGenerator json, TypeSystem types, TypedField field, int depth, int[] left) {
        json.writeStringProperty("name", field.name());
        json.writeStringProperty("type", types.name(field.type()));
        json.writeNumberProperty("offset", field.offset());
        number(json, "size", size(field.bytes()));
        if (field.bitWidth() > 0) {
            json.writeNumberProperty("first_bit", field.firstBit());
            json.writeNumberProperty("bits", field.bitWidth());
        }
        FieldValue value = field.value();
        value(json, value);
        if (value instanceof FieldValue.Group && depth < DEPTH) {
            json.writeArrayPropertyStart("fields");
            for (TypedField child : field.children(0, MOST_ELEMENTS)) {
                if (left[0]-- <= 0) {
                    break;
                }
                json.writeStartObject();
                field(json, types, child, depth + 1, left);
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    private static void value(JsonGenerator json, FieldValue value) {
        switch (value) {
            case FieldValue.Count count -> {
                json.writeName("value");
                if (count.signed()) {
                    json.writeNumber(count.raw());
                } else {
                    Json.unsigned(json, count.raw());
                }
            }
            case FieldValue.Letter letter -> json.writeNumberProperty("value", letter.code());
            case FieldValue.Truth truth -> json.writeBooleanProperty("value", truth.raw() != 0);
            case FieldValue.Constant constant -> {
                json.writeNumberProperty("value", constant.raw());
                text(json, "constant", constant.name());
            }
            case FieldValue.Pointer pointer -> {
                json.writeStringProperty("value", pointer.target().hex());
                pointer.text().ifPresent(text -> json.writeStringProperty("text", text));
            }
            case FieldValue.Text text -> json.writeStringProperty("value", text.text());
            case FieldValue.Real real -> json.writeStringProperty("value", real.words());
            case FieldValue.Bytes bytes -> json.writeStringProperty("value", bytes.words());
            case FieldValue.Missing missing ->
                    json.writeStringProperty("hole", missing.hole().reason().name());
            case FieldValue.Group _ -> {}
        }
    }

    private static OptionalLong size(Optional<Long> bytes) {
        return bytes.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private static void text(JsonGenerator json, String name, Optional<String> text) {
        if (text.isPresent()) {
            json.writeStringProperty(name, text.get());
        } else {
            json.writeNullProperty(name);
        }
    }

    private static void number(JsonGenerator json, String name, OptionalLong number) {
        if (number.isPresent()) {
            Json.unsigned(json, name, number.getAsLong());
        } else {
            json.writeNullProperty(name);
        }
    }

    private static void number(JsonGenerator json, String name, OptionalInt number) {
        if (number.isPresent()) {
            json.writeNumberProperty(name, number.getAsInt());
        } else {
            json.writeNullProperty(name);
        }
    }

    private static void address(JsonGenerator json, String name, OptionalLong address) {
        if (address.isPresent()) {
            Json.hex(json, name, address.getAsLong());
        } else {
            json.writeNullProperty(name);
        }
    }
}
