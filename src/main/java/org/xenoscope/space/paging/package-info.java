/// Page-table walks: one table of levels per paging mode, one walker for all.
///
/// Front door: {@link org.xenoscope.space.paging.PagingMode}. Leans on `image` and `place`.
/// Immutable; any thread may ask.
package org.xenoscope.space.paging;
