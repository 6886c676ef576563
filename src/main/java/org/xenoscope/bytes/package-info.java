/// Files of any size as mapped memory, read little-endian.
///
/// The only room that opens a dump file. Front door: {@link org.xenoscope.bytes.MappedFile#open};
/// other rooms read through {@link org.xenoscope.bytes.ByteSource}. Leans on `place`. Any thread
/// may read; closing is one place, and a read after it is a clear exception.
package org.xenoscope.bytes;
