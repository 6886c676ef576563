package org.xenoscope.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

class LazyTest {
    private static final Progress STOPPED =
            new Progress() {
                @Override
                public void report(long done, long total) {}

                @Override
                public boolean cancelled() {
                    return true;
                }
            };

    @Test
    void computesOnce() {
        AtomicInteger calls = new AtomicInteger();
        Lazy<Integer> lazy = new Lazy<>(calls::incrementAndGet);
        assertThat(lazy.peek()).isEmpty();
        assertThat(lazy.get()).isEqualTo(1);
        assertThat(lazy.get()).isEqualTo(1);
        assertThat(lazy.peek()).contains(1);
    }

    @Test
    void forgetsWorkThatWasStoppedSoThatTheNextQuestionDoesItAgain() {
        AtomicInteger calls = new AtomicInteger();
        Lazy<Integer> inner =
                new Lazy<>(
                        () -> {
                            Progress.current().check();
                            return calls.incrementAndGet();
                        });
        Lazy<Integer> outer = new Lazy<>(() -> inner.get() + 10);
        assertThatThrownBy(() -> ScopedValue.where(Progress.CURRENT, STOPPED).call(outer::get))
                .isInstanceOf(CancellationException.class);
        assertThat(outer.peek()).isEmpty();
        assertThat(outer.get()).isEqualTo(11);
    }

    @Test
    void remembersAFailure() {
        AtomicInteger calls = new AtomicInteger();
        Lazy<Integer> lazy =
                new Lazy<>(
                        () -> {
                            calls.incrementAndGet();
                            throw new IllegalArgumentException("damaged");
                        });
        assertThatThrownBy(lazy::get).hasRootCauseMessage("damaged");
        assertThatThrownBy(lazy::get).hasRootCauseMessage("damaged");
        assertThat(calls).hasValue(1);
    }

    @Test
    @Timeout(10)
    void failsWhenAValueAsksForItself() {
        List<Lazy<Integer>> ring = new ArrayList<>();
        ring.add(new Lazy<>(() -> ring.get(1).get()));
        ring.add(new Lazy<>(() -> ring.get(0).get()));
        assertThatThrownBy(ring.get(0)::get)
                .hasRootCauseMessage("a fact asks for itself while it is looked for");
        assertThatThrownBy(ring.get(1)::get)
                .hasRootCauseMessage("a fact asks for itself while it is looked for");
    }
}
