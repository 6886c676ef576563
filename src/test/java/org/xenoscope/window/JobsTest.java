package org.xenoscope.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Work away from the JavaFX thread.
class JobsTest {
    @Test
    void doesNotBeginWorkThatWasCancelledWhileItWaitedInLine() throws Exception {
        FxToolkit.registerPrimaryStage();
        CountDownLatch free = new CountDownLatch(1);
        AtomicBoolean ran = new AtomicBoolean();
        try (Jobs jobs = new Jobs()) {
            WaitForAsyncUtils.asyncFx(
                            () -> {
                                int threads =
                                        Math.max(2, Runtime.getRuntime().availableProcessors());
                                for (int i = 0; i < threads; i++) {
                                    jobs.start("Waits", _ -> waitFor(free), _ -> {}, _ -> {});
                                }
                                jobs.start("In line", _ -> ran.getAndSet(true), _ -> {}, _ -> {})
                                        .cancel();
                            })
                    .get();
            free.countDown();
            WaitForAsyncUtils.waitFor(
                    30,
                    TimeUnit.SECONDS,
                    () -> WaitForAsyncUtils.asyncFx(() -> jobs.running().isEmpty()).get());
        }
        assertThat(ran).isFalse();
    }

    private static boolean waitFor(CountDownLatch free) throws InterruptedException {
        free.await();
        return true;
    }
}
