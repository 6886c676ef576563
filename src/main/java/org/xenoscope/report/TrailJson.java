package org.xenoscope.report;

import org.xenoscope.place.Location;
import org.xenoscope.place.Mark;
import org.xenoscope.space.Step;
import org.xenoscope.space.Trail;

import tools.jackson.core.JsonGenerator;

import java.io.StringWriter;
import java.util.Optional;
import java.util.OptionalLong;

/// A translation as one line of JSON.
public final class TrailJson {
    private TrailJson() {}

    /// {@return the line for a location as it was asked for, without a line's end}
    public static String line(String asked, Trail trail) {
        StringWriter out = new StringWriter(1024);
        try (JsonGenerator json = Json.line(out)) {
            json.writeStartObject();
            json.writeStringProperty("location", asked);
            json.writeStringProperty("space", trail.start().space().text());
            json.writeStringProperty("address", trail.start().hex());
            number(json, "physical", trail.physical());
            number(json, "machine", trail.machine());
            number(json, "file", trail.file());
            text(json, "hole", trail.hole().map(hole -> hole.reason().name()));
            json.writeArrayPropertyStart("marks");
            trail.marks().stream().sorted().map(Mark::name).forEach(json::writeString);
            json.writeEndArray();
            json.writeArrayPropertyStart("steps");
            trail.steps().forEach(step -> step(json, trail, step));
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toString();
    }

    /// {@return the line for a text that is no location}
    public static String error(String asked, String sentence) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = Json.line(out)) {
            json.writeStartObject();
            json.writeStringProperty("location", asked);
            json.writeStringProperty("error", sentence);
            json.writeEndObject();
        }
        return out.toString();
    }

    private static void step(JsonGenerator json, Trail trail, Step step) {
        Location place = step.readAt().or(step::result).orElse(trail.start());
        json.writeStartObject();
        json.writeStringProperty("space", place.space().text());
        json.writeStringProperty("address", place.hex());
        number(json, "entry", step.value());
        json.writeStringProperty("says", step.what() + ": " + step.says());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, OptionalLong value) {
        if (value.isPresent()) {
            Json.hex(json, name, value.getAsLong());
        } else {
            json.writeNullProperty(name);
        }
    }

    private static void text(JsonGenerator json, String name, Optional<String> value) {
        if (value.isPresent()) {
            json.writeStringProperty(name, value.get());
        } else {
            json.writeNullProperty(name);
        }
    }
}
