package org.xenoscope.window.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is remembered.
///
/// @param settings the person's choices
/// @param recent dumps that were open, newest first
/// @param dumps where the person was in each, newest first
public record State(Settings settings, List<RecentDump> recent, List<DumpState> dumps) {
    private static final int MOST = 50;

    /// Keeps its own copies, cut to fifty.
    public State {
        recent = List.copyOf(recent.subList(0, Math.min(MOST, recent.size())));
        dumps = List.copyOf(dumps.subList(0, Math.min(MOST, dumps.size())));
    }

    /// {@return the state of a program that was never used}
    public static State fresh() {
        return new State(Settings.usual(), List.of(), List.of());
    }

    /// {@return the same with other settings}
    public State with(Settings other) {
        return new State(other, recent, dumps);
    }

    /// {@return the same with a dump as the newest of the recent ones}
    public State with(RecentDump dump) {
        List<RecentDump> all = new ArrayList<>(recent);
        all.removeIf(other -> other.path().equals(dump.path()));
        all.addFirst(dump);
        return new State(settings, all, dumps);
    }

    /// {@return the same without one of the recent dumps}
    public State without(RecentDump dump) {
        return new State(
                settings, recent.stream().filter(other -> !other.equals(dump)).toList(), dumps);
    }

    /// {@return the same without recent dumps}
    public State withoutRecent() {
        return new State(settings, List.of(), dumps);
    }

    /// {@return the same with what is remembered of one dump}
    public State with(DumpState dump) {
        List<DumpState> all = new ArrayList<>(dumps);
        all.removeIf(other -> other.key().equals(dump.key()));
        all.addFirst(dump);
        return new State(settings, recent, all);
    }

    /// {@return what is remembered of a dump}
    public Optional<DumpState> of(String key) {
        return dumps.stream().filter(dump -> dump.key().equals(key)).findFirst();
    }
}
