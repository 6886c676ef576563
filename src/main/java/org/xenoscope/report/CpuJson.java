package org.xenoscope.report;

import org.xenoscope.cpu.PcpuActivity;
import org.xenoscope.cpu.Register;
import org.xenoscope.cpu.RegisterGroup;
import org.xenoscope.cpu.StackWord;
import org.xenoscope.cpu.VirtualCpu;
import org.xenoscope.cpu.trace.Grade;
import org.xenoscope.cpu.trace.SavedRegisters;
import org.xenoscope.cpu.trace.Trace;
import org.xenoscope.cpu.trace.TraceBorder;
import org.xenoscope.cpu.trace.TraceFrame;
import org.xenoscope.cpu.trace.TraceLine;
import org.xenoscope.dump.Disassembly;
import org.xenoscope.dump.Dump;
import org.xenoscope.linux.CurrentTask;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Unknown;
import org.xenoscope.xen.Vcpu;

import tools.jackson.core.JsonGenerator;

import java.io.Writer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// CPUs, traces, stacks and instructions as JSON: one object each. Addresses are `"0x…"` strings; a
/// set of registers is one flat object of register name → `"0x…"`.
public final class CpuJson {
    private final JsonGenerator json;

    private CpuJson(JsonGenerator json) {
        this.json = json;
    }

    /// Writes all CPUs: `physical` and `virtual`. Does not close the writer.
    public static void cpus(Dump dump, Writer out) {
        try (JsonGenerator json = Json.pretty(out)) {
            CpuJson writer = new CpuJson(json);
            json.writeStartObject();
            dump.cpus()
                    .whoCrashed()
                    .value()
                    .ifPresent(sentence -> json.writeStringProperty("who_crashed", sentence));
            json.writeArrayPropertyStart("physical");
            dump.cpus().physical().forEach(writer::physical);
            json.writeEndArray();
            json.writeArrayPropertyStart("virtual");
            dump.cpus().virtual().forEach(writer::virtual);
            json.writeEndArray();
            if (dump.cpus().virtualCount() instanceof Unknown<Integer> unknown) {
                json.writeStringProperty("virtual_unknown", unknown.reason());
            }
            json.writeEndObject();
        }
    }

    /// Writes a trace: `frames`, and apart from them the `uncertain` ones; a frame behind a border
    /// says in `entered_by` what it entered by, with the registers that were pushed.
    public static void trace(String asked, String title, Trace trace, Writer out) {
        try (JsonGenerator json = Json.pretty(out)) {
            CpuJson writer = new CpuJson(json);
            json.writeStartObject();
            json.writeStringProperty("trace", asked);
            json.writeStringProperty("title", title);
            json.writeBooleanProperty("complete", trace.complete());
            json.writeStringProperty("ending", trace.ending());
            json.writeArrayPropertyStart("frames");
            Optional<TraceBorder> border = Optional.empty();
            for (TraceLine line : trace.lines()) {
                switch (line) {
                    case TraceBorder found -> border = Optional.of(found);
                    case TraceFrame frame -> {
                        if (frame.grade() != Grade.UNCERTAIN) {
                            writer.frame(frame, border);
                            border = Optional.empty();
                        }
                    }
                }
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("uncertain");
            trace.all().stream()
                    .filter(frame -> frame.grade() == Grade.UNCERTAIN)
                    .forEach(frame -> writer.frame(frame, Optional.empty()));
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    /// Writes the words of a stack.
    public static void stack(List<StackWord> words, Writer out) {
        try (JsonGenerator json = Json.pretty(out)) {
            json.writeStartArray();
            for (StackWord word : words) {
                json.writeStartObject();
                json.writeStringProperty("where", word.where().toString());
                if (word.present()) {
                    Json.hex(json, "value", word.value());
                }
                json.writeStringProperty("kind", word.kind().name());
                json.writeStringProperty("says", word.says());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    /// Writes instructions.
    public static void disassembly(Disassembly disassembly, Writer out) {
        try (JsonGenerator json = Json.pretty(out)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("instructions");
            for (Disassembly.Line line : disassembly.lines()) {
                json.writeStartObject();
                json.writeStringProperty("space", line.where().space().text());
                json.writeStringProperty("address", line.where().hex());
                json.writeStringProperty("bytes", line.instruction().bytes());
                json.writeStringProperty("text", line.instruction().text());
                json.writeStringProperty("name", line.name());
                json.writeStringProperty("kind", line.instruction().kind().name());
                line.target().ifPresent(target -> json.writeStringProperty("target", target.hex()));
                json.writeStringProperty("target_name", line.targetName());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringProperty("ending", disassembly.ending());
            json.writeEndObject();
        }
    }

    private void physical(PcpuActivity cpu) {
        json.writeStartObject();
        json.writeNumberProperty("number", cpu.number());
        cpu.saved().ifPresent(saved -> json.writeNumberProperty("note", saved.index()));
        json.writeStringProperty("state", cpu.state().name());
        json.writeStringProperty("says", cpu.says());
        json.writeBooleanProperty("crashed", cpu.crashed());
        json.writeStringProperty("evidence", cpu.evidence());
        cpu.xen().ifPresent(stack -> Json.hex(json, "stack", stack.stack()));
        switch (cpu.current()) {
            case Known<PcpuActivity.Chosen> known ->
                    json.writeStringProperty("current", known.fact().name());
            case Unknown<PcpuActivity.Chosen> unknown ->
                    json.writeStringProperty("current_unknown", unknown.reason());
        }
        switch (cpu.loaded()) {
            case Known<Vcpu> known -> json.writeStringProperty("loaded", known.fact().name());
            case Unknown<Vcpu> unknown ->
                    json.writeStringProperty("loaded_unknown", unknown.reason());
        }
        json.writeName("registers");
        registers(cpu.saved().map(saved -> saved.registers()).orElse(List.of()));
        cpu.interrupted()
                .ifPresent(
                        what -> {
                            json.writeStringProperty(
                                    "interrupted_code",
                                    what.whose() == PcpuActivity.Whose.XEN ? "xen" : "guest");
                            json.writeName("interrupted_registers");
                            frameRegisters(what.registers());
                        });
        cpu.guest()
                .ifPresent(
                        frame -> {
                            json.writeName("guest_registers");
                            frameRegisters(frame);
                        });
        findings(cpu.findings());
        json.writeEndObject();
    }

    private void virtual(VirtualCpu cpu) {
        json.writeStartObject();
        json.writeStringProperty("name", cpu.name());
        json.writeNumberProperty("domain", cpu.vcpu().domain());
        json.writeNumberProperty("vcpu", cpu.vcpu().id());
        json.writeNumberProperty("last_processor", cpu.vcpu().processor());
        json.writeStringProperty("state", cpu.vcpu().stateText());
        json.writeStringProperty("says", cpu.says());
        if (cpu.pcpu().isPresent()) {
            json.writeNumberProperty("pcpu", cpu.pcpu().getAsInt());
        }
        json.writeStringProperty("mode", cpu.mode().name().toLowerCase(java.util.Locale.ROOT));
        cpu.hypercall()
                .ifPresent(
                        call -> {
                            json.writeNumberProperty("hypercall", call.number());
                            json.writeStringProperty("hypercall_says", call.says());
                        });
        switch (cpu.task()) {
            case Known<CurrentTask> known -> {
                Json.hex(json, "task", known.fact().where().address());
                known.fact()
                        .task()
                        .ifPresent(
                                task -> {
                                    json.writeNumberProperty("pid", task.pid());
                                    json.writeStringProperty("command", task.command());
                                });
            }
            case Unknown<CurrentTask> unknown ->
                    json.writeStringProperty("task_unknown", unknown.reason());
        }
        json.writeStringProperty("registers_from", cpu.registersFrom());
        json.writeName("registers");
        registers(cpu.registers());
        findings(cpu.findings());
        json.writeEndObject();
    }

    private void findings(List<Finding> findings) {
        json.writeArrayPropertyStart("findings");
        findings.forEach(finding -> json.writeString(finding.sentence()));
        json.writeEndArray();
    }

    /// One flat object; a register that was never saved is left out, and of two of one name the
    /// first is written.
    private void registers(List<RegisterGroup> groups) {
        Set<String> written = new HashSet<>();
        json.writeStartObject();
        for (RegisterGroup group : groups) {
            for (Register register : group.registers()) {
                if (register.saved() && written.add(register.field().name())) {
                    Json.hex(json, register.field().name(), register.field().value());
                }
            }
        }
        json.writeEndObject();
    }

    private void frameRegisters(SavedRegisters frame) {
        json.writeStartObject();
        Json.hex(json, "rip", frame.rip());
        Json.hex(json, "rsp", frame.rsp());
        SavedRegisters.GENERAL.forEach(name -> Json.hex(json, name, frame.general(name)));
        Json.hex(json, "rflags", frame.rflags());
        Json.hex(json, "cs", frame.cs());
        Json.hex(json, "ss", frame.ss());
        json.writeEndObject();
    }

    private void frame(TraceFrame frame, Optional<TraceBorder> border) {
        json.writeStartObject();
        border.ifPresent(
                entry -> {
                    json.writeStringProperty("entered_by", entry.says());
                    entry.registers()
                            .ifPresent(
                                    pushed -> {
                                        json.writeName("registers");
                                        frameRegisters(pushed);
                                    });
                });
        json.writeStringProperty("function", frame.name());
        json.writeStringProperty("space", frame.code().space().text());
        json.writeStringProperty("address", frame.code().hex());
        json.writeStringProperty("stack", frame.stack().map(Location::toString).orElse(""));
        json.writeStringProperty("grade", frame.grade().words());
        json.writeStringProperty("how", frame.how());
        json.writeEndObject();
    }
}
