package org.xenoscope.window.log;

/// A line of a log as a person reads it.
///
/// @param stamp its time stamp or source, as it stands before the line; may be empty
/// @param level how grave it is
/// @param text what it says
record LogLine(String stamp, LogLevel level, String text) {}
