package org.xenoscope.report;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Unknown;
import org.xenoscope.xen.Domain;
import org.xenoscope.xen.Runstate;
import org.xenoscope.xen.Vcpu;

import tools.jackson.core.JsonGenerator;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// A domain and its VCPUs as lines, and as a JSON object.
public final class DomainLines {
    private static final double SECOND = 1e9;

    private DomainLines() {}

    /// {@return a line for the domain, then one for each of its VCPUs}
    public static List<String> text(Domain domain) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "dom%d  %s  %s  %s pages of at most %s  struct domain xen:%s%s"
                        .formatted(
                                domain.id(),
                                domain.type().value().map(Enum::name).orElse("type unknown"),
                                domain.state().value().orElse("state unknown"),
                                number(domain.pages()),
                                number(domain.maxPages()),
                                Location.hex(domain.address()),
                                place("  shared info", domain.sharedInfo())));
        domain.vcpus().forEach(vcpu -> lines.add(vcpu(vcpu)));
        return lines;
    }

    private static String number(Fact<Long> fact) {
        return fact.value().map(String::valueOf).orElse("unknown");
    }

    private static String place(String name, OptionalLong address) {
        return address.isPresent() ? name + " xen:" + Location.hex(address.getAsLong()) : "";
    }

    private static String vcpu(Vcpu vcpu) {
        StringBuilder line = new StringBuilder();
        line.append("  ").append(vcpu.name()).append("  last on pCPU ").append(vcpu.processor());
        line.append("  ").append(vcpu.stateText());
        vcpu.runstate()
                .filter(_ -> vcpu.started())
                .ifPresent(
                        runstate ->
                                line.append(
                                        String.format(
                                                Locale.ROOT,
                                                " since %.3f s, ran %.3f s",
                                                runstate.since() / SECOND,
                                                runstate.times().getFirst() / SECOND)));
        hex(line, "cr3", vcpu.cr3());
        hex(line, "guest_table mfn", vcpu.guestTable());
        return line.append("  struct vcpu xen:").append(Location.hex(vcpu.address())).toString();
    }

    private static void hex(StringBuilder line, String name, OptionalLong value) {
        if (value.isPresent()) {
            line.append("  ").append(name).append(' ').append(Location.hex(value.getAsLong()));
        }
    }

    /// {@return a JSON object: `id`, `type`, `state`, `pages`, `max_pages`, `address`,
    /// `shared_info`, `vcpus`; what is not known is left out, and why is in `unknown`}
    public static String json(Domain domain) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = Json.line(out)) {
            write(json, domain);
        }
        return out.toString();
    }

    static void write(JsonGenerator json, Domain domain) {
        json.writeStartObject();
        json.writeNumberProperty("id", domain.id());
        Json.hex(json, "address", domain.address());
        domain.type().value().ifPresent(type -> json.writeStringProperty("type", type.name()));
        domain.state().value().ifPresent(state -> json.writeStringProperty("state", state));
        domain.pages().value().ifPresent(pages -> json.writeNumberProperty("pages", pages));
        domain.maxPages().value().ifPresent(most -> json.writeNumberProperty("max_pages", most));
        hex(json, "shared_info", domain.sharedInfo());
        json.writeArrayPropertyStart("vcpus");
        domain.vcpus().forEach(vcpu -> vcpu(json, vcpu));
        json.writeEndArray();
        json.writeObjectPropertyStart("unknown");
        why(json, "type", domain.type());
        why(json, "state", domain.state());
        why(json, "pages", domain.pages());
        why(json, "max_pages", domain.maxPages());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static <T> void why(JsonGenerator json, String name, Fact<T> fact) {
        switch (fact) {
            case Known<T> _ -> {}
            case Unknown<T> unknown -> json.writeStringProperty(name, unknown.reason());
        }
    }

    private static void vcpu(JsonGenerator json, Vcpu vcpu) {
        json.writeStartObject();
        json.writeNumberProperty("id", vcpu.id());
        Json.hex(json, "address", vcpu.address());
        json.writeNumberProperty("processor", vcpu.processor());
        json.writeStringProperty("state", vcpu.stateText());
        vcpu.runstate().ifPresent(runstate -> runstate(json, runstate));
        hex(json, "pause_flags", vcpu.pauseFlags());
        hex(json, "cr3", vcpu.cr3());
        hex(json, "guest_table", vcpu.guestTable());
        hex(json, "guest_table_user", vcpu.guestTableUser());
        hex(json, "user_regs", vcpu.userRegs());
        hex(json, "kernel_sp", vcpu.kernelSp());
        hex(json, "gs_base_kernel", vcpu.gsBaseKernel());
        vcpu.kernelMode().ifPresent(kernel -> json.writeBooleanProperty("kernel_mode", kernel));
        json.writeEndObject();
    }

    private static void runstate(JsonGenerator json, Runstate runstate) {
        json.writeStringProperty("runstate", runstate.state().word());
        json.writeNumberProperty("runstate_since_ns", runstate.since());
        json.writeArrayPropertyStart("runstate_times_ns");
        runstate.times().forEach(json::writeNumber);
        json.writeEndArray();
    }

    private static void hex(JsonGenerator json, String name, OptionalLong value) {
        if (value.isPresent()) {
            Json.hex(json, name, value.getAsLong());
        }
    }
}
