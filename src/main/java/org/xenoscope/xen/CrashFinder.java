package org.xenoscope.xen;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.note.CpuNotes;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Field;
import org.xenoscope.place.Known;
import org.xenoscope.place.Unknown;
import org.xenoscope.symbol.Symbol;
import org.xenoscope.symbol.SymbolTable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds why the machine stopped and which pCPU led it: the last lines of Xen's console, Xen's own
/// variable, the notes.
///
/// Source of the lines: xen/drivers/char/console.c, common/{kexec,keyhandler,shutdown}.c,
/// arch/x86/{traps,nmi,crash,machine_kexec}.c, Xen 3.1 to 4.20.
final class CrashFinder {
    /// Lines at the end of the console that can tell of the crash.
    private static final int TAIL = 400;

    private static final int NMI = 2;

    /// A pCPU that was shot down stands this near below the frame of its NMI.
    private static final long SHOT_DOWN = 0x80;

    private static final Pattern PANIC = Pattern.compile("Panic on CPU (\\d{1,4}):");
    private static final Pattern EXECUTING =
            Pattern.compile("Executing (?:kexec|crash) image(?: on cpu(\\d{1,4}))?");
    private static final Pattern KEY = Pattern.compile("'C' pressed -> triggering crashdump");
    private static final Pattern DOM0 =
            Pattern.compile("(?:Hardware Dom0|Domain 0) (crashed|shutdown|halted|failed)(.*)");
    private static final Pattern WATCHDOG =
            Pattern.compile(
                    "Watchdog timer (?:detects that CPU(\\d{1,4}) is stuck|fired for domain"
                            + " (\\d+))");

    private static final Pattern MARK = Pattern.compile("^\\(XEN\\) (?:\\[[^]]*] ?)?");

    private final Fact<Console> console;
    private final SymbolTable symbols;
    private final Fact<List<XenCpu>> cpus;
    private final Notes notes;
    private final XenMemory memory;

    CrashFinder(
            Fact<Console> console,
            SymbolTable symbols,
            Fact<List<XenCpu>> cpus,
            Notes notes,
            XenMemory memory) {
        this.console = console;
        this.symbols = symbols;
        this.cpus = cpus;
        this.notes = notes;
        this.memory = memory;
    }

    /// A line that was found, and where it stands.
    private record Line(int number, String text, Matcher matcher) {}

    Fact<Crash> find() {
        List<String> lines = tail();
        Optional<Line> panic = last(lines, PANIC);
        Optional<Line> key = last(lines, KEY);
        Optional<Line> dom0 = last(lines, DOM0);
        Optional<Line> watchdog = last(lines, WATCHDOG);
        Optional<Line> executing = last(lines, EXECUTING);
        List<Crash.Evidence> evidence = new ArrayList<>();
        List<Optional<Line>> reasons = List.of(panic, key, dom0, watchdog);
        Optional<Line> reason =
                reasons.stream()
                        .flatMap(Optional::stream)
                        .max((a, b) -> Integer.compare(a.number(), b.number()));
        panic.ifPresent(line -> said(evidence, line, "Xen's console tells of a panic"));
        for (Optional<Line> other : List.of(key, dom0, watchdog, executing)) {
            other.filter(line -> evidence.stream().noneMatch(known -> known.is(line.text())))
                    .ifPresent(line -> said(evidence, line, "Xen's console"));
        }
        OptionalInt cpu = pcpu(panic, executing, evidence);
        if (reason.isEmpty() && evidence.isEmpty()) {
            return new Unknown<>("neither Xen's console nor its variables nor the notes tell");
        }
        Crash.Kind kind = kind(panic, reason);
        return new Known<>(
                new Crash(kind, sentence(kind, reason, lines, cpu), cpu, List.copyOf(evidence)),
                evidence.getFirst().words(),
                evidence.getFirst().where());
    }

    private List<String> tail() {
        List<String> lines = console.value().map(Console::lines).orElse(List.of());
        return lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
    }

    private static Optional<Line> last(List<String> lines, Pattern pattern) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            Matcher matcher = pattern.matcher(lines.get(i));
            if (lines.get(i).startsWith("(XEN)") && matcher.find()) {
                return Optional.of(new Line(i, lines.get(i), matcher));
            }
        }
        return Optional.empty();
    }

    private void said(List<Crash.Evidence> evidence, Line line, String words) {
        evidence.add(
                new Crash.Evidence(
                        words + " (\"" + bare(line.text()) + "\")",
                        Optional.of(line.text()),
                        console.value().map(ring -> memory.at(ring.ring()))));
    }

    private static String bare(String line) {
        return MARK.matcher(line).replaceFirst("").strip();
    }

    private static Crash.Kind kind(Optional<Line> panic, Optional<Line> reason) {
        if (reason.isEmpty()) {
            return Crash.Kind.UNTOLD;
        }
        Pattern pattern = reason.get().matcher().pattern();
        if (panic.isPresent() && pattern != KEY && pattern != DOM0) {
            return Crash.Kind.XEN_PANIC;
        }
        if (pattern == KEY) {
            return Crash.Kind.DEBUG_KEY;
        }
        if (pattern == DOM0) {
            return reason.get().matcher().group(1).equals("crashed")
                    ? Crash.Kind.DOM0_CRASH
                    : Crash.Kind.DOM0_SHUTDOWN;
        }
        return pattern == WATCHDOG ? Crash.Kind.WATCHDOG : Crash.Kind.XEN_PANIC;
    }

    private static String sentence(
            Crash.Kind kind, Optional<Line> reason, List<String> lines, OptionalInt cpu) {
        String where = cpu.isPresent() ? " on pCPU " + cpu.getAsInt() : "";
        return switch (kind) {
            case XEN_PANIC -> "Xen panicked" + where + cause(reason, lines);
            case DOM0_CRASH -> "dom0 crashed" + (cpu.isPresent() ? "; its VCPU ran" + where : "");
            case DOM0_SHUTDOWN ->
                    "dom0 went down ("
                            + reason.map(line -> bare(line.text())).orElse("")
                            + ")"
                            + where;
            case DEBUG_KEY -> "A person asked for this dump with Xen's debug key C" + where;
            case WATCHDOG ->
                    "A watchdog fired ("
                            + reason.map(line -> bare(line.text())).orElse("")
                            + ")"
                            + where;
            case UNTOLD -> "The machine started its dump kernel" + where + "; Xen does not say why";
        };
    }

    /// {@return the line behind "Panic on CPU n:", which says what it was}
    private static String cause(Optional<Line> reason, List<String> lines) {
        int next = reason.map(line -> line.number() + 1).orElse(lines.size());
        return next < lines.size() && !bare(lines.get(next)).startsWith("*")
                ? ": " + bare(lines.get(next))
                : "";
    }

    private OptionalInt pcpu(
            Optional<Line> panic, Optional<Line> executing, List<Crash.Evidence> evidence) {
        OptionalInt said = OptionalInt.empty();
        if (executing.isPresent() && executing.get().matcher().group(1) != null) {
            said = OptionalInt.of(Integer.parseInt(executing.get().matcher().group(1)));
        } else if (panic.isPresent()) {
            said = OptionalInt.of(Integer.parseInt(panic.get().matcher().group(1)));
        }
        OptionalInt variable = byVariable(evidence);
        OptionalInt note = byNotes(evidence);
        if (said.isPresent()) {
            return said;
        }
        return variable.isPresent() ? variable : note;
    }

    /// `crashing_cpu` of kexec.c, a static in a function, so that GCC numbers it.
    private OptionalInt byVariable(List<Crash.Evidence> evidence) {
        for (Symbol symbol : symbols.matching("crashing_cpu", 8)) {
            if (!symbol.name().matches("crashing_cpu(\\.\\d+)?")) {
                continue;
            }
            try {
                int cpu = memory.reader().s32(symbol.address());
                if (cpu >= 0 && cpu < 4096) {
                    evidence.add(
                            new Crash.Evidence(
                                    "Xen's variable crashing_cpu is " + cpu,
                                    Optional.empty(),
                                    Optional.of(memory.at(symbol.address()))));
                    return OptionalInt.of(cpu);
                }
            } catch (UnreadableException _) {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }

    /// The pCPU that crashed is the one that was not shot down: no frame of an NMI lies right above
    /// its saved rsp.
    private OptionalInt byNotes(List<Crash.Evidence> evidence) {
        List<XenCpu> crashed = new ArrayList<>();
        for (XenCpu cpu : cpus.value().orElse(List.of())) {
            Optional<Long> rsp = rsp(cpu);
            if (rsp.isPresent() && !shotDown(cpu, rsp.get())) {
                crashed.add(cpu);
            }
        }
        if (crashed.size() != 1) {
            return OptionalInt.empty();
        }
        XenCpu cpu = crashed.getFirst();
        evidence.add(
                new Crash.Evidence(
                        "all pCPUs that saved registers but pCPU %d were stopped by an NMI"
                                .formatted(cpu.number()),
                        Optional.empty(),
                        Optional.of(memory.at(rsp(cpu).orElseThrow()))));
        return OptionalInt.of(cpu.number());
    }

    private Optional<Long> rsp(XenCpu cpu) {
        if (cpu.note().isEmpty()) {
            return Optional.empty();
        }
        CpuNotes saved = notes.cpus().get(cpu.note().getAsInt());
        return saved.status()
                .filter(status -> !status.blank())
                .flatMap(status -> status.register("rsp"))
                .map(Field::value)
                .filter(rsp -> rsp - cpu.stack() >= 0 && rsp - cpu.stack() < cpu.stackBytes());
    }

    private boolean shotDown(XenCpu cpu, long rsp) {
        boolean primary = rsp - cpu.stack() >= cpu.stackBytes() - 0x2000;
        long frame = primary ? cpu.guestFrame().orElse(0) : ((rsp | 0xfff) + 1) - 168;
        return (memory.peek32(frame + 124) & 0x3ff) == NMI
                && frame - rsp >= 0
                && frame - rsp <= SHOT_DOWN;
    }
}
