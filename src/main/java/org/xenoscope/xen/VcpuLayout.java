package org.xenoscope.xen;

import org.xenoscope.place.Fact;

/// Where the members of Xen's structures lie, found by what must be true of them in this dump: they
/// move with version and configuration.
///
/// All are bytes from the start of `struct vcpu`, but the two that say otherwise.
///
/// @param domain `vcpu.domain`
/// @param domainVcpus `domain.vcpu`, from the start of `struct domain`
/// @param embedded whether the pointers to the VCPUs lie in `struct domain` itself (Xen 3.x)
/// @param runstate `vcpu.runstate`
/// @param userRegs `vcpu.arch.user_regs`
/// @param flags `vcpu.arch.flags`; bit 0: the guest is in kernel mode
/// @param guestTable `vcpu.arch.guest_table`, a frame; `guest_table_user` lies 8 before it
/// @param cr3 `vcpu.arch.cr3`, a machine address
/// @param dirtyCpu `vcpu.dirty_cpu`, 32 bits
/// @param pauseFlags `vcpu.pause_flags`
/// @param kernelSp `vcpu.arch.pv.kernel_sp`; `gs_base_kernel` lies 128 behind it, `gs_base_user`
///   136
public record VcpuLayout(
        Fact<Integer> domain,
        Fact<Integer> domainVcpus,
        boolean embedded,
        Fact<Integer> runstate,
        Fact<Integer> userRegs,
        Fact<Integer> flags,
        Fact<Integer> guestTable,
        Fact<Integer> cr3,
        Fact<Integer> dirtyCpu,
        Fact<Integer> pauseFlags,
        Fact<Integer> kernelSp) {
    /// From `kernel_sp` to `gs_base_kernel`: struct pv_vcpu, xen/arch/x86/include/asm/domain.h.
    public static final int TO_GS_BASE_KERNEL = 128;

    /// From `kernel_sp` to `gs_base_user`.
    public static final int TO_GS_BASE_USER = 136;

    /// From `kernel_sp` to `fs_base`.
    public static final int TO_FS_BASE = 120;

    /// From `user_regs` to `flags` (measured in Xen 4.14, 4.17, 4.20).
    public static final int REGS_TO_FLAGS = 248;
}
