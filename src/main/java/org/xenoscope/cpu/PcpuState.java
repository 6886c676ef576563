package org.xenoscope.cpu;

/// What a pCPU was doing when it was stopped. The classes are those of xen-crashdump-analyser 2.5.1
/// (`src/arch/x86_64/pcpu.cpp`), told apart further where the stack tells more.
public enum PcpuState {
    /// its idle loop; no guest is loaded
    IDLE,
    /// its idle loop, with the state of a guest's VCPU still loaded
    IDLE_LOADED,
    /// a guest's own code
    IN_GUEST,
    /// Xen, for the guest that is loaded: a hypercall, an exception, an interrupt
    IN_XEN,
    /// Xen, and from here the crash was led
    CRASHING,
    /// Xen, between two VCPUs
    SWITCHING,
    /// a VCPU; it never saved its registers
    NO_ANSWER,
    /// nothing: parked or offline
    OFFLINE,
    /// nothing at all: it never came up
    NEVER_STARTED,
    /// not known
    UNKNOWN
}
