package org.xenoscope.linux;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Lazy;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.SpaceReader;
import org.xenoscope.space.Spaces;
import org.xenoscope.symbol.SymbolTable;
import org.xenoscope.type.TypeSystem;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// The Linux kernel of one PV domain, recovered from its own bytes.
///
/// Nothing is read until a fact is asked for; each is found once and remembered, and says how it is
/// known, or why not. Any thread may ask; the first question of some facts takes a good part of a
/// second.
public final class Linux {
    private final int domain;
    private final Kernel kernel;
    private final Lazy<Fact<Uname>> uname;
    private final Lazy<Fact<String>> commandLine;
    private final Lazy<Fact<String>> buildId;
    private final Lazy<Fact<Long>> taint;
    private final Lazy<Fact<String>> configuration;
    private final Lazy<Fact<KernelLog>> log;
    private final Lazy<Fact<PerCpuAreas>> perCpu;
    private final Lazy<Fact<TaskList>> tasks;
    private final Lazy<List<CurrentTask>> current;
    private final Lazy<Fact<ModuleList>> modules;
    private final Lazy<Fact<SymbolTable>> symbols;
    private final Lazy<Map<String, Optional<TypeSystem>>> moduleTypes;
    private final Lazy<Fact<Panic>> panic;
    private final Lazy<Fact<List<MountedFileSystem>>> mounts;

    private Linux(int domain, Spaces spaces, Optional<SymbolTable> companion) {
        this.domain = domain;
        kernel = new Kernel(domain, spaces, companion);
        uname = identity(Identity::uname);
        commandLine = identity(Identity::commandLine);
        buildId = identity(Identity::buildId);
        taint = identity(Identity::taint);
        configuration = identity(Identity::configuration);
        log = fact(LogReader::read);
        perCpu = fact(PerCpuAreas::read);
        modules = fact(ModuleReader::read);
        tasks =
                fact(
                        memory ->
                                TaskReader.read(
                                        memory,
                                        perCpu().value().orElse(new PerCpuAreas(List.of())),
                                        kernel.image().orElseThrow()));
        current = new Lazy<>(this::readCurrent);
        symbols = new Lazy<>(this::mergeSymbols);
        moduleTypes = new Lazy<>(HashMap::new);
        panic = fact(memory -> PanicFinder.find(memory, log(), current()));
        mounts =
                fact(
                        memory ->
                                tasks().value()
                                        .flatMap(list -> list.tasks().stream().findFirst())
                                        .map(init -> mounts(init))
                                        .orElseGet(() -> new Unknown<>("its tasks are not known")));
    }

    /// Looks at the kernel of a domain. Reads nothing yet.
    public static Linux of(int domain, Spaces spaces) {
        return new Linux(domain, spaces, Optional.empty());
    }

    /// Looks at the kernel of a domain with symbols from elsewhere, which are taken if its own
    /// table is missing. Reads nothing yet.
    ///
    /// @param symbols of the very build that ran
    public static Linux with(int domain, Spaces spaces, SymbolTable symbols) {
        return new Linux(domain, spaces, Optional.of(symbols));
    }

    private <T> Lazy<Fact<T>> fact(Function<KernelMemory, Fact<T>> finder) {
        return new Lazy<>(
                () ->
                        switch (kernel.memory()) {
                            case Known<KernelMemory> known -> finder.apply(known.fact());
                            case Unknown<KernelMemory> unknown -> new Unknown<>(unknown.reason());
                        });
    }

    private <T> Lazy<Fact<T>> identity(Function<Identity, Fact<T>> finder) {
        return fact(memory -> finder.apply(new Identity(memory, kernel.image().orElseThrow())));
    }

    /// {@return the number of the domain}
    public int domain() {
        return domain;
    }

    /// {@return the name of the kernel's virtual memory}
    public SpaceId space() {
        return kernel.space();
    }

    /// {@return a reader of the kernel's virtual memory}
    public SpaceReader reader() {
        return kernel.reader();
    }

    /// {@return the text that the kernel says first when it starts, at its place}
    public Fact<String> banner() {
        return kernel.banner();
    }

    /// {@return where the kernel's image begins and how many bytes it spans}
    public Fact<ImageExtent> image() {
        return kernel.extent();
    }

    /// {@return its names: host, release, version}
    public Fact<Uname> uname() {
        return uname.get();
    }

    /// {@return its release: `6.1.0-44-amd64`}
    public Fact<String> release() {
        return switch (uname()) {
            case Known<Uname> known ->
                    new Known<>(known.fact().release(), known.evidence(), known.where());
            case Unknown<Uname> unknown -> new Unknown<>(unknown.reason());
        };
    }

    /// {@return what it was started with}
    public Fact<String> commandLine() {
        return commandLine.get();
    }

    /// {@return its build id in hex}
    public Fact<String> buildId() {
        return buildId.get();
    }

    /// {@return its taint, a bit each; see {@link Taint}}
    public Fact<Long> taint() {
        return taint.get();
    }

    /// {@return the text of its configuration}
    public Fact<String> configuration() {
        return configuration.get();
    }

    /// {@return what it wrote for tools that read dumps}
    public Fact<KernelInfo> info() {
        return switch (kernel.memory()) {
            case Known<KernelMemory> known ->
                    known.fact()
                            .info()
                            .<Fact<KernelInfo>>map(info -> Known.of(info, "its memory"))
                            .orElseGet(() -> new Unknown<>("no VMCOREINFO is in its memory"));
            case Unknown<KernelMemory> unknown -> new Unknown<>(unknown.reason());
        };
    }

    /// {@return the symbols of the kernel itself}
    public Fact<SymbolTable> kernelSymbols() {
        return kernel.symbols();
    }

    /// {@return the symbols of the kernel and of its modules}
    public Fact<SymbolTable> symbols() {
        return symbols.get();
    }

    private Fact<SymbolTable> mergeSymbols() {
        if (!(kernel.symbols() instanceof Known<SymbolTable> own)
                || !(kernel.memory() instanceof Known<KernelMemory> memory)) {
            return kernel.symbols();
        }
        List<KernelModule> loaded =
                modules().value().map(ModuleList::modules).orElse(List.of()).stream()
                        .filter(module -> module.symbols().isPresent())
                        .toList();
        SymbolTable merged =
                loaded.isEmpty()
                        ? own.fact()
                        : ModuleSymbols.merge(memory.fact().reader(), own.fact(), loaded);
        return new Known<>(merged, own.evidence(), own.where());
    }

    /// {@return its types}
    public Fact<TypeSystem> types() {
        return kernel.types();
    }

    /// {@return the kernel's types and those of a module; the kernel's alone if the module's are
    /// not kept}
    public Fact<TypeSystem> types(KernelModule module) {
        Optional<TypeSystem> extended;
        Map<String, Optional<TypeSystem>> known = moduleTypes.get();
        synchronized (known) {
            extended =
                    known.computeIfAbsent(
                            module.name(),
                            _ ->
                                    kernel.memory()
                                            .value()
                                            .flatMap(memory -> ModuleTypes.of(memory, module)));
        }
        return extended.<Fact<TypeSystem>>map(
                        types -> Known.of(types, "btf_modules in the kernel's memory"))
                .orElseGet(this::types);
    }

    /// {@return its log}
    public Fact<KernelLog> log() {
        return log.get();
    }

    /// {@return whether and why it panicked}
    public Fact<Panic> panic() {
        return panic.get();
    }

    /// {@return where its VCPUs have their own variables}
    public Fact<PerCpuAreas> perCpu() {
        return perCpu.get();
    }

    /// {@return its tasks}
    public Fact<TaskList> tasks() {
        return tasks.get();
    }

    /// {@return bytes of a process that were in RAM}
    public Fact<Long> resident(Task task) {
        return switch (kernel.memory()) {
            case Unknown<KernelMemory> unknown -> new Unknown<>(unknown.reason());
            case Known<KernelMemory> known ->
                    new TaskMemory(
                                    known.fact(),
                                    perCpu().value().map(PerCpuAreas::areas).orElse(List.of()))
                            .resident(task, threads(task));
        };
    }

    private List<Task> threads(Task task) {
        return tasks().value().map(TaskList::tasks).orElse(List.of()).stream()
                .filter(other -> other.tgid() == task.tgid() && !other.idle())
                .toList();
    }

    /// {@return what each of its VCPUs was running, by number; empty if that is not known}
    public List<CurrentTask> current() {
        return current.get();
    }

    private List<CurrentTask> readCurrent() {
        List<CurrentTask> found = new ArrayList<>();
        if (kernel.memory() instanceof Known<KernelMemory> memory) {
            for (PerCpuAreas.Area area :
                    perCpu().value().map(PerCpuAreas::areas).orElse(List.of())) {
                OptionalLong pointer = CurrentTasks.pointer(memory.fact(), area);
                if (pointer.isPresent()) {
                    Location where = reader().at(pointer.getAsLong());
                    Optional<Task> task = tasks().value().flatMap(list -> list.at(where));
                    // a VCPU that never came up has the first one's value
                    boolean other =
                            task.isPresent()
                                    && task.get().cpu().isPresent()
                                    && task.get().cpu().getAsInt() != area.cpu();
                    if (!other) {
                        found.add(new CurrentTask(area.cpu(), where, task));
                    }
                }
            }
        }
        return List.copyOf(found);
    }

    /// {@return its modules}
    public Fact<ModuleList> modules() {
        return modules.get();
    }

    /// {@return the file systems that its first task sees mounted}
    public Fact<List<MountedFileSystem>> mounts() {
        return mounts.get();
    }

    /// {@return the file systems that a task sees mounted}
    public Fact<List<MountedFileSystem>> mounts(Task task) {
        return files(reader -> reader.mounts(task.where().address()));
    }

    /// {@return the files that a task has open}
    public Fact<List<OpenFile>> files(Task task) {
        return files(reader -> reader.files(task.where().address()));
    }

    private <T> Fact<T> files(Function<FileReader, Fact<T>> question) {
        return switch (kernel.memory()) {
            case Known<KernelMemory> known -> question.apply(new FileReader(known.fact()));
            case Unknown<KernelMemory> unknown -> new Unknown<>(unknown.reason());
        };
    }

    /// {@return a symbol's name and the distance from it, if an address is near one: `panic+0x10`}
    public Optional<String> nameOf(long address) {
        return symbols().value().flatMap(table -> table.at(address)).map(Object::toString);
    }
}
