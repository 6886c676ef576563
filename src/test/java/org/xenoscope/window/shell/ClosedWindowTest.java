package org.xenoscope.window.shell;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;
import org.xenoscope.dump.Dump;
import org.xenoscope.window.state.StateFile;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What is left of a window that was closed: nothing.
class ClosedWindowTest {
    private static final int CYCLES = 3;
    private static final int SECONDS = 30;

    @TempDir Path folder;

    @Test
    void letsGoOfAWindowAndItsDumpWhenItCloses() throws Exception {
        Path dump = Sitting.forge(folder);
        List<WeakReference<?>> past = new ArrayList<>();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            openAndClose(dump, past);
        }
        // what JavaFX itself remembers of the last window is replaced by a further one
        try (Sitting last = Sitting.empty(StateFile.none())) {
            last.settle();
            WaitForAsyncUtils.waitFor(
                    SECONDS,
                    TimeUnit.SECONDS,
                    () -> past.stream().allMatch(ClosedWindowTest::gone));
        }
    }

    private static void openAndClose(Path dump, List<WeakReference<?>> past) throws Exception {
        try (Sitting sitting = Sitting.of(dump)) {
            for (String id : List.of("memory", "cpus", "logs", "findings", "keys")) {
                sitting.act(id);
            }
            sitting.go("dom0:0xffffffff81008040");
            past.add(new WeakReference<>(sitting.window));
            past.add(new WeakReference<Dump>(sitting.view().workbench().dump()));
        }
    }

    private static boolean gone(WeakReference<?> reference) {
        if (reference.get() != null) {
            System.gc();
        }
        return reference.get() == null;
    }
}
