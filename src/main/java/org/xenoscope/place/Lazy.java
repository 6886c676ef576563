package org.xenoscope.place;

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// A value that is computed when first asked for, once, by the thread that asks; others that ask
/// meanwhile wait for it.
///
/// Work that was stopped ({@link CancellationException}) is not remembered: whoever asks next
/// computes the value again.
///
/// @param <T> the type of the value
public final class Lazy<T> {
    private final Supplier<T> supplier;
    private volatile FutureTask<T> task;

    /// The thread that computes the value just now.
    private volatile Optional<Thread> computing = Optional.empty();

    /// Makes the value; computes nothing yet.
    public Lazy(Supplier<T> supplier) {
        this.supplier = supplier;
        task = new FutureTask<>(this::compute);
    }

    /// {@return the value}
    ///
    /// @throws CancellationException if the job of this thread was cancelled while it computed
    /// @throws IllegalStateException if the value asks for itself, which could never end
    public T get() {
        while (true) {
            FutureTask<T> asked = task;
            if (computing.filter(Thread.currentThread()::equals).isPresent()) {
                throw new IllegalStateException("a fact asks for itself while it is looked for");
            }
            asked.run();
            try {
                return asked.get();
            } catch (InterruptedException exception) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(
                        "interrupted while a fact was looked for", exception);
            } catch (ExecutionException exception) {
                if (!(exception.getCause() instanceof CancellationException)) {
                    throw new IllegalStateException(
                            "a fact could not be computed", exception.getCause());
                }
                again(asked);
                // another thread's job was stopped, not this one's: then compute it here
                Progress.current().check();
            }
        }
    }

    private T compute() {
        computing = Optional.of(Thread.currentThread());
        try {
            return supplier.get();
        } finally {
            computing = Optional.empty();
        }
    }

    private synchronized void again(FutureTask<T> stopped) {
        if (task.equals(stopped)) {
            task = new FutureTask<>(this::compute);
        }
    }

    /// {@return the value, if it has been computed}
    public Optional<T> peek() {
        FutureTask<T> asked = task;
        return asked.state() == Future.State.SUCCESS
                ? Optional.of(asked.resultNow())
                : Optional.empty();
    }
}
