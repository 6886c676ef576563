package org.xenoscope.window.state;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The state as JSON. What is missing or of another kind takes its usual value, so that a file of
/// another version is read as far as it goes.
final class StateJson {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private StateJson() {}

    static String write(State state) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("theme", state.settings().theme());
            json.writeNumberProperty("textSize", state.settings().textSize());
            json.writeStringProperty("cpuPanel", state.settings().cpuPanel());
            json.writeArrayPropertyStart("recent");
            state.recent().forEach(dump -> write(json, dump));
            json.writeEndArray();
            json.writeArrayPropertyStart("dumps");
            state.dumps().forEach(dump -> write(json, dump));
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, RecentDump dump) {
        json.writeStartObject();
        json.writeStringProperty("path", dump.path());
        json.writeStringProperty("versions", dump.versions());
        json.writeStringProperty("cause", dump.cause());
        json.writeNumberProperty("opened", dump.opened());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, DumpState dump) {
        json.writeStartObject();
        json.writeStringProperty("key", dump.key());
        json.writeNumberProperty("front", dump.front());
        json.writeStringProperty("location", dump.location());
        json.writeNumberProperty("length", dump.length());
        json.writeArrayPropertyStart("tabs");
        for (DumpState.TabState tab : dump.tabs()) {
            json.writeStartObject();
            json.writeStringProperty("kind", tab.kind());
            json.writeStringProperty("location", tab.location());
            json.writeNumberProperty("length", tab.length());
            json.writeBooleanProperty("pinned", tab.pinned());
            json.writeStringProperty("look", tab.look());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /// {@return the state that a text tells}
    ///
    /// @throws tools.jackson.core.JacksonException if the text is no JSON
    static State read(String text) {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            json.nextToken();
            Map<?, ?> all = map(value(json));
            Settings usual = Settings.usual();
            return new State(
                    new Settings(
                            string(all, "theme", usual.theme()),
                            (int) number(all, "textSize", usual.textSize()),
                            string(all, "cpuPanel", usual.cpuPanel())),
                    list(all, "recent").stream().map(StateJson::recent).toList(),
                    list(all, "dumps").stream().map(StateJson::dump).toList());
        }
    }

    private static RecentDump recent(Object value) {
        Map<?, ?> dump = map(value);
        return new RecentDump(
                string(dump, "path", ""),
                string(dump, "versions", ""),
                string(dump, "cause", ""),
                number(dump, "opened", 0));
    }

    private static DumpState dump(Object value) {
        Map<?, ?> dump = map(value);
        return new DumpState(
                string(dump, "key", ""),
                list(dump, "tabs").stream().map(StateJson::tab).toList(),
                (int) number(dump, "front", 0),
                string(dump, "location", ""),
                number(dump, "length", 1));
    }

    private static DumpState.TabState tab(Object value) {
        Map<?, ?> tab = map(value);
        return new DumpState.TabState(
                string(tab, "kind", ""),
                string(tab, "location", ""),
                number(tab, "length", 1),
                Boolean.TRUE.equals(tab.get("pinned")),
                string(tab, "look", ""));
    }

    /// Reads one value; the parser itself bounds the depth and the lengths.
    private static Object value(JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = json.currentName();
                    json.nextToken();
                    map.put(name, value(json));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(json));
                }
                yield list;
            }
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_TRUE -> true;
            case VALUE_STRING -> json.getString();
            case null, default -> "";
        };
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(Map<?, ?> map, String name) {
        return map.get(name) instanceof List<?> list ? list : List.of();
    }

    private static String string(Map<?, ?> map, String name, String usual) {
        return map.get(name) instanceof String text ? text : usual;
    }

    private static long number(Map<?, ?> map, String name, long usual) {
        return map.get(name) instanceof Long number ? number : usual;
    }
}
