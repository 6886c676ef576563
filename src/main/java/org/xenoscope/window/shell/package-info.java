/// The frame of the window: stage, toolbar, address field, palette, tabs, status bar, progress,
/// opening and dropping.
///
/// Front door: `XenoscopeApplication`. Owns the actions and their keys.
package org.xenoscope.window.shell;
