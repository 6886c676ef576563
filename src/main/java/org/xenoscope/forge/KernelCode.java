package org.xenoscope.forge;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/// The code of the small Linux kernel as far as its panic runs through it, and the stack that the
/// panic left: sysrq_handle_crash called panic, that one xen_reboot's hypercall.
///
/// The stub is that of arch/x86/xen/xen-head.S, Linux 6.1.121 and later: two pushes, then
/// `syscall`.
final class KernelCode {
    /// Offsets from the window of the kernel's text, and behind the `syscall` of the stub.
    static final int PANIC = 0x100_7000;

    static final int SYSRQ = 0x100_7200;
    static final int SAFE_HALT = 0x100_7300;
    static final int STUB = 0x100_6000;
    static final int HYPERCALL = STUB + 5;

    /// The stack of the idle task of VCPU 0, 16 KiB.
    static final long IDLE_STACK = 0xffff_c900_4000_0000L;

    /// The stack of task 9 of the story, 16 KiB.
    static final long STACK = 0xffff_c900_4004_8000L;

    private static final long WINDOW = 0xffff_ffff_8000_0000L;
    private static final int DEPTH = 0x3f00;

    private KernelCode() {}

    /// Writes code and stack.
    ///
    /// @param frame machine address of a page of dom0
    /// @return rsp in the hypercall
    static long write(
            MachineMemory memory, IntToLongFunction frame, int textPfn, int stackPfn, int idlePfn) {
        long stub = frame.applyAsLong(textPfn + 6);
        long panic = frame.applyAsLong(textPfn + 7);
        // nop, where the pages told their numbers
        byte[] nops = new byte[0x400];
        Arrays.fill(nops, (byte) 0x90);
        memory.bytes(stub, nops);
        memory.bytes(panic, nops);
        // push %rcx; push %r11; syscall; pop %r11; pop %rcx; ret
        memory.bytes(
                stub, new byte[] {0x51, 0x41, 0x53, 0x0f, 0x05, 0x41, 0x5b, 0x59, (byte) 0xc3});
        call(memory, panic + 0x27, PANIC + 0x2c, STUB);
        call(memory, panic + 0x200 + 0x11, SYSRQ + 0x16, PANIC);
        call(memory, panic + 0x300 + 0x4, SAFE_HALT + 0x9, STUB);
        long at = stack(memory, frame, stackPfn, PANIC + 0x2c);
        // struct sched_shutdown: reason 3, crash
        memory.u64(at + 0x18, 3);
        memory.u64(at + 0x20, WINDOW + SYSRQ + 0x16);
        stack(memory, frame, idlePfn, SAFE_HALT + 0x9);
        return STACK + DEPTH;
    }

    /// {@return rsp of a VCPU that is idle}
    static long idle() {
        return IDLE_STACK + DEPTH;
    }

    /// What the stub pushed and where it returns to; {@return machine address of the rsp}
    private static long stack(
            MachineMemory memory, IntToLongFunction frame, int firstPfn, int back) {
        // at the bottom of every stack: STACK_END_MAGIC of include/uapi/linux/magic.h
        memory.u64(frame.applyAsLong(firstPfn), 0x57ac_6e9dL);
        long at = frame.applyAsLong(firstPfn + 3) + (DEPTH & 0xfff);
        memory.u64(at, 0x246);
        memory.u64(at + 8, 0);
        memory.u64(at + 0x10, WINDOW + back);
        return at;
    }

    private static void call(MachineMemory memory, long maddr, int back, int target) {
        memory.bytes(maddr, new byte[] {(byte) 0xe8});
        memory.u32(maddr + 1, target - back);
        // ret, for what follows is never reached
        memory.bytes(maddr + 5, new byte[] {(byte) 0xc3});
    }
}
