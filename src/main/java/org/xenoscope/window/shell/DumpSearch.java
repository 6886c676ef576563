package org.xenoscope.window.shell;

import org.xenoscope.dump.Destination;
import org.xenoscope.dump.Dump;
import org.xenoscope.linux.CurrentTask;
import org.xenoscope.linux.Linux;
import org.xenoscope.linux.Panic;
import org.xenoscope.linux.Task;
import org.xenoscope.linux.TaskList;
import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.symbol.Symbol;
import org.xenoscope.symbol.SymbolTable;
import org.xenoscope.window.Job;
import org.xenoscope.window.Tag;
import org.xenoscope.window.Workbench;
import org.xenoscope.window.structure.StructureQuery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Looks through a dump for what a person types: addresses, symbols, tasks, places and notes, each
/// on a job of its own, so that the quick ones answer while the others still look.
final class DumpSearch {
    private final Workbench workbench;
    private final Supplier<List<Choice>> places;

    /// An answer of one group.
    ///
    /// @param why why the group has nothing to offer at all, in a sentence; else empty
    record Found(Choice.Group group, List<Choice.Match> matches, String why) {}

    /// @param places the places of the dump, as far as they are known
    DumpSearch(Workbench workbench, Supplier<List<Choice>> places) {
        this.workbench = workbench;
        this.places = places;
    }

    /// Reads the names of both kernels, and {@return how many there are}
    int names() {
        return List.of(SpaceId.DOM0, SpaceId.XEN).stream()
                .mapToInt(
                        space ->
                                workbench
                                        .dump()
                                        .symbols(space)
                                        .value()
                                        .map(SymbolTable::size)
                                        .orElse(0))
                .sum();
    }

    /// Starts looking. Call on the JavaFX thread; the answers come there, one for each job.
    ///
    /// @return the jobs, to be cancelled when the question is no longer asked
    List<Job> start(PaletteQuery query, Consumer<Found> answer) {
        Dump dump = workbench.dump();
        String words = query.words();
        List<Job> jobs = new ArrayList<>();
        if (query.asks(Choice.Group.ADDRESS) && !words.isEmpty()) {
            Location from = workbench.navigator().place().location();
            jobs.add(ask("Reading the address", () -> addresses(words, from), answer));
        }
        if (query.asks(Choice.Group.SYMBOLS) && !words.isEmpty()) {
            jobs.add(ask("Looking for symbols", () -> symbols(dump, query), answer));
        }
        if (query.asks(Choice.Group.TASKS) && (query.only() || !words.isEmpty())) {
            jobs.add(ask("Looking for tasks", () -> tasks(dump, query), answer));
        }
        List<Choice> known = places.get();
        for (Choice.Group group : List.of(Choice.Group.PLACES, Choice.Group.NOTES)) {
            if (query.asks(group)) {
                jobs.add(ask("Looking for places", () -> places(known, query, group), answer));
            }
        }
        return jobs;
    }

    private Job ask(String title, Supplier<Found> work, Consumer<Found> answer) {
        return workbench.jobs().ask(title, _ -> work.get(), answer, _ -> {});
    }

    private Found addresses(String words, Location from) {
        List<Choice.Match> matches = new ArrayList<>();
        structure(words, from).ifPresent(choice -> matches.add(plain(choice)));
        Choices.address(workbench.dump(), words, from)
                .forEach(choice -> matches.add(plain(choice)));
        return new Found(Choice.Group.ADDRESS, matches, "");
    }

    /// {@return the choice that lays a type over a place, if the words ask for one}
    private Optional<Choice> structure(String words, Location from) {
        return StructureQuery.parse(words)
                .filter(query -> query.lay(workbench.dump(), from) instanceof Destination.Goes)
                .map(
                        query ->
                                new Choice(
                                        Choice.Group.ADDRESS,
                                        words,
                                        "in the structure view",
                                        "",
                                        Optional.empty(),
                                        new Choice.Does.Run(
                                                () ->
                                                        workbench
                                                                .desk()
                                                                .ask(ViewKinds.STRUCTURE, words))));
    }

    private static Choice.Match plain(Choice choice) {
        return new Choice.Match(choice, List.of(), 0);
    }

    private static Found symbols(Dump dump, PaletteQuery query) {
        int most = query.most(Choice.Group.SYMBOLS);
        List<Choice> choices = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (SpaceId space : List.of(SpaceId.DOM0, SpaceId.XEN)) {
            switch (dump.symbols(space)) {
                case Known<SymbolTable> known ->
                        known.fact().matching(query.words(), most).stream()
                                .filter(Symbol::place)
                                .forEach(symbol -> choices.add(choice(space, symbol)));
                case Unknown<SymbolTable> unknown ->
                        missing.add("%s: %s".formatted(Tag.name(space), unknown.reason()));
            }
        }
        String why =
                missing.size() < 2
                        ? ""
                        : "No symbols: %s, and no symbol file is in use. Drop vmlinux or System.map here."
                                .formatted(String.join("; ", missing));
        return new Found(Choice.Group.SYMBOLS, Fuzzy.best(query.words(), choices, most), why);
    }

    private static Choice choice(SpaceId space, Symbol symbol) {
        return new Choice(
                Choice.Group.SYMBOLS,
                symbol.name(),
                "%s, %s%s"
                        .formatted(
                                Tag.name(space),
                                symbol.kind(),
                                symbol.module().map(name -> " [" + name + "]").orElse("")),
                "0x%016x".formatted(symbol.address()),
                Optional.of(space),
                new Choice.Does.Go(new Location(space, symbol.address()), 1));
    }

    private static Found tasks(Dump dump, PaletteQuery query) {
        Linux linux = dump.linux();
        Fact<TaskList> list = linux.tasks();
        if (list instanceof Unknown<TaskList> unknown) {
            return new Found(
                    Choice.Group.TASKS,
                    List.of(),
                    "dom0's task list was not found: %s.".formatted(unknown.reason()));
        }
        Map<Task, Integer> running = new HashMap<>();
        for (CurrentTask current : linux.current()) {
            current.task().ifPresent(task -> running.put(task, current.cpu()));
        }
        Optional<Task> panicked = linux.panic().value().flatMap(Panic::task);
        List<Choice> choices =
                list.value().map(TaskList::tasks).orElse(List.of()).stream()
                        .sorted(
                                Comparator.comparing(
                                                (Task task) -> !panicked.equals(Optional.of(task)))
                                        .thenComparing(task -> !running.containsKey(task))
                                        .thenComparingInt(Task::pid))
                        .map(
                                task ->
                                        choice(
                                                task,
                                                panicked.equals(Optional.of(task)),
                                                Optional.ofNullable(running.get(task))))
                        .toList();
        int most = query.most(Choice.Group.TASKS);
        return new Found(Choice.Group.TASKS, Fuzzy.best(query.words(), choices, most), "");
    }

    private static Choice choice(Task task, boolean panicked, Optional<Integer> vcpu) {
        String where = vcpu.map(number -> "on VCPU " + number).orElse(task.state().words());
        return new Choice(
                Choice.Group.TASKS,
                "task " + task.label(),
                panicked ? "panicked " + where : where,
                task.where().hex(),
                Optional.of(new SpaceId(SpaceId.Kind.TASK, 0, task.pid())),
                new Choice.Does.Go(task.where(), 1));
    }

    /// {@return the spaces of the dump, those of its domains too} Looks for all roots: on a job.
    List<Choice> spaces(Consumer<SpaceId> go) {
        Dump dump = workbench.dump();
        dump.spaces().domains();
        return dump.spaces().all().stream()
                .map(
                        space ->
                                new Choice(
                                        Choice.Group.PLACES,
                                        Tag.name(space.id()),
                                        space.id().text() + ":",
                                        "",
                                        Optional.of(space.id()),
                                        new Choice.Does.Run(() -> go.accept(space.id()))))
                .toList();
    }

    /// {@return the memory of each task of dom0} Reads them: on a job.
    List<Choice> taskSpaces(Consumer<SpaceId> go) {
        return workbench
                .dump()
                .linux()
                .tasks()
                .value()
                .map(TaskList::tasks)
                .orElse(List.of())
                .stream()
                .filter(task -> !task.idle())
                .map(
                        task -> {
                            SpaceId id = new SpaceId(SpaceId.Kind.TASK, 0, task.pid());
                            return new Choice(
                                    Choice.Group.TASKS,
                                    "task " + task.label(),
                                    id.text() + ":",
                                    "",
                                    Optional.of(id),
                                    new Choice.Does.Run(() -> go.accept(id)));
                        })
                .toList();
    }

    private static Found places(List<Choice> known, PaletteQuery query, Choice.Group group) {
        List<Choice> own = known.stream().filter(choice -> choice.group() == group).toList();
        return new Found(group, Fuzzy.best(query.words(), own, query.most(group)), "");
    }
}
