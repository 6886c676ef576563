package org.xenoscope.window.shell;

import org.xenoscope.place.Location;
import org.xenoscope.window.Job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What came so far of the answers to one question. Lives on the JavaFX thread.
final class Answers {
    private final PaletteQuery query;
    private final Map<Choice.Group, List<Choice.Match>> groups = new EnumMap<>(Choice.Group.class);
    private final List<Job> jobs = new ArrayList<>();
    private String why = "";
    private int waiting;

    Answers(PaletteQuery query) {
        this.query = query;
    }

    PaletteQuery query() {
        return query;
    }

    /// Says which jobs will answer.
    void await(List<Job> asked) {
        jobs.addAll(asked);
        waiting += asked.size();
    }

    /// Nobody asks any longer.
    void cancel() {
        jobs.forEach(Job::cancel);
    }

    void put(Choice.Group group, List<Choice.Match> matches) {
        groups.put(group, matches);
    }

    /// A job has answered.
    void come(DumpSearch.Found found) {
        waiting--;
        groups.put(found.group(), found.matches());
        if (!found.why().isEmpty()) {
            why = found.why();
        }
    }

    /// {@return whether all jobs have answered}
    boolean complete() {
        return waiting <= 0;
    }

    /// {@return why there is nothing, in a sentence}
    String why() {
        if (!complete()) {
            return "looking…";
        }
        if (query.only() && !why.isEmpty()) {
            return why;
        }
        return query.words().isEmpty()
                ? "Type to search."
                : "%s is neither an address, a symbol nor a command.".formatted(query.words());
    }

    /// {@return what fits so far, in groups: first those in which something is called exactly as
    /// was typed, then in the order of the headings}
    List<Choice.Match> matches() {
        List<Choice.Group> order = new ArrayList<>(groups.keySet());
        order.sort(Comparator.comparing((Choice.Group group) -> !exact(group)));
        List<Choice.Match> all = new ArrayList<>();
        order.forEach(group -> all.addAll(groups.getOrDefault(group, List.of())));
        List<Location> named =
                groups.getOrDefault(Choice.Group.SYMBOLS, List.of()).stream()
                        .flatMap(match -> place(match).stream())
                        .toList();
        // a name that was typed whole stands among the symbols already
        all.removeIf(
                match ->
                        match.choice().group() == Choice.Group.ADDRESS
                                && place(match).filter(named::contains).isPresent());
        return all;
    }

    private static Optional<Location> place(Choice.Match match) {
        return match.choice().does() instanceof Choice.Does.Go(Location location, long _)
                ? Optional.of(location)
                : Optional.empty();
    }

    private boolean exact(Choice.Group group) {
        Optional<Choice.Match> best = groups.getOrDefault(group, List.of()).stream().findFirst();
        return best.filter(
                        match ->
                                group == Choice.Group.ADDRESS
                                        || match.choice().title().equalsIgnoreCase(query.words()))
                .isPresent();
    }
}
