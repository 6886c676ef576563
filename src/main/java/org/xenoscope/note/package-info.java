/// Notes decoded: owner and type together say what a note is; each becomes a record with named
/// fields and the bytes they came from. Unknown ones are kept raw.
///
/// Front door: {@link org.xenoscope.note.Notes#of}. Leans on `image`, `bytes` and `place`.
/// Immutable; any thread may ask.
package org.xenoscope.note;
