/// What the program remembers between sittings: settings, recent dumps, and where the person was in
/// each dump. Never written beside a dump.
///
/// Front door: {@link org.xenoscope.window.state.StateFile}. May be used from the JavaFX thread; it
/// writes on a thread of its own.
package org.xenoscope.window.state;
