package org.xenoscope.window.shell;

import org.xenoscope.window.Workbench;
import org.xenoscope.window.state.RecentDump;

import java.nio.file.Path;
import java.util.ArrayList;
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
    public List<Choice> places() {
        List<Choice> all = new ArrayList<>();
        window.withView(shown -> all.addAll(shown.choices()));
        window.state().state().recent().forEach(dump -> all.add(recent(dump)));
        return all;
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
    public void address(String text, Consumer<List<Choice>> answer) {
        window.withView(
                shown -> {
                    Workbench workbench = shown.workbench();
                    workbench
                            .jobs()
                            .start(
                                    "Reading the address",
                                    _ ->
                                            Choices.address(
                                                    workbench.dump(),
                                                    text,
                                                    workbench.navigator().place().location()),
                                    answer,
                                    _ -> {});
                });
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
