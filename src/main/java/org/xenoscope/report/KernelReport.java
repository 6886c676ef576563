package org.xenoscope.report;

import org.xenoscope.linux.CurrentTask;
import org.xenoscope.linux.KernelLog;
import org.xenoscope.linux.KernelModule;
import org.xenoscope.linux.Linux;
import org.xenoscope.linux.LogRecord;
import org.xenoscope.linux.MountedFileSystem;
import org.xenoscope.linux.Task;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Unknown;

import tools.jackson.core.JsonGenerator;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// What a report says of a domain's kernel: what its VCPUs ran, its tasks, modules and mounts, the
/// last lines of its log.
final class KernelReport {
    private static final int LAST_LINES = 30;

    private KernelReport() {}

    /// {@return the end of the log, lines as `dmesg` prints them}
    static List<String> lastLines(Linux linux) {
        List<LogRecord> records = linux.log().value().map(KernelLog::records).orElse(List.of());
        return records.subList(Math.max(0, records.size() - LAST_LINES), records.size()).stream()
                .flatMap(record -> record.printed().lines())
                .toList();
    }

    /// {@return a line for each task}
    static List<String> tasks(Linux linux) {
        return linux.tasks().value().map(list -> list.tasks()).orElse(List.of()).stream()
                .map(KernelReport::task)
                .toList();
    }

    private static String task(Task task) {
        return String.format(
                Locale.ROOT,
                "%7d %7s %4s %016x %s %s",
                task.pid(),
                task.ppid().isPresent() ? Integer.toString(task.ppid().getAsInt()) : "-",
                task.cpu().isPresent() ? Integer.toString(task.cpu().getAsInt()) : "-",
                task.where().address(),
                task.state().letter(),
                task.command());
    }

    /// Writes all of it as an object.
    static void write(JsonGenerator json, Linux linux) {
        json.writeObjectPropertyStart("dom" + linux.domain());
        text(json, "release", linux.release());
        text(json, "banner", linux.banner());
        text(json, "command_line", linux.commandLine());
        text(json, "build_id", linux.buildId());
        list(json, "vcpus", linux.current(), one -> current(json, one));
        list(
                json,
                "tasks",
                linux.tasks().value().map(list -> list.tasks()).orElse(List.of()),
                task -> KernelJson.task(json, task));
        list(
                json,
                "modules",
                linux.modules().value().map(list -> list.modules()).orElse(List.of()),
                module -> module(json, module));
        list(json, "mounts", linux.mounts().value().orElse(List.of()), one -> mount(json, one));
        json.writeArrayPropertyStart("log_end");
        lastLines(linux).forEach(json::writeString);
        json.writeEndArray();
        json.writeEndObject();
    }

    private static <T> void list(JsonGenerator json, String name, List<T> all, Consumer<T> one) {
        json.writeArrayPropertyStart(name);
        for (T each : all) {
            json.writeStartObject();
            one.accept(each);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void text(JsonGenerator json, String name, Fact<String> fact) {
        switch (fact) {
            case Known<String> known -> json.writeStringProperty(name, known.fact());
            case Unknown<String> _ -> json.writeNullProperty(name);
        }
    }

    private static void current(JsonGenerator json, CurrentTask one) {
        json.writeNumberProperty("vcpu", one.cpu());
        json.writeStringProperty("task", one.where().hex());
        one.task()
                .ifPresent(
                        task -> {
                            json.writeNumberProperty("pid", task.pid());
                            json.writeStringProperty("command", task.command());
                        });
    }

    private static void module(JsonGenerator json, KernelModule module) {
        json.writeStringProperty("name", module.name());
        json.writeStringProperty("module", module.where().hex());
        if (module.base().isPresent()) {
            json.writeStringProperty("base", Location.hex(module.base().getAsLong()));
        }
        if (module.size().isPresent()) {
            json.writeNumberProperty("bytes", module.size().getAsLong());
        }
        module.buildId().ifPresent(id -> json.writeStringProperty("build_id", id));
    }

    private static void mount(JsonGenerator json, MountedFileSystem one) {
        json.writeStringProperty("mount", one.where().hex());
        json.writeStringProperty("type", one.type());
        json.writeStringProperty("device", one.device());
        json.writeStringProperty("path", one.path());
    }
}
