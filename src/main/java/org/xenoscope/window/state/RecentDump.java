package org.xenoscope.window.state;

/// A dump that was open.
///
/// @param path absolute
/// @param versions "Xen 4.17.7"; empty if not known
/// @param cause what happened, in a few words; empty if not known
/// @param opened when it was opened last, seconds since 1970
public record RecentDump(String path, String versions, String cause, long opened) {}
