package org.xenoscope.window;

import org.xenoscope.place.Lazy;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Facts that several views of a dump show: made once, by whoever asks first, and kept for all. Any
/// thread may ask; one that may not wait asks on a job.
public final class SharedFacts {
    private final Map<Class<?>, Lazy<?>> known = new ConcurrentHashMap<>();

    /// {@return the facts of a kind}
    ///
    /// @param maker makes them, if nobody asked before
    public <T> T get(Class<T> kind, Supplier<T> maker) {
        return kind.cast(known.computeIfAbsent(kind, _ -> new Lazy<>(maker)).get());
    }
}
