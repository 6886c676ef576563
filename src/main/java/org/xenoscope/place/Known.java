package org.xenoscope.place;

import java.util.Optional;

/// A fact and how it is known.
///
/// @param fact the value
/// @param evidence short words for people: "from CRASH_INFO", "p2m_cr3 in dom0's shared info"
/// @param where the place that the evidence was read at, if it has one
/// @param <T> the type of the value
public record Known<T>(T fact, String evidence, Optional<Location> where) implements Fact<T> {

    /// {@return a fact whose evidence has no single place}
    public static <T> Known<T> of(T fact, String evidence) {
        return new Known<>(fact, evidence, Optional.empty());
    }

    /// {@return a fact that was read at `where`}
    public static <T> Known<T> at(T fact, String evidence, Location where) {
        return new Known<>(fact, evidence, Optional.of(where));
    }
}
