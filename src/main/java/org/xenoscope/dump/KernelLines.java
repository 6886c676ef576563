package org.xenoscope.dump;

import org.xenoscope.linux.KernelLog;
import org.xenoscope.linux.Linux;
import org.xenoscope.linux.LogRecord;
import org.xenoscope.linux.ModuleList;
import org.xenoscope.linux.Panic;
import org.xenoscope.linux.Taint;
import org.xenoscope.linux.TaskList;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Unknown;
import org.xenoscope.symbol.SymbolTable;
import org.xenoscope.type.TypeSystem;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// What was recovered of a domain's kernel, in the words of the overview.
final class KernelLines {
    private static final double SECOND = 1e9;

    private KernelLines() {}

    static List<Summary.Line> of(Linux linux) {
        List<Summary.Line> lines = new ArrayList<>();
        lines.add(line("Kernel", linux.release(), release -> "Linux " + release));
        lines.add(line("Banner", linux.banner(), text -> text));
        lines.add(line("Host", linux.uname(), names -> names.node()));
        lines.add(line("Command line", linux.commandLine(), text -> text));
        lines.add(line("Build id", linux.buildId(), id -> id));
        lines.add(line("Tainted", linux.taint(), Taint::words));
        lines.add(line("Symbols", linux.symbols(), table -> symbols(linux, table)));
        lines.add(line("Types", linux.types(), KernelLines::types));
        lines.add(line("Log", linux.log(), log -> log.records().size() + " records"));
        lines.add(line("Up", linux.log(), KernelLines::up));
        lines.add(line("Tasks", linux.tasks(), KernelLines::tasks));
        lines.add(line("Modules", linux.modules(), KernelLines::modules));
        lines.add(line("Panic", linux.panic(), KernelLines::panic));
        return lines;
    }

    private static String symbols(Linux linux, SymbolTable table) {
        int own = linux.kernelSymbols().value().map(SymbolTable::size).orElse(0);
        int more = table.size() - own;
        return more == 0 ? "%d".formatted(own) : "%d; %d more of modules".formatted(own, more);
    }

    private static String types(TypeSystem types) {
        return "%d, BTF%s".formatted(types.count(), types.complete() ? "" : ", damaged");
    }

    private static String up(KernelLog log) {
        OptionalLong last =
                log.records().isEmpty()
                        ? OptionalLong.empty()
                        : log.records().getLast().nanoseconds();
        return last.isPresent()
                ? String.format(Locale.ROOT, "%.1f s at the last line", last.getAsLong() / SECOND)
                : "the log has no stamps";
    }

    private static String tasks(TaskList list) {
        return "%d%s".formatted(list.tasks().size(), list.closed() ? "" : ", list broken");
    }

    private static String modules(ModuleList list) {
        return "%d%s".formatted(list.modules().size(), list.closed() ? "" : ", list broken");
    }

    private static String panic(Panic panic) {
        return panic.text().orElse("the log does not say why") + where(panic);
    }

    /// {@return in which task and on which VCPU}
    private static String where(Panic panic) {
        return panic.task()
                        .map(task -> " in task %d (%s)".formatted(task.pid(), task.command()))
                        .orElse("")
                + (panic.cpu().isPresent() ? " on VCPU " + panic.cpu().getAsInt() : "");
    }

    /// {@return the panic in the words of the overview's second sentence, if there was one: what
    /// was said, in which task, on which VCPU, when}
    static Optional<String> story(Linux linux) {
        return linux.panic()
                .value()
                .map(
                        panic ->
                                "“%s”%s%s"
                                        .formatted(
                                                panic.text().orElse("panic"),
                                                where(panic),
                                                panic.headline()
                                                        .map(KernelLines::when)
                                                        .orElse("")));
    }

    private static String when(LogRecord record) {
        return record.nanoseconds().isPresent()
                ? String.format(
                        Locale.ROOT,
                        ", %.0f s after boot",
                        record.nanoseconds().getAsLong() / SECOND)
                : "";
    }

    private static <T> Summary.Line line(String name, Fact<T> fact, Function<T, String> words) {
        return switch (fact) {
            case Known<T> known ->
                    new Summary.Line(
                            name, true, words.apply(known.fact()), known.evidence(), known.where());
            case Unknown<T> unknown ->
                    new Summary.Line(
                            name, false, "unknown: " + unknown.reason(), "", Optional.empty());
        };
    }
}
