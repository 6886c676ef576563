package org.xenoscope.command;

import picocli.CommandLine;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a command printed and told the shell.
///
/// @param status exit status
/// @param out standard output as text
/// @param raw bytes that went past the text writer
/// @param err standard error
record Shell(int status, String out, byte[] raw, String err) {
    static Shell run(String... arguments) {
        return fed("", arguments);
    }

    /// Runs a command with a text on its standard input.
    static Shell fed(String input, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        PrintStream systemOut = System.out;
        InputStream systemIn = System.in;
        System.setOut(new PrintStream(raw, true, StandardCharsets.UTF_8));
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            CommandLine line = XenoscopeCommand.line(null);
            line.setOut(new PrintWriter(out));
            line.setErr(new PrintWriter(err));
            int status = XenoscopeCommand.execute(line, arguments);
            line.getErr().flush();
            return new Shell(status, out.toString(), raw.toByteArray(), err.toString());
        } finally {
            System.setOut(systemOut);
            System.setIn(systemIn);
        }
    }

    /// {@return the standard output as one JSON value}
    Map<String, Object> json() {
        return object(out);
    }

    /// {@return every line of the standard output as a JSON object}
    List<Map<String, Object>> jsonLines() {
        return out.lines().map(Shell::object).toList();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String text) {
        try (JsonParser parser =
                JsonFactory.builder().build().createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            Map<String, Object> object = (Map<String, Object>) value(parser);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("more than one value");
            }
            return object;
        }
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> NULL;
            default -> throw new IllegalArgumentException(parser.currentToken().toString());
        };
    }

    /// JSON's `null`.
    static final Object NULL =
            new Object() {
                @Override
                public String toString() {
                    return "null";
                }
            };
}
