package org.xenoscope.report;

import org.xenoscope.linux.LogRecord;

import tools.jackson.core.JsonGenerator;

import java.io.StringWriter;

/// Lines of a log.
public final class LogLines {
    private LogLines() {}

    /// {@return a line of Xen's console as a JSON object: `text`}
    public static String json(String line) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = Json.line(out)) {
            json.writeStartObject();
            json.writeStringProperty("text", line);
            json.writeEndObject();
        }
        return out.toString();
    }

    /// {@return a record of a kernel as a JSON object: `sequence`, `text`, and `nanoseconds`,
    /// `level`, `caller` if the log has them}
    public static String json(LogRecord record) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = Json.line(out)) {
            json.writeStartObject();
            Json.unsigned(json, "sequence", record.sequence());
            if (record.nanoseconds().isPresent()) {
                Json.unsigned(json, "nanoseconds", record.nanoseconds().getAsLong());
            }
            record.level().ifPresent(level -> json.writeNumberProperty("level", level));
            record.caller().ifPresent(caller -> json.writeStringProperty("caller", caller));
            json.writeStringProperty("text", record.text());
            json.writeEndObject();
        }
        return out.toString();
    }
}
