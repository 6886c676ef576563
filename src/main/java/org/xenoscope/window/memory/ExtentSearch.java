package org.xenoscope.window.memory;

import org.xenoscope.place.SpaceId;
import org.xenoscope.window.Job;
import org.xenoscope.window.Workbench;

import java.util.Optional;
import java.util.function.Consumer;

/// Looks for the readable memory of a space in short jobs, so that what was found shows soon and
/// reading is never kept waiting behind the search.
final class ExtentSearch {
    private final Workbench workbench;
    private final Consumer<Extents> found;
    private Optional<Job> looking = Optional.empty();
    private Extents extents = Extents.none();

    /// @param found told what is known whenever it grows
    ExtentSearch(Workbench workbench, Consumer<Extents> found) {
        this.workbench = workbench;
        this.found = found;
    }

    Extents extents() {
        return extents;
    }

    /// Begins with another space.
    void look(SpaceId space) {
        stop();
        extents = Extents.none();
        found.accept(extents);
        goOn(space);
    }

    private void goOn(SpaceId space) {
        Extents known = extents;
        looking =
                Optional.of(
                        workbench
                                .jobs()
                                .start(
                                        "Looking for the readable memory of " + space.text(),
                                        progress ->
                                                known.more(
                                                        workbench.dump().spaces().get(space),
                                                        Extents.STEPS,
                                                        progress),
                                        more -> {
                                            extents = more;
                                            found.accept(more);
                                            if (more.goesOn()) {
                                                goOn(space);
                                            }
                                        },
                                        _ -> {}));
    }

    void stop() {
        looking.ifPresent(Job::cancel);
    }
}
