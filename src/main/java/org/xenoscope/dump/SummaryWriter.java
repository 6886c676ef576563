package org.xenoscope.dump;

import org.xenoscope.image.Whose;
import org.xenoscope.linux.Panic;
import org.xenoscope.note.CrashInfo;
import org.xenoscope.note.Dom0Cr3;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.Progress;
import org.xenoscope.place.Size;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.root.Root;
import org.xenoscope.xen.Crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts what the headers, the notes and the roots tell into the words of the overview.
final class SummaryWriter {
    private final Dump dump;
    private final Optional<CrashInfo> info;

    SummaryWriter(Dump dump) {
        this.dump = dump;
        this.info = dump.notes().first(CrashInfo.class);
    }

    /// The two systems are found out side by side: each takes as long as the other.
    Summary write() {
        Progress progress = Progress.current();
        Thread.ofPlatform()
                .daemon()
                .name("hypervisor")
                .start(
                        () ->
                                ScopedValue.where(Progress.CURRENT, progress)
                                        .run(this::lookAtHypervisor));
        return new Summary(headline(), detail(), List.of(hypervisor(), dom0()));
    }

    /// Whoever asks for these facts while they are looked for waits for them.
    private void lookAtHypervisor() {
        try {
            dump.xen().crash();
        } catch (IllegalStateException _) {
            // stopped, or not to be found: the summary asks again and meets the same
        }
    }

    private String headline() {
        if (dump.linux().panic() instanceof Known<Panic>) {
            return dump.xen()
                    .crash()
                    .value()
                    .filter(crash -> crash.pcpu().isPresent())
                    .map(
                            crash ->
                                    "dom0 panicked; Xen executed the crash kernel on pCPU "
                                            + crash.pcpu().getAsInt())
                    .orElse("dom0 panicked");
        }
        if (dump.xen().crash() instanceof Known<Crash> known) {
            return known.fact().sentence();
        }
        if (dump.image().whose() != Whose.MACHINE) {
            return "A dump of " + dump.image().whose().words();
        }
        if (!dump.notes().speakOfXen()) {
            return "A dump without notes of Xen; the cause is not known";
        }
        String version =
                info.flatMap(note -> note.version().value())
                        .map(text -> "Xen " + text)
                        .orElse("Xen");
        return version + " stopped; the cause is not known";
    }

    private String detail() {
        long memory = dump.image().memoryBytes();
        String rest =
                "%s; %s of machine memory are in the dump.".formatted(cpus(), Size.text(memory));
        return KernelLines.story(dump.linux()).map(story -> story + ". " + rest).orElse(rest);
    }

    private String cpus() {
        long saved =
                dump.notes().cpus().stream()
                        .filter(cpu -> cpu.status().filter(status -> !status.blank()).isPresent())
                        .count();
        if (dump.notes().cpus().isEmpty()) {
            return "No note holds registers of a physical CPU";
        }
        return saved == 1
                ? "1 physical CPU saved its registers"
                : saved + " physical CPUs saved their registers";
    }

    private Summary.Group hypervisor() {
        List<Summary.Line> lines = new ArrayList<>();
        lines.add(line("Version", text(CrashInfo::version), version -> "Xen " + version));
        lines.add(line("Built", text(CrashInfo::compileDate), date -> date));
        lines.add(line("Compiler", text(CrashInfo::compiler), compiler -> compiler));
        Fact<String> changeset = text(CrashInfo::changeset);
        lines.add(line("Changeset", changeset, value -> value.isEmpty() ? "empty" : value));
        lines.add(start());
        lines.add(root("Page table", dump.spaces().xenRoot()));
        lines.add(
                info.map(
                                note ->
                                        known(
                                                "Tainted",
                                                note.tainted() == 0
                                                        ? "no"
                                                        : Location.hex(note.tainted()),
                                                "from CRASH_INFO",
                                                Optional.empty()))
                        .orElseGet(() -> unknown("Tainted", "the dump has no CRASH_INFO note")));
        int cpus = dump.notes().cpus().size();
        lines.add(
                cpus == 0
                        ? unknown("Physical CPUs", "the dump has no NT_PRSTATUS note")
                        : known(
                                "Physical CPUs",
                                Integer.toString(cpus),
                                "by the notes",
                                Optional.empty()));
        lines.addAll(HypervisorLines.of(dump.xen()));
        return new Summary.Group("Hypervisor", List.copyOf(lines));
    }

    private Summary.Line start() {
        if (info.isEmpty() || info.get().xenPhysStart().isEmpty()) {
            return unknown(
                    "Loaded at",
                    info.isEmpty()
                            ? "the dump has no CRASH_INFO note"
                            : "CRASH_INFO of Xen before 3.3 does not say");
        }
        Location where = new Location(SpaceId.MACHINE, info.get().xenPhysStart().getAsLong());
        return known("Loaded at", where.toString(), "from CRASH_INFO", Optional.of(where));
    }

    private Summary.Group dom0() {
        List<Summary.Line> lines = new ArrayList<>();
        Fact<Long> p2m = dump.spaces().p2mRoot();
        lines.add(guestType(p2m));
        lines.add(
                line(
                        "Memory",
                        dump.spaces().maxPfn(),
                        frames -> "%s, max_pfn 0x%x".formatted(Size.text(frames << 12), frames)));
        lines.add(frame("p2m root", p2m));
        lines.add(root("Page table", dump.spaces().dom0Root()));
        lines.addAll(KernelLines.of(dump.linux()));
        return new Summary.Group("dom0", List.copyOf(lines));
    }

    private Summary.Line guestType(Fact<Long> p2m) {
        boolean old = dump.notes().first(Dom0Cr3.class).isPresent();
        if (p2m instanceof Known<Long>) {
            return known("Guest type", "PV", "it publishes a p2m", Optional.empty());
        }
        if (old) {
            return known("Guest type", "PV", "the dump is of 2006", Optional.empty());
        }
        return unknown("Guest type", "the notes name no p2m of dom0");
    }

    private Summary.Line frame(String name, Fact<Long> fact) {
        return switch (fact) {
            case Known<Long> known ->
                    known(
                            name,
                            "MFN 0x%x".formatted(known.fact()),
                            "from CRASH_INFO",
                            Optional.of(new Location(SpaceId.MACHINE, known.fact() << 12)));
            case Unknown<Long> unknown -> unknown(name, unknown.reason());
        };
    }

    private Summary.Line root(String name, Fact<Root> fact) {
        return switch (fact) {
            case Known<Root> known -> {
                Location where = new Location(SpaceId.MACHINE, known.fact().maddr());
                yield known(name, where.toString(), known.evidence(), Optional.of(where));
            }
            case Unknown<Root> unknown -> unknown(name, unknown.reason());
        };
    }

    private Fact<String> text(java.util.function.Function<CrashInfo, Fact<String>> part) {
        return info.<Fact<String>>map(part)
                .orElseGet(() -> new Unknown<>("the dump has no CRASH_INFO note"));
    }

    private static <T> Summary.Line line(
            String name, Fact<T> fact, java.util.function.Function<T, String> words) {
        return switch (fact) {
            case Known<T> known ->
                    known(name, words.apply(known.fact()), known.evidence(), known.where());
            case Unknown<T> unknown -> unknown(name, unknown.reason());
        };
    }

    private static Summary.Line known(
            String name, String value, String evidence, Optional<Location> target) {
        return new Summary.Line(name, true, value, evidence, target);
    }

    private static Summary.Line unknown(String name, String why) {
        return new Summary.Line(name, false, "unknown: " + why, "", Optional.empty());
    }
}
