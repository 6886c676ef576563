/// Dumps in makedumpfile's own format (kdump-compressed, and diskdump before it) as machine memory:
/// two bitmaps, a table of page descriptors, pages that are stored raw or compressed.
///
/// Front door: {@link org.xenoscope.image.kdump.KdumpImage#of}. Nothing is read at open but
/// headers; the bitmaps are counted when the first page is asked for, and pages that were
/// decompressed are kept within a bound. Any thread may read.
package org.xenoscope.image.kdump;
