/// Flattened files, as makedumpfile sends them through a pipe (`-F`): records of a file's bytes in
/// the order they were written. Either kind of dump may be inside.
///
/// Front door: {@link org.xenoscope.image.flat.FlatFile#of}. Opening reads the head of every record
/// and nothing else. Any thread may read.
package org.xenoscope.image.flat;
