package org.xenoscope.report;

import org.xenoscope.place.Location;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

import java.io.Writer;
import java.math.BigInteger;

/// How this program writes JSON: addresses as `"0x…"`, unsigned numbers as numbers, writers left
/// open.
final class Json {
    static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private Json() {}

    /// {@return a generator that writes one line}
    static JsonGenerator line(Writer out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }

    /// {@return a generator that writes indented text}
    static JsonGenerator pretty(Writer out) {
        return FACTORY.createGenerator(
                new ObjectWriteContext.Base() {
                    @Override
                    public PrettyPrinter getPrettyPrinter() {
                        return new DefaultPrettyPrinter();
                    }
                },
                out);
    }

    static void hex(JsonGenerator json, String name, long value) {
        json.writeStringProperty(name, Location.hex(value));
    }

    static void unsigned(JsonGenerator json, String name, long value) {
        json.writeName(name);
        unsigned(json, value);
    }

    static void unsigned(JsonGenerator json, long value) {
        if (value >= 0) {
            json.writeNumber(value);
        } else {
            json.writeNumber(new BigInteger(Long.toUnsignedString(value)));
        }
    }
}
