/// The instructions of the function around a place.
///
/// Front door: {@link org.xenoscope.window.code.CodeView}. Leans on `x86` for instructions and on
/// `symbol` for functions; the text is the room `window.text`'s. Facts are pulled on jobs.
package org.xenoscope.window.code;
