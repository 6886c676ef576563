package org.xenoscope.cpu.trace;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.place.Location;
import org.xenoscope.space.SpaceReader;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// Registers as an entry into a kernel pushed them on the stack: `struct cpu_user_regs` of Xen
/// (xen/include/public/arch-x86/xen-x86_64.h, 3.0 to 4.22), whose first 168 bytes are also `struct
/// pt_regs` of Linux (arch/x86/include/asm/ptrace.h) but for the word at 120: there Linux has one
/// 64-bit number, `orig_rax`.
///
/// @param where its first byte
/// @param values r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8, rax, rcx, rdx, rsi, rdi, the word
///   at 120, rip, cs with what shares its word, rflags, rsp, ss
public record SavedRegisters(Location where, List<Long> values) {
    /// Bytes of the frame.
    public static final int BYTES = 168;

    /// Names of the general registers, in the order of the frame.
    public static final List<String> GENERAL =
            List.of(
                    "r15", "r14", "r13", "r12", "rbp", "rbx", "r11", "r10", "r9", "r8", "rax",
                    "rcx", "rdx", "rsi", "rdi");

    private static final int WORDS = BYTES / 8;
    private static final int ENTRY = 15;
    private static final int RIP = 16;
    private static final int CS = 17;
    private static final int RFLAGS = 18;
    private static final int RSP = 19;
    private static final int SS = 20;

    /// Bits above are flags of Xen in some versions.
    private static final int VECTOR_MASK = 0x3ff;

    /// A hypercall or a system call, by the processor's own instruction for it (TRAP_syscall,
    /// xen/include/asm-x86/processor.h).
    public static final int SYSCALL = 0x100;

    /// Keeps its own copy.
    public SavedRegisters {
        values = List.copyOf(values);
        if (values.size() != WORDS) {
            throw new IllegalArgumentException("a frame has 21 words");
        }
    }

    /// Reads a frame.
    ///
    /// @throws UnreadableException if one of its bytes is missing
    public static SavedRegisters read(SpaceReader reader, long address) {
        ByteBuffer bytes =
                ByteBuffer.wrap(reader.bytes(address, BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        Long[] values = new Long[WORDS];
        for (int i = 0; i < WORDS; i++) {
            values[i] = bytes.getLong(8 * i);
        }
        return new SavedRegisters(reader.at(address), List.of(values));
    }

    /// {@return the general register of that name}
    public long general(String name) {
        return values.get(GENERAL.indexOf(name));
    }

    /// {@return the frame pointer}
    public long rbp() {
        return general("rbp");
    }

    /// {@return the error code that the exception pushed}
    public int errorCode() {
        return values.get(ENTRY).intValue();
    }

    /// {@return the vector of the exception or interrupt; {@link #SYSCALL}; 0 if it was never set}
    public int vector() {
        return (int) (values.get(ENTRY) >>> 32) & VECTOR_MASK;
    }

    /// {@return the number of the system call, in a frame of Linux; −1 if it is none}
    public long origRax() {
        return values.get(ENTRY);
    }

    /// {@return the instruction}
    public long rip() {
        return values.get(RIP);
    }

    /// {@return the code selector}
    public int cs() {
        return values.get(CS).intValue() & 0xffff;
    }

    /// {@return whether the guest had events masked, in a frame that a PV guest was interrupted by}
    public boolean eventsMasked() {
        return (values.get(CS) >>> 32 & 0xff) != 0;
    }

    /// {@return the flags}
    public long rflags() {
        return values.get(RFLAGS);
    }

    /// {@return the stack pointer}
    public long rsp() {
        return values.get(RSP);
    }

    /// {@return the stack selector}
    public int ss() {
        return values.get(SS).intValue() & 0xffff;
    }

    /// {@return whether ring 0 was interrupted: Xen itself, in a frame of Xen}
    public boolean ring0() {
        return (cs() & 3) == 0;
    }
}
