package org.xenoscope.window.shell;

import org.xenoscope.window.Job;
import org.xenoscope.window.state.RecentDump;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What the palette of a window offers besides its actions: the places of its dump, and the recent
/// dumps.
final class PalettePlaces implements Palette.Source {
    private final DumpWindow window;

    PalettePlaces(DumpWindow window) {
        this.window = window;
    }

    @Override
    public List<Choice> recent() {
        return window.state().state().recent().stream().map(this::recent).toList();
    }

    private Choice recent(RecentDump dump) {
        return new Choice(
                Choice.Group.RECENT,
                dump.path(),
                dump.cause(),
                "",
                Optional.empty(),
                new Choice.Does.Run(() -> window.open(Path.of(dump.path()), Optional.empty())));
    }

    @Override
    public List<Job> search(PaletteQuery query, Consumer<DumpSearch.Found> answer) {
        return window.viewProperty()
                .get()
                .map(shown -> shown.search().start(query, answer))
                .orElse(List.of());
    }

    @Override
    public void go(Choice.Does.Go place, boolean newTab) {
        window.withView(
                shown -> {
                    if (newTab) {
                        shown.navigator().goInNewTab(place.location(), place.length());
                    } else {
                        shown.navigator().go(place.location(), place.length());
                    }
                });
    }
}
