package org.xenoscope.xen;

import java.util.Optional;
import java.util.OptionalLong;

/// A VCPU as Xen has it.
///
/// What is empty was not found: {@link VcpuLayout} says why.
///
/// @param address virtual address of its `struct vcpu`
/// @param id number in its domain
/// @param domain number of its domain
/// @param processor the pCPU where it last ran; it is there now only if that pCPU says so
/// @param started whether it ever ran
/// @param runstate what the scheduler last said of it
/// @param pauseFlags `pause_flags`: bit 0 blocked, 1 down, 2 blocked in Xen, 3 migrating, 8 parked
/// @param dirtyCpu the pCPU that has its state loaded; all ones if none has
/// @param guestTable frame of its kernel's top table
/// @param guestTableUser frame of its user's top table, 0 if it has none
/// @param cr3 machine address of the table that is in use
/// @param userRegs virtual address of the registers that Xen saved when it last left a pCPU: old,
///   if it is loaded on one
/// @param kernelMode whether it is in its kernel
/// @param kernelSp top of the kernel's stack
/// @param gsBaseKernel base of GS in the kernel: the per-CPU area of Linux
/// @param gsBaseUser the other base of GS
public record Vcpu(
        long address,
        int id,
        int domain,
        int processor,
        boolean started,
        Optional<Runstate> runstate,
        OptionalLong pauseFlags,
        OptionalLong dirtyCpu,
        OptionalLong guestTable,
        OptionalLong guestTableUser,
        OptionalLong cr3,
        OptionalLong userRegs,
        Optional<Boolean> kernelMode,
        OptionalLong kernelSp,
        OptionalLong gsBaseKernel,
        OptionalLong gsBaseUser) {

    /// {@return its short name: `d0v1`}
    public String name() {
        return "d" + domain + "v" + id;
    }

    /// {@return its state in words: "blocked", "down", "never started"}
    public String stateText() {
        if (!started) {
            return "never started";
        }
        boolean down = pauseFlags.isPresent() && (pauseFlags.getAsLong() & 2) != 0;
        return down ? "down" : runstate.map(said -> said.state().word()).orElse("unknown");
    }
}
