package org.xenoscope.report;

import org.xenoscope.cpu.PhysicalCpu;
import org.xenoscope.cpu.Register;
import org.xenoscope.cpu.RegisterGroup;
import org.xenoscope.dump.Dump;
import org.xenoscope.dump.Summary;
import org.xenoscope.image.elf.ElfImage;
import org.xenoscope.image.elf.ProgramHeader;
import org.xenoscope.note.Note;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Field;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.Space;
import org.xenoscope.space.check.MemoryCheck;
import org.xenoscope.space.root.FoundRoot;
import org.xenoscope.space.root.Guest;

import tools.jackson.core.JsonGenerator;

import java.io.Writer;
import java.util.List;
import java.util.Optional;

/// The report as JSON: one object with `file`, `elf_header`, `program_headers`, `notes`, `cpus`,
/// `spaces`, `roots`, `hypervisor`, `checks` if they were asked for, `summary` and `findings`.
/// Addresses are `"0x…"` strings, counts are numbers. A program header and the registers of a CPU
/// are flat objects of nothing else; a register that was never saved is left out.
public final class JsonReport {
    private final Dump dump;
    private final JsonGenerator json;

    private JsonReport(Dump dump, JsonGenerator json) {
        this.dump = dump;
        this.json = json;
    }

    /// Writes the report and a line's end. Does not close the writer.
    public static void write(Dump dump, Writer out) {
        try (JsonGenerator json = Json.pretty(out)) {
            new JsonReport(dump, json).write();
        }
    }

    private void write() {
        json.writeStartObject();
        json.writeStringProperty("path", dump.path().toString());
        json.writeStringProperty("format", dump.image().format());
        json.writeNumberProperty("bytes", dump.image().file().size());
        headers();
        json.writeArrayPropertyStart("notes");
        dump.notes().notes().forEach(this::note);
        json.writeEndArray();
        json.writeArrayPropertyStart("cpus");
        dump.physicalCpus().forEach(this::cpu);
        json.writeEndArray();
        dump.spaces().domains(); // finds them, so that their spaces are listed
        json.writeArrayPropertyStart("spaces");
        dump.spaces().all().forEach(this::space);
        json.writeEndArray();
        json.writeArrayPropertyStart("roots");
        dump.spaces().roots().forEach(this::foundRoot);
        json.writeEndArray();
        new HypervisorJson(json).write(dump.xen());
        dump.spaces().checksSoFar().ifPresent(this::checks);
        KernelReport.write(json, dump.linux());
        summary();
        json.writeArrayPropertyStart("findings");
        dump.findings().forEach(this::finding);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void headers() {
        if (!(dump.image() instanceof ElfImage elf)) {
            return;
        }
        json.writeObjectPropertyStart("elf_header");
        elf.header().fields().forEach(this::field);
        json.writeEndObject();
        json.writeArrayPropertyStart("program_headers");
        for (ProgramHeader header : elf.programHeaders()) {
            json.writeStartObject();
            json.writeNumberProperty("index", header.index());
            Json.hex(json, "type", header.type());
            Json.hex(json, "offset", header.offset());
            Json.hex(json, "vaddr", header.vaddr());
            Json.hex(json, "paddr", header.paddr());
            Json.hex(json, "filesz", header.fileBytes());
            Json.hex(json, "memsz", header.memoryBytes());
            Json.hex(json, "flags", header.flags());
            Json.hex(json, "align", header.align());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void field(Field field) {
        switch (field.form()) {
            case DECIMAL -> Json.unsigned(json, field.name(), field.value());
            case HEX, FRAME -> Json.hex(json, field.name(), field.value());
            case TEXT, RAW -> json.writeStringProperty(field.name(), field.text());
        }
    }

    private void note(Note note) {
        json.writeStartObject();
        json.writeNumberProperty("index", note.header().index());
        json.writeStringProperty("owner", note.header().owner());
        Json.hex(json, "type", note.header().type());
        json.writeStringProperty("name", note.name());
        Json.hex(json, "header_offset", note.header().fileOffset());
        Json.hex(json, "offset", note.header().descOffset());
        json.writeNumberProperty("size", note.header().descBytes());
        json.writeArrayPropertyStart("fields");
        for (Field field : note.fields()) {
            json.writeStartObject();
            json.writeStringProperty("name", field.name());
            Json.hex(json, "offset", field.fileOffset());
            json.writeNumberProperty("size", field.length());
            json.writeName("value");
            value(field);
            json.writeStringProperty("meaning", field.meaning());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void value(Field field) {
        switch (field.form()) {
            case DECIMAL -> Json.unsigned(json, field.value());
            case HEX, FRAME -> json.writeString(Location.hex(field.value()));
            case TEXT, RAW -> json.writeString(field.text());
        }
    }

    private void cpu(PhysicalCpu cpu) {
        json.writeStartObject();
        json.writeNumberProperty("index", cpu.index());
        json.writeStringProperty("state", cpu.state());
        json.writeStringProperty("story", cpu.story());
        json.writeObjectPropertyStart("registers");
        for (RegisterGroup group : cpu.registers()) {
            for (Register register : group.registers()) {
                if (register.saved()) {
                    Json.hex(json, register.field().name(), register.field().value());
                }
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void space(Space space) {
        json.writeStartObject();
        json.writeStringProperty("space", space.id().text());
        Optional<Long> bytes = space.memoryBytes();
        if (bytes.isPresent()) {
            json.writeNumberProperty("bytes", bytes.get());
        }
        if (space.id().equals(SpaceId.XEN)) {
            root(dump.spaces().xenRoot(), root -> Location.hex(root.maddr()));
        } else if (space.id().kind() == SpaceId.Kind.DOMAIN_VIRTUAL) {
            Guest guest = dump.spaces().guest(space.id().domain());
            root(guest.root(), root -> Location.hex(root.maddr()));
        } else if (space.id().kind() == SpaceId.Kind.DOMAIN_PHYSICAL) {
            Guest guest = dump.spaces().guest(space.id().domain());
            root(guest.p2m(), p2m -> Location.hex(p2m.list().rootMfn() << 12));
        }
        json.writeEndObject();
    }

    private void checks(List<MemoryCheck> checks) {
        json.writeArrayPropertyStart("checks");
        for (MemoryCheck check : checks) {
            json.writeStartObject();
            json.writeStringProperty("domain", check.domain());
            json.writeStringProperty("claim", check.claim());
            json.writeStringProperty("unit", check.unit());
            json.writeNumberProperty("compared", check.compared());
            json.writeNumberProperty("agree", check.agree());
            json.writeStringProperty("note", check.note());
            json.writeArrayPropertyStart("differences");
            for (MemoryCheck.Difference difference : check.differences()) {
                json.writeStartObject();
                json.writeStringProperty("where", difference.where().toString());
                json.writeStringProperty("says", difference.says());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void foundRoot(FoundRoot root) {
        json.writeStartObject();
        Json.hex(json, "root", root.maddr());
        if (root.domain().isPresent()) {
            json.writeNumberProperty("domain", root.domain().getAsInt());
        } else {
            json.writeNullProperty("domain");
        }
        json.writeStringProperty("kind", root.kind().words());
        json.writeStringProperty("evidence", root.evidence());
        json.writeEndObject();
    }

    private <T> void root(Fact<T> fact, java.util.function.Function<T, String> text) {
        switch (fact) {
            case Known<T> known -> {
                json.writeStringProperty("root", text.apply(known.fact()));
                json.writeStringProperty("evidence", known.evidence());
            }
            case Unknown<T> unknown -> {
                json.writeNullProperty("root");
                json.writeStringProperty("unknown", unknown.reason());
            }
        }
    }

    private void summary() {
        Summary summary = dump.summary();
        json.writeObjectPropertyStart("summary");
        json.writeStringProperty("headline", summary.headline());
        json.writeStringProperty("detail", summary.detail());
        for (Summary.Group group : summary.groups()) {
            json.writeObjectPropertyStart(group.name());
            for (Summary.Line line : group.lines()) {
                json.writeObjectPropertyStart(line.name());
                json.writeBooleanProperty("known", line.known());
                json.writeStringProperty("value", line.value());
                json.writeStringProperty("evidence", line.evidence());
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void finding(Finding finding) {
        json.writeStartObject();
        json.writeStringProperty("severity", finding.severity().toString());
        json.writeStringProperty("sentence", finding.sentence());
        json.writeStringProperty("where", finding.where().map(Location::toString).orElse(""));
        json.writeStringProperty("found", finding.found());
        json.writeEndObject();
    }
}
