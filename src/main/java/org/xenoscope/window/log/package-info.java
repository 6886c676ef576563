/// What both kernels logged: dom0's printk records and Xen's console, one above the other.
///
/// Front door: {@link org.xenoscope.window.log.LogsView}. Facts are pulled on jobs; the text itself
/// is the room `window.text`'s. For the JavaFX thread, but for what jobs build.
package org.xenoscope.window.log;
