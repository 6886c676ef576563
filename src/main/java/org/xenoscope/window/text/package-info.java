/// Text to read: logs, code, reports. Lines with styles and links, selection over lines, find.
///
/// Front door: {@link org.xenoscope.window.text.TextView}, which is given {@link
/// org.xenoscope.window.text.TextLine}s. For the JavaFX thread; lines may be made on any.
package org.xenoscope.window.text;
