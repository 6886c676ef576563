/// What every physical CPU was doing, as far as the notes tell.
///
/// Front door: {@link org.xenoscope.cpu.PhysicalCpus#of}. Leans on `note`, `image` and `space`.
/// Immutable; any thread may ask.
package org.xenoscope.cpu;
