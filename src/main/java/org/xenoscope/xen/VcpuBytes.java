package org.xenoscope.xen;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The bytes of one `struct vcpu`, for invariants. Missing ones are zeros, which no invariant
/// takes.
final class VcpuBytes {
    /// More than any version's structure up to what is looked for.
    static final int LENGTH = 0x2000;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /// Bytes of `struct cpu_user_regs` without the segments at its end.
    private static final int FRAME = 168;

    private static final int VECTOR = 124;
    private static final int RIP = 128;
    private static final int CS = 136;
    private static final int RFLAGS = 144;
    private static final int RSP = 152;
    private static final int SS = 160;

    private final byte[] bytes;

    VcpuBytes(XenMemory memory, long vcpu) {
        bytes = memory.reader().bytesOrZeros(vcpu, LENGTH);
    }

    /// Bytes that stand for themselves, where a frame is looked for elsewhere than in a VCPU.
    VcpuBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    long u64(int offset) {
        return (long) LONG.get(bytes, offset);
    }

    int u32(int offset) {
        return (int) INT.get(bytes, offset);
    }

    boolean zeros(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /// {@return whether a VCPU that never ran has its registers there: zeros, but the one bit of
    /// rflags that is always set, or not even that}
    boolean blankFrame(int offset) {
        return zeros(offset, offset + RFLAGS)
                && (bytes[offset + RFLAGS] & ~2) == 0
                && zeros(offset + RFLAGS + 1, offset + FRAME);
    }

    /// {@return whether a guest's registers can lie there} Source: struct cpu_user_regs,
    /// xen/include/public/arch-x86/xen-x86_64.h; selectors: the same file and the GDTs of Linux.
    boolean frame(int offset) {
        if (offset < 0 || offset > bytes.length - FRAME) {
            return false;
        }
        int cs = u32(offset + CS) & 0xffff;
        int ss = u32(offset + SS) & 0xffff;
        long rip = u64(offset + RIP);
        return codeSelector(cs & ~3)
                && stackSelector(ss & ~3)
                && cs > 0x8000 == ss > 0x8000
                && (u64(offset + RFLAGS) & ~0x3f_ffffL) == 0
                && Long.compareUnsigned(rip, 0x1000) >= 0
                && (rip >> 47 == 0 || rip >> 47 == -1)
                && (u32(offset + VECTOR) & 0x3ff) < 0x200
                && (u64(offset + RSP) >> 47 == 0 || u64(offset + RSP) >> 47 == -1);
    }

    private static boolean codeSelector(int selector) {
        return switch (selector) {
            case 0xe030, 0xe020, 0xe018, 0x30, 0x20, 0x10, 0x60, 0x70 -> true;
            default -> false;
        };
    }

    private static boolean stackSelector(int selector) {
        return switch (selector) {
            case 0xe028, 0xe020, 0x28, 0x18, 0x10, 0, 0x68, 0x78 -> true;
            default -> false;
        };
    }
}
