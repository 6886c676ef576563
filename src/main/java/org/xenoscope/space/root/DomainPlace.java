package org.xenoscope.space.root;

import java.util.OptionalLong;

/// A domain that a higher room found in the hypervisor's memory.
///
/// @param number its domid
/// @param struct machine address of its `struct domain`
/// @param sharedInfo machine address of its shared info page, if that is known
public record DomainPlace(int number, long struct, OptionalLong sharedInfo) {}
