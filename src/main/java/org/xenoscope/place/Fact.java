package org.xenoscope.place;

import java.util.Optional;

/// Something about the crashed machine: {@link Known} with its evidence, or {@link Unknown} with
/// the reason. Never null, never a made-up default.
///
/// @param <T> the type of the value
public sealed interface Fact<T> permits Known, Unknown {

    /// {@return the value, if it is known}
    default Optional<T> value() {
        return switch (this) {
            case Known<T> known -> Optional.of(known.fact());
            case Unknown<T> _ -> Optional.empty();
        };
    }
}
