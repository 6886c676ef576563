package org.xenoscope.xen;

import org.xenoscope.place.Fact;

import java.util.List;
import java.util.OptionalLong;

/// A domain as Xen has it.
///
/// @param address virtual address of its `struct domain`
/// @param id its number
/// @param type what kind of guest it is
/// @param state whether it lives
/// @param sharedInfo virtual address of its shared info
/// @param pages frames that it has
/// @param maxPages frames that it may have
/// @param vcpus its VCPUs, by number
public record Domain(
        long address,
        int id,
        Fact<Type> type,
        Fact<String> state,
        OptionalLong sharedInfo,
        Fact<Long> pages,
        Fact<Long> maxPages,
        List<Vcpu> vcpus) {
    /// Kinds of guests.
    public enum Type {
        /// knows Xen and owns its page tables
        PV,
        /// in hardware virtualisation, with or without emulated devices
        HVM
    }
}
