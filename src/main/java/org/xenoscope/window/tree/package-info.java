/// The tree of headers, notes and spaces.
///
/// Front door: {@link org.xenoscope.window.tree.DumpTree}. Follows and steers the navigator.
package org.xenoscope.window.tree;
