package org.xenoscope.linux;

import org.xenoscope.place.Location;

/// A file system that a kernel had mounted.
///
/// @param where its `struct mount`
/// @param device what is mounted, as it was said: `/dev/sda1`, `proc`
/// @param path where it is mounted
/// @param type the kind of file system: `ext4`
public record MountedFileSystem(Location where, String device, String path, String type) {}
