package org.xenoscope.xen;

import org.xenoscope.place.Fact;

import java.util.OptionalInt;
import java.util.OptionalLong;

/// A pCPU as Xen has it.
///
/// @param number its number
/// @param note number of its notes, if it has some
/// @param stack virtual address of its stack's first byte
/// @param stackBytes bytes of the stack
/// @param stackEvidence how the stack was found
/// @param guestFrame virtual address of the frame at the stack's top: registers of the guest that
///   is loaded
/// @param perCpuOffset what to add to a per-CPU symbol
/// @param current address of the VCPU that the scheduler chose
/// @param loaded address of the VCPU whose state is loaded: its registers are in the frame
/// @param idle whether the scheduler chose the idle VCPU
public record XenCpu(
        int number,
        OptionalInt note,
        long stack,
        int stackBytes,
        String stackEvidence,
        OptionalLong guestFrame,
        OptionalLong perCpuOffset,
        Fact<Long> current,
        Fact<Long> loaded,
        boolean idle) {}
