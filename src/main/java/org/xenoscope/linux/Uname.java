package org.xenoscope.linux;

/// What `uname` tells of a kernel (`struct new_utsname`, six times char[65]).
///
/// @param system `Linux`
/// @param node the host's name
/// @param release `6.1.0-44-amd64`
/// @param version `#1 SMP …`
/// @param machine `x86_64`
public record Uname(String system, String node, String release, String version, String machine) {}
