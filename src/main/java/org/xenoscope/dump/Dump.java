package org.xenoscope.dump;

import org.xenoscope.cpu.Cpus;
import org.xenoscope.cpu.PhysicalCpu;
import org.xenoscope.cpu.PhysicalCpus;
import org.xenoscope.image.Image;
import org.xenoscope.image.ImageFile;
import org.xenoscope.image.NotADumpException;
import org.xenoscope.linux.Linux;
import org.xenoscope.note.Notes;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Field;
import org.xenoscope.place.Finding;
import org.xenoscope.place.Known;
import org.xenoscope.place.Lazy;
import org.xenoscope.place.Location;
import org.xenoscope.place.Part;
import org.xenoscope.place.Progress;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.Spaces;
import org.xenoscope.symbol.SymbolOffset;
import org.xenoscope.symbol.SymbolTable;
import org.xenoscope.type.TypeSystem;
import org.xenoscope.xen.Hypervisor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A dump that is open.
public final class Dump implements AutoCloseable {
    private final Image image;
    private final Notes notes;
    private final Spaces spaces;
    private volatile Hypervisor xen;
    private final Companions companions = new Companions(this);
    private final Lazy<List<PhysicalCpu>> physicalCpus;
    private final Map<Integer, Linux> kernels = new ConcurrentHashMap<>();
    private volatile Cpus cpus;
    private volatile Lazy<Summary> summary;

    private Dump(Image image) {
        this.image = image;
        this.notes = Notes.of(image);
        this.spaces = Spaces.of(image, notes);
        this.xen = Hypervisor.of(image, notes, spaces);
        spaces.processes(new KernelProcesses(this::linux));
        spaces.domains(new HypervisorDomains(xen, spaces));
        this.physicalCpus = new Lazy<>(() -> PhysicalCpus.of(notes, spaces));
        this.cpus = Cpus.of(notes, spaces, xen, this::linux);
        this.summary = new Lazy<>(() -> new SummaryWriter(this).write());
    }

    /// Opens a dump: headers and notes only, whatever its size.
    ///
    /// @throws NotADumpException if the file is something else; its message says what
    /// @throws IOException if the system cannot read it; its message names the file
    public static Dump open(Path path, Progress progress) throws NotADumpException, IOException {
        return new Dump(ImageFile.open(path, progress));
    }

    /// {@return the file}
    public Path path() {
        return image.path();
    }

    /// {@return the file as machine memory}
    public Image image() {
        return image;
    }

    /// {@return the notes}
    public Notes notes() {
        return notes;
    }

    /// {@return the address spaces}
    public Spaces spaces() {
        return spaces;
    }

    /// {@return the hypervisor; its facts are looked for when asked for}
    public Hypervisor xen() {
        return xen;
    }

    /// {@return dom0's kernel}. Reads nothing yet.
    public Linux linux() {
        return linux(0);
    }

    /// {@return the kernel of a domain}. Reads nothing yet.
    public Linux linux(int domain) {
        return kernels.computeIfAbsent(domain, number -> Linux.of(number, spaces));
    }

    /// Looks for a type by name: in a domain's kernel, then in its modules.
    ///
    /// @param name `task_struct`, `struct list_head`, `pid_t`
    /// @return the types among which one has that name, or why there are none
    public Fact<TypeSystem> types(int domain, String name) {
        return TypeFinder.find(linux(domain), name);
    }

    /// Takes a file of symbols beside the dump: `xen-syms`, `vmlinux`, `System.map`, a map of Xen.
    /// From now on {@link #symbols} has its symbols too.
    ///
    /// @return what it belongs to
    /// @throws IOException with one sentence, if it cannot be read or holds no symbols
    /// @throws IllegalArgumentException with one sentence, if it belongs to another build
    public SpaceId use(Path path) throws IOException {
        return companions.use(path);
    }

    /// {@return the files of symbols in use, in the order in which they came}
    public List<CompanionFile> companions() {
        return companions.used();
    }

    /// Gives the finders of facts the symbols of a file, where the memory has no table of its own
    /// or one of text alone. What was found without them is found anew when asked for again.
    void feed(SpaceId space, SymbolTable symbols) {
        if (space.equals(SpaceId.XEN)) {
            xen = Hypervisor.with(image, notes, spaces, symbols);
        } else {
            kernels.put(space.domain(), Linux.with(space.domain(), spaces, symbols));
            spaces.processes(new KernelProcesses(this::linux));
        }
        cpus = Cpus.of(notes, spaces, xen, this::linux);
        summary = new Lazy<>(() -> new SummaryWriter(this).write());
    }

    /// {@return the symbols of a space: of `xen`, of a domain's kernel}
    public Fact<SymbolTable> symbols(SpaceId space) {
        Optional<SymbolTable> companion = companions.symbols(space);
        if (companion.isPresent()) {
            return Known.of(companion.get(), companion.get().source());
        }
        return switch (space.kind()) {
            case XEN -> xen().symbols();
            case DOMAIN_VIRTUAL -> linux(space.domain()).symbols();
            default -> new Unknown<>("no symbols belong to %s".formatted(space.text()));
        };
    }

    /// {@return the symbol at or before a place, if its space has symbols}
    public Optional<SymbolOffset> symbolAt(Location where) {
        return symbols(where.space()).value().flatMap(table -> table.at(where.address()));
    }

    /// Reads a location, with an address or a symbol: `dom0:init_task+0x10`, `xen:conring`.
    ///
    /// @throws IllegalArgumentException with one sentence, if it is none
    public Location location(String text) {
        return new LocationResolver(this).resolve(text);
    }

    /// {@return the pCPUs, in note order}. May look for page-table roots.
    public List<PhysicalCpu> physicalCpus() {
        return physicalCpus.get();
    }

    /// {@return what every pCPU and every VCPU was doing}. Reads nothing yet.
    public Cpus cpus() {
        return cpus;
    }

    /// Decodes instructions at a place.
    ///
    /// @param most at most so many
    /// @return what to install, if there is no decoder
    public Fact<Disassembly> disassemble(Location start, int most) {
        return Disassembly.of(this, start, most);
    }

    /// Decodes a range of bytes, with what is missing in it.
    ///
    /// @param bytes at most 1 MiB
    /// @return what to install, if there is no decoder
    public Fact<List<Disassembly.Piece>> disassembleRange(Location start, int bytes) {
        return Disassembly.range(this, start, bytes);
    }

    /// {@return bytes of a word of the machine: 8 on x86_64, 4 on i386}
    int wordBytes() {
        return spaces.xenRoot()
                .value()
                .or(() -> spaces.dom0Root().value())
                .map(root -> root.mode().addressBits() == 32 ? 4 : 8)
                .orElse(8);
    }

    /// {@return what the overview says first}. May look for page-table roots.
    public Summary summary() {
        return summary.get();
    }

    /// Reads what a person typed as a place.
    ///
    /// @param text a location, a bare number, `+0x100`, `mfn 0x12161`, `cpu1.rip`, `note 3` …
    /// @param from where the person is: the space of bare numbers, the start of relative ones
    public Destination destination(String text, Location from) {
        return new DestinationParser(this, from).parse(text);
    }

    /// {@return where else a typed number leads, if the space of its destination has no such byte
    /// but another virtual space does}
    public List<Destination.Goes> elsewhere(Destination destination) {
        return destination instanceof Destination.Goes goes
                ? OtherSpaces.of(this, goes.location())
                : List.of();
    }

    /// {@return what is at a place, in a few words: a field, a symbol, the word of a hole; empty if
    /// nothing is known}
    public String whatIsAt(Location where) {
        if (where.space().equals(SpaceId.FILE)) {
            return field(parts(), where.address());
        }
        return spaces.explain(where)
                .hole()
                .map(hole -> hole.reason().name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .orElseGet(() -> symbolAt(where).map(SymbolOffset::text).orElse(""));
    }

    private static String field(List<Part> parts, long offset) {
        for (Part part : parts) {
            if (!part.covers(offset)) {
                continue;
            }
            String deeper = field(part.children(), offset);
            if (!deeper.isEmpty()) {
                return deeper;
            }
            for (Field field : part.fields()) {
                if (field.covers(offset)) {
                    return part.name() + "." + field.name();
                }
            }
            return part.name();
        }
        return "";
    }

    /// {@return the dump's size and the hash of its headers and notes, by which it is known again
    /// wherever it lies}
    public String key() {
        return DumpKey.of(this);
    }

    /// {@return what is known of the page that holds a byte}
    public PageFacts pageFacts(Location where) {
        return PageFacts.of(spaces.explain(where));
    }

    /// {@return headers, then notes, as a tree}
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>(image.parts());
        parts.addAll(notes.parts());
        return List.copyOf(parts);
    }

    /// {@return what was found wrong so far, worst first, each once}
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>(image.findings());
        findings.addAll(notes.findings());
        findings.addAll(spaces.findings());
        findings.addAll(xen.findings());
        findings.addAll(cpus.findings());
        findings.sort((a, b) -> a.severity().compareTo(b.severity()));
        return findings.stream().distinct().toList();
    }

    @Override
    public void close() {
        image.close();
    }
}
