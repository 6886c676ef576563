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
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Unknown;

import java.util.List;

/// CPUs, traces, stacks and instructions as text.
public final class CpuText {
    private final StringBuilder out = new StringBuilder();

    private CpuText() {}

    /// {@return every pCPU, then every VCPU}
    public static String cpus(Dump dump) {
        CpuText text = new CpuText();
        dump.cpus()
                .whoCrashed()
                .value()
                .ifPresent(sentence -> text.out.append(sentence).append("\n\n"));
        dump.cpus().physical().forEach(text::physical);
        switch (dump.cpus().virtualCount()) {
            case Known<Integer> _ -> dump.cpus().virtual().forEach(text::virtual);
            case Unknown<Integer> unknown ->
                    text.out.append("VCPUs: unknown: ").append(unknown.reason()).append('\n');
        }
        return text.printed();
    }

    /// {@return a trace, a frame a line}
    ///
    /// @param title what is traced
    /// @param uncertain whether frames that are most likely left over are shown too
    public static String trace(String title, Trace trace, boolean uncertain) {
        CpuText text = new CpuText();
        text.out.append(title).append('\n');
        int number = 0;
        int left = 0;
        for (TraceLine line : trace.lines()) {
            switch (line) {
                case TraceBorder border -> text.border(border);
                case TraceFrame frame -> {
                    if (frame.grade() != Grade.UNCERTAIN) {
                        text.frame("#" + number++, frame);
                    } else if (uncertain) {
                        text.frame("?", frame);
                    } else {
                        left++;
                    }
                }
            }
        }
        text.out.append(trace.complete() ? "end: " : "incomplete: ");
        text.out.append(trace.ending()).append('\n');
        if (left > 0) {
            text.out.append("%d uncertain frames are left out; --all shows them%n".formatted(left));
        }
        return text.printed();
    }

    /// {@return the words of a stack, one a line}
    public static String stack(List<StackWord> words) {
        CpuText text = new CpuText();
        for (StackWord word : words) {
            String value = word.present() ? "%016x".formatted(word.value()) : "-".repeat(16);
            text.out.append(
                    "%s  %s  %s".formatted(word.where(), value, word.says()).stripTrailing());
            text.out.append('\n');
        }
        return text.printed();
    }

    /// {@return instructions, one a line}
    public static String disassembly(Disassembly disassembly) {
        CpuText text = new CpuText();
        for (Disassembly.Line line : disassembly.lines()) {
            String name = line.name().isEmpty() ? "" : " <" + line.name() + ">";
            text.out.append(
                    "%s%s:  %-30s  %s%n"
                            .formatted(
                                    line.where(), name, line.instruction().bytes(), line.text()));
        }
        if (!disassembly.ending().isEmpty()) {
            text.out.append(disassembly.ending()).append('\n');
        }
        return text.printed();
    }

    /// What a dump holds must not steer the terminal that it is printed on.
    private String printed() {
        return out.toString().replaceAll("[\\p{Cntrl}\\x80-\\x9f&&[^\\n]]", ".");
    }

    private void physical(PcpuActivity cpu) {
        out.append("pCPU ").append(cpu.number()).append(": ").append(cpu.says());
        out.append("  (").append(cpu.evidence()).append(")\n");
        cpu.findings()
                .forEach(finding -> out.append("  ! ").append(finding.sentence()).append('\n'));
        cpu.registers().forEach(this::group);
        out.append('\n');
    }

    private void virtual(VirtualCpu cpu) {
        out.append(cpu.name()).append(": ").append(cpu.says());
        out.append("  (").append(cpu.evidence()).append(")\n");
        out.append("  mode: ").append(cpu.mode().words());
        cpu.hypercall()
                .ifPresent(
                        call ->
                                out.append("; ")
                                        .append(call.says())
                                        .append(" (")
                                        .append(call.how())
                                        .append(')'));
        out.append('\n').append("  task: ").append(task(cpu.task())).append('\n');
        cpu.findings()
                .forEach(finding -> out.append("  ! ").append(finding.sentence()).append('\n'));
        if (cpu.values().isEmpty()) {
            out.append("  registers: ").append(cpu.registersFrom()).append('\n');
        }
        cpu.registers().forEach(this::group);
        out.append('\n');
    }

    /// {@return the task of a VCPU in words}
    static String task(Fact<CurrentTask> task) {
        return switch (task) {
            case Known<CurrentTask> known ->
                    known.fact()
                            .task()
                            .map(found -> found.words() + " at " + found.where())
                            .orElseGet(() -> "at " + known.fact().where());
            case Unknown<CurrentTask> unknown -> "unknown: " + unknown.reason();
        };
    }

    private void group(RegisterGroup group) {
        out.append("  ").append(group.name()).append(", ").append(group.source()).append('\n');
        for (Register register : group.registers()) {
            String words = String.join(" ", register.flags());
            String says = words.isEmpty() ? register.says() : words;
            String target = register.target().map(Location::toString).orElse("");
            out.append(
                    "    %-15s %s  %s"
                            .formatted(
                                    register.field().name(),
                                    register.saved() ? register.digits() : "—",
                                    (target + "  " + says).strip())
                            .stripTrailing());
            out.append('\n');
        }
    }

    private void border(TraceBorder border) {
        out.append("---- ").append(border.says());
        border.registers()
                .ifPresent(
                        (SavedRegisters frame) ->
                                out.append(
                                        ", rip %04x:%016x, frame at %s"
                                                .formatted(
                                                        frame.cs(), frame.rip(), frame.where())));
        out.append('\n');
    }

    private void frame(String number, TraceFrame frame) {
        out.append(
                "%-4s %-44s %s  %s, %s%n"
                        .formatted(
                                number,
                                frame.name(),
                                frame.code(),
                                frame.grade().words(),
                                frame.how()));
    }
}
