package org.xenoscope.report;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Unknown;
import org.xenoscope.xen.Crash;
import org.xenoscope.xen.Domain;
import org.xenoscope.xen.Hypervisor;
import org.xenoscope.xen.XenCpu;

import tools.jackson.core.JsonGenerator;

import java.util.List;
import java.util.OptionalLong;

/// The hypervisor in the JSON report: `crash`, `cpus`, `domains`, each with its evidence; what is
/// not known says why.
final class HypervisorJson {
    private final JsonGenerator json;

    HypervisorJson(JsonGenerator json) {
        this.json = json;
    }

    void write(Hypervisor xen) {
        json.writeObjectPropertyStart("hypervisor");
        text("version", xen.version().version());
        text("compiler", xen.version().compiler());
        text("built", xen.version().built());
        text("changeset", xen.version().changeset());
        text("build_id", xen.buildId());
        text("command_line", xen.commandLine());
        crash(xen.crash());
        cpus(xen.cpus());
        domains(xen.domains());
        json.writeEndObject();
    }

    private void text(String name, Fact<String> fact) {
        json.writeObjectPropertyStart(name);
        switch (fact) {
            case Known<String> known -> {
                json.writeStringProperty("value", known.fact());
                json.writeStringProperty("evidence", known.evidence());
            }
            case Unknown<String> unknown -> json.writeStringProperty("unknown", unknown.reason());
        }
        json.writeEndObject();
    }

    private void crash(Fact<Crash> fact) {
        json.writeObjectPropertyStart("crash");
        switch (fact) {
            case Unknown<Crash> unknown -> json.writeStringProperty("unknown", unknown.reason());
            case Known<Crash> known -> {
                json.writeStringProperty("kind", known.fact().kind().name());
                json.writeStringProperty("sentence", known.fact().sentence());
                known.fact().pcpu().ifPresent(cpu -> json.writeNumberProperty("pcpu", cpu));
                json.writeArrayPropertyStart("evidence");
                known.fact().evidence().forEach(this::evidence);
                json.writeEndArray();
            }
        }
        json.writeEndObject();
    }

    private void evidence(Crash.Evidence evidence) {
        json.writeStartObject();
        json.writeStringProperty("words", evidence.words());
        evidence.line().ifPresent(line -> json.writeStringProperty("line", line));
        evidence.where()
                .map(Location::toString)
                .ifPresent(where -> json.writeStringProperty("where", where));
        json.writeEndObject();
    }

    private void cpus(Fact<List<XenCpu>> fact) {
        json.writeArrayPropertyStart("cpus");
        fact.value().ifPresent(cpus -> cpus.forEach(this::cpu));
        json.writeEndArray();
        reason("cpus_unknown", fact);
    }

    private void cpu(XenCpu cpu) {
        json.writeStartObject();
        json.writeNumberProperty("number", cpu.number());
        cpu.note().ifPresent(note -> json.writeNumberProperty("note", note));
        Json.hex(json, "stack", cpu.stack());
        json.writeStringProperty("stack_evidence", cpu.stackEvidence());
        hex("guest_frame", cpu.guestFrame());
        hex("per_cpu_offset", cpu.perCpuOffset());
        cpu.current().value().ifPresent(vcpu -> Json.hex(json, "current_vcpu", vcpu));
        cpu.loaded().value().ifPresent(vcpu -> Json.hex(json, "loaded_vcpu", vcpu));
        json.writeBooleanProperty("idle", cpu.idle());
        json.writeEndObject();
    }

    private void domains(Fact<List<Domain>> fact) {
        json.writeArrayPropertyStart("domains");
        fact.value().ifPresent(all -> all.forEach(domain -> DomainLines.write(json, domain)));
        json.writeEndArray();
        reason("domains_unknown", fact);
    }

    private <T> void reason(String name, Fact<T> fact) {
        switch (fact) {
            case Known<T> _ -> {}
            case Unknown<T> unknown -> json.writeStringProperty(name, unknown.reason());
        }
    }

    private void hex(String name, OptionalLong value) {
        if (value.isPresent()) {
            Json.hex(json, name, value.getAsLong());
        }
    }
}
