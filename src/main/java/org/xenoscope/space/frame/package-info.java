/// Xen's frame table: for each machine frame whose it is and what it is used for.
///
/// Front door: {@link org.xenoscope.space.frame.FrameTable}, which proves its own layout, and
/// {@link org.xenoscope.space.frame.FrameUse}. Leans on `image` and `space.paging`. Immutable; any
/// thread may ask.
package org.xenoscope.space.frame;
