package org.xenoscope.cpu.trace;

import org.xenoscope.place.Location;

import java.util.Optional;

/// One frame of a call trace.
///
/// @param code the instruction: where the function goes on when what it called returns, or where it
///   was interrupted
/// @param name `vfs_write+0xc7`, with ` [module]` behind; the address if no symbol is there
/// @param stack where the address of the instruction was read; empty for a register
/// @param grade how sure it is
/// @param how how it was found, in words
public record TraceFrame(
        Location code, String name, Optional<Location> stack, Grade grade, String how)
        implements TraceLine {}
