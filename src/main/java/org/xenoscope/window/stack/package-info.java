/// The words of a stack, with the frames of its trace.
///
/// Front door: {@link org.xenoscope.window.stack.StackView}. Leans on `cpu` for the words; facts
/// are pulled on jobs.
package org.xenoscope.window.stack;
