package org.xenoscope.xen;

import java.util.OptionalLong;

/// Where the hypervisor's program lies: one piece of virtual memory and of machine memory.
///
/// @param virtStart virtual address of its window (XEN_VIRT_START); the program begins 1 or 2 MiB
///   further
/// @param maddr machine address of the window's start (`xen_phys_start`)
/// @param noted what CRASH_INFO says of that address, if it says anything
public record XenImage(long virtStart, long maddr, OptionalLong noted) {

    /// {@return whether CRASH_INFO says the same; true if it says nothing}
    public boolean agrees() {
        return noted.isEmpty() || noted.getAsLong() == maddr;
    }

    /// {@return the machine address of an address in the window}
    public long machine(long vaddr) {
        return vaddr - virtStart + maddr;
    }
}
