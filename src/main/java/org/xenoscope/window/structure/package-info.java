/// A type laid over a place: fields, values, and the bytes behind each.
///
/// Front door: {@link org.xenoscope.window.structure.StructureView}. Leans on the room `type` for
/// all that it shows. Facts are pulled on jobs.
package org.xenoscope.window.structure;
