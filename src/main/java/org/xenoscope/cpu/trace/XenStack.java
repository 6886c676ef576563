package org.xenoscope.cpu.trace;

/// The stack of one pCPU in the hypervisor.
///
/// On x86_64 from Xen 3.2 on it has 32 KiB: the last two pages are the primary stack, those below
/// are stacks of their own for NMI, machine check, debug exception and double fault, which of them
/// where depends on the version (xen/include/asm-x86/current.h, 3.2 to 4.21). Older ones and i386
/// have 16 KiB and no such pages.
///
/// @param base its first byte
/// @param bytes its size
/// @param top address of the frame at its top: what a guest had in its registers when it last
///   entered the hypervisor
public record XenStack(long base, int bytes, long top) {
    private static final int PRIMARY_BYTES = 0x2000;
    private static final int WITH_OWN_PAGES = 0x8000;
    private static final int PAGE = 0x1000;

    /// {@return whether an address lies in it}
    public boolean covers(long address) {
        return Long.compareUnsigned(address - base, bytes) < 0;
    }

    /// {@return whether an address lies on one of the pages that exceptions have for themselves}
    public boolean onOwnPage(long address) {
        return bytes == WITH_OWN_PAGES && covers(address) && address - base < bytes - PRIMARY_BYTES;
    }

    /// {@return where the frame of an exception lies that has the page of `address` for itself}
    public long frameOfPage(long address) {
        return (address | (PAGE - 1)) + 1 - SavedRegisters.BYTES;
    }
}
