package org.xenoscope.place;

/// A fact that could not be found.
///
/// @param reason why, as words that can follow "unknown: "
/// @param <T> the type that the value would have
public record Unknown<T>(String reason) implements Fact<T> {}
