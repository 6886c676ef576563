/// The memory view: hex, minimap, translation steps and fields, inspector.
///
/// Front door: `MemoryView`. The hex view is our own virtualised control over a `Canvas`; it
/// computes visible rows only.
package org.xenoscope.window.memory;
