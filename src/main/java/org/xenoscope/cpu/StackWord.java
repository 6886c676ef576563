package org.xenoscope.cpu;

import org.xenoscope.place.Location;

import java.util.Optional;

/// One word of a stack.
///
/// @param where its place
/// @param value the word; 0 if it is missing
/// @param present whether the dump holds it
/// @param kind what it is
/// @param says that in words: "returns to vfs_write+0xc7", "task sh (327)"; may be empty
/// @param target the place it leads to, if it is an address that can be read
public record StackWord(
        Location where,
        long value,
        boolean present,
        Kind kind,
        String says,
        Optional<Location> target) {
    /// What a word is.
    public enum Kind {
        /// the return address of a frame of the trace
        FRAME,
        /// a return address that is in no frame of the trace
        RETURN_ADDRESS,
        /// part of an exception frame
        REGISTER,
        /// an address of code or data with a name
        SYMBOL,
        /// an address on the same stack
        STACK,
        /// a task of the kernel
        TASK,
        /// a VCPU or domain of Xen
        GUEST,
        /// another address that can be read
        POINTER,
        /// a number
        PLAIN
    }
}
