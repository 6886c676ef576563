package org.xenoscope.report;

import org.xenoscope.symbol.Symbol;

import tools.jackson.core.JsonGenerator;

import java.io.StringWriter;

/// A symbol as one line.
public final class SymbolLines {
    private SymbolLines() {}

    /// {@return it as `nm` prints it: 16 digits, the letter, the name; ` [module]` behind}
    public static String text(Symbol symbol) {
        StringBuilder line = new StringBuilder(64);
        String digits = Long.toHexString(symbol.address());
        line.repeat('0', 16 - digits.length()).append(digits);
        line.append(' ').append(symbol.type()).append(' ').append(symbol.name());
        symbol.module().ifPresent(module -> line.append(" [").append(module).append(']'));
        return line.toString();
    }

    /// {@return it as a JSON object: `address`, `type`, `name`, and `file` and `module` if it has
    /// them}
    public static String json(Symbol symbol) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = Json.line(out)) {
            json.writeStartObject();
            Json.hex(json, "address", symbol.address());
            json.writeStringProperty("type", String.valueOf(symbol.type()));
            json.writeStringProperty("name", symbol.name());
            symbol.file().ifPresent(file -> json.writeStringProperty("file", file));
            symbol.module().ifPresent(module -> json.writeStringProperty("module", module));
            json.writeEndObject();
        }
        return out.toString();
    }
}
