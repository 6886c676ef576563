/// The words that every room speaks: where something is, why a byte is missing, how a fact is
/// known.
///
/// Front door: {@link org.xenoscope.place.Location}, {@link org.xenoscope.place.Hole}, {@link
/// org.xenoscope.place.Fact}, {@link org.xenoscope.place.Finding}, {@link
/// org.xenoscope.place.Field}, {@link org.xenoscope.place.Progress}. Leans on nothing. Everything
/// here is immutable and may be used from any thread.
package org.xenoscope.place;
