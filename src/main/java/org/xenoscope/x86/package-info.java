/// The processor's own words: instructions decoded, flags, control registers, selectors and
/// exceptions named.
///
/// Front doors: {@link org.xenoscope.x86.Decoders} for instructions, {@link
/// org.xenoscope.x86.CallBefore} for what a return address must have before it, {@link
/// org.xenoscope.x86.Flags}, {@link org.xenoscope.x86.Selectors} and {@link
/// org.xenoscope.x86.Vectors} for words. Leans on `place` alone; reads no dump. Immutable; any
/// thread may ask.
package org.xenoscope.x86;
