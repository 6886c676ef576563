/// Where is the memory? Translation between the spaces of one dump.
///
/// Front door: {@link org.xenoscope.space.Spaces}, {@link org.xenoscope.space.Space#locate} (fast,
/// allocates nothing) and {@link org.xenoscope.space.Space#explain} (every step). Leans on `image`
/// for machine memory and on `note` for roots; knows nothing of symbols or of the window. Any
/// thread may ask.
package org.xenoscope.space;
