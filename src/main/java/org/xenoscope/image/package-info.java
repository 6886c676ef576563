/// A dump file as machine memory and notes, whatever its container; recognises every kind of file
/// that a person may drop.
///
/// Front door: {@link org.xenoscope.image.ImageFile#open}, which gives an {@link
/// org.xenoscope.image.Image} or says in one sentence what the file is instead. Leans on `bytes`
/// and `place`. Images are immutable once open; any thread may read.
package org.xenoscope.image;
