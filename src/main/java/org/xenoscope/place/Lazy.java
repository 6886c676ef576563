package org.xenoscope.place;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// A value that is computed when first asked for, once, by the thread that asks; others that ask
/// meanwhile wait for it.
///
/// @param <T> the type of the value
public final class Lazy<T> {
    private final FutureTask<T> task;

    /// Makes the value; computes nothing yet.
    public Lazy(Supplier<T> supplier) {
        task = new FutureTask<>(supplier::get);
    }

    /// {@return the value}
    public T get() {
        task.run();
        try {
            return task.get();
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a fact was looked for", exception);
        } catch (ExecutionException exception) {
            throw new IllegalStateException("a fact could not be computed", exception.getCause());
        }
    }

    /// {@return the value, if it has been computed}
    public Optional<T> peek() {
        return task.state() == java.util.concurrent.Future.State.SUCCESS
                ? Optional.of(task.resultNow())
                : Optional.empty();
    }
}
