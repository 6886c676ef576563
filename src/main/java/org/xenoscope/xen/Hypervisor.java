package org.xenoscope.xen;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.image.Image;
import org.xenoscope.note.CrashInfo;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Known;
import org.xenoscope.place.Lazy;
import org.xenoscope.place.Location;
import org.xenoscope.place.Severity;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.Spaces;
import org.xenoscope.symbol.SymbolTable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The hypervisor of a dump. Each fact is looked for when first asked for, once.
public final class Hypervisor {
    private static final int COMMAND_LINE = 1024;
    private static final Pattern COMMAND_LINE_PRINTED =
            Pattern.compile("\\(XEN\\).*? Command line: (.*)");
    private static final SymbolTable NO_SYMBOLS = SymbolTable.EMPTY;

    private final Notes notes;
    private final XenMemory memory;
    private final Lazy<ImageFinder.Found> image;
    private final Lazy<Fact<Console>> console;
    private final Lazy<XenVersion> version;
    private final Lazy<Fact<List<XenCpu>>> cpus;
    private final Lazy<Guesthouse> guests;
    private final Lazy<Fact<Crash>> crash;

    /// Domains and their layout, found together.
    private record Guesthouse(
            Fact<List<Domain>> domains, Fact<VcpuLayout> layout, List<Finding> findings) {}

    private Hypervisor(Image image, Notes notes, Spaces spaces, Optional<SymbolTable> companion) {
        this.notes = notes;
        this.memory = new XenMemory(image, spaces);
        ImageFinder finder = new ImageFinder(memory, notes);
        this.image =
                new Lazy<>(
                        () -> {
                            ImageFinder.Found found = finder.find();
                            return companion
                                    .map(
                                            table ->
                                                    new ImageFinder.Found(
                                                            found.image(),
                                                            Known.of(table, table.source()),
                                                            found.buildId()))
                                    .orElse(found);
                        });
        this.console =
                new Lazy<>(
                        () ->
                                fromImage(
                                        found ->
                                                new ConsoleFinder(memory, table())
                                                        .find(
                                                                found,
                                                                () ->
                                                                        finder.bytes(
                                                                                found
                                                                                        .virtStart()))));
        this.version = new Lazy<>(() -> new VersionFinder(notes, console()).find());
        this.cpus = new Lazy<>(() -> new CpuFinder(memory, notes, table()).find());
        this.guests = new Lazy<>(this::findGuests);
        this.crash =
                new Lazy<>(() -> new CrashFinder(console(), table(), cpus(), notes, memory).find());
    }

    /// Makes the hypervisor of a dump; reads nothing yet.
    public static Hypervisor of(Image image, Notes notes, Spaces spaces) {
        return new Hypervisor(image, notes, spaces, Optional.empty());
    }

    /// Makes the hypervisor of a dump with symbols from elsewhere.
    ///
    /// @param symbols of the very build that ran
    public static Hypervisor with(Image image, Notes notes, Spaces spaces, SymbolTable symbols) {
        return new Hypervisor(image, notes, spaces, Optional.of(symbols));
    }

    private <T> Fact<T> fromImage(java.util.function.Function<XenImage, Fact<T>> question) {
        return switch (image()) {
            case Known<XenImage> known -> question.apply(known.fact());
            case Unknown<XenImage> unknown -> new Unknown<>(unknown.reason());
        };
    }

    private SymbolTable table() {
        return symbols().value().orElse(NO_SYMBOLS);
    }

    /// {@return where its image is}
    public Fact<XenImage> image() {
        return image.get().image();
    }

    /// {@return its symbols}
    public Fact<SymbolTable> symbols() {
        return image.get().symbols();
    }

    /// {@return the build id, in hex}
    public Fact<String> buildId() {
        return image.get().buildId();
    }

    /// {@return which Xen it is}
    public XenVersion version() {
        return version.get();
    }

    /// {@return what it printed}
    public Fact<Console> console() {
        return console.get();
    }

    /// {@return its command line}
    public Fact<String> commandLine() {
        Optional<Long> saved = table().address("saved_cmdline");
        if (saved.isPresent()) {
            try {
                return Known.at(
                        memory.reader().string(saved.get(), COMMAND_LINE),
                        "Xen's variable saved_cmdline",
                        memory.at(saved.get()));
            } catch (UnreadableException exception) {
                return new Unknown<>(exception.hole().sentence());
            }
        }
        return console().value().stream()
                .flatMap(ring -> ring.lines().stream())
                .map(COMMAND_LINE_PRINTED::matcher)
                .filter(java.util.regex.Matcher::matches)
                .findFirst()
                .<Fact<String>>map(found -> Known.of(found.group(1).strip(), "from Xen's console"))
                .orElseGet(() -> new Unknown<>("neither a symbol nor Xen's console leads to it"));
    }

    /// {@return its taint bits}
    public Fact<Long> tainted() {
        Optional<CrashInfo> info = notes.first(CrashInfo.class);
        if (info.isPresent()) {
            return Known.of(info.get().tainted(), "from CRASH_INFO");
        }
        return variable("tainted");
    }

    /// {@return one more than the number of the last machine frame}
    public Fact<Long> maxPage() {
        Optional<Long> symbol = table().address("max_page");
        if (symbol.isEmpty()) {
            return new Unknown<>("Xen's symbol max_page is not there");
        }
        try {
            return Known.at(
                    memory.reader().u64(symbol.get()),
                    "Xen's variable max_page",
                    memory.at(symbol.get()));
        } catch (UnreadableException exception) {
            return new Unknown<>(exception.hole().sentence());
        }
    }

    private Fact<Long> variable(String name) {
        Optional<Long> symbol = table().address(name);
        if (symbol.isEmpty()) {
            return new Unknown<>("Xen's symbol %s is not there".formatted(name));
        }
        try {
            return Known.at(
                    memory.reader().u32(symbol.get()),
                    "Xen's variable " + name,
                    memory.at(symbol.get()));
        } catch (UnreadableException exception) {
            return new Unknown<>(exception.hole().sentence());
        }
    }

    /// {@return its pCPUs, by number}
    public Fact<List<XenCpu>> cpus() {
        return cpus.get();
    }

    /// {@return its domains, in the order of its list; without the idle domain}
    public Fact<List<Domain>> domains() {
        return guests.get().domains();
    }

    /// {@return where the members of its structures lie}
    public Fact<VcpuLayout> layout() {
        return guests.get().layout();
    }

    /// {@return the VCPU whose structure lies at an address}
    public Optional<Vcpu> vcpuAt(long address) {
        return domains().value().stream()
                .flatMap(List::stream)
                .flatMap(domain -> domain.vcpus().stream())
                .filter(vcpu -> vcpu.address() == address)
                .findFirst();
    }

    /// {@return why the machine stopped}
    public Fact<Crash> crash() {
        return crash.get();
    }

    private Guesthouse findGuests() {
        List<Long> onCpus = new ArrayList<>();
        Map<Integer, Long> loaded = new HashMap<>();
        for (XenCpu cpu : cpus().value().orElse(List.of())) {
            cpu.current().value().ifPresent(onCpus::add);
            cpu.loaded().value().ifPresent(onCpus::add);
            cpu.loaded().value().ifPresent(vcpu -> loaded.put(cpu.number(), vcpu));
        }
        DomainList list = new DomainList(memory, notes, table(), onCpus);
        return switch (list.find()) {
            case Unknown<DomainList.Found> unknown ->
                    new Guesthouse(
                            new Unknown<>(unknown.reason()),
                            new Unknown<>(unknown.reason()),
                            list.findings());
            case Known<DomainList.Found> known -> read(known, loaded, list.findings());
        };
    }

    private Guesthouse read(
            Known<DomainList.Found> found, Map<Integer, Long> loaded, List<Finding> findings) {
        DomainShape shape = found.fact().shape();
        List<List<Long>> vcpus =
                found.fact().addresses().stream()
                        .map(domain -> shape.vcpus(memory, domain))
                        .toList();
        loaded.values().removeIf(vcpu -> vcpus.stream().noneMatch(all -> all.contains(vcpu)));
        VcpuLayout layout = new LayoutFinder(memory, shape, vcpus).find(loaded);
        Guests guests = new Guests(memory, shape, layout);
        List<Domain> domains = found.fact().addresses().stream().map(guests::domain).toList();
        return new Guesthouse(
                new Known<>(domains, found.evidence(), found.where()),
                Known.of(layout, "what must be true of every VCPU"),
                findings);
    }

    /// {@return what was found wrong so far; looks for nothing itself}
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        guests.peek().ifPresent(found -> findings.addAll(found.findings()));
        image.peek()
                .flatMap(found -> found.image().value())
                .filter(found -> !found.agrees())
                .ifPresent(
                        found ->
                                findings.add(
                                        new Finding(
                                                Severity.WARNING,
                                                "CRASH_INFO says that Xen's image begins at machine:%s, but its page table maps it to machine:%s."
                                                        .formatted(
                                                                Location.hex(
                                                                        found.noted().getAsLong()),
                                                                Location.hex(found.maddr())),
                                                Optional.of(memory.at(found.virtStart())),
                                                "Xen's image")));
        return List.copyOf(findings);
    }
}
