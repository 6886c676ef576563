package org.xenoscope.cpu;

import org.xenoscope.bytes.UnreadableException;
import org.xenoscope.cpu.trace.Code;
import org.xenoscope.cpu.trace.SavedRegisters;
import org.xenoscope.cpu.trace.Trace;
import org.xenoscope.cpu.trace.TraceFrame;
import org.xenoscope.place.Location;
import org.xenoscope.space.SpaceReader;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Tells which hypercall a VCPU stands in, by the code that made it.
///
/// While Xen serves the call its number is in rax; when Xen has put the VCPU to sleep, its result
/// is (xen/arch/x86/pv/hypercall.c). Then the code tells: a stub of the hypercall page that loads
/// the number itself (to Linux 6.12), or the caller of `xen_hypercall_pv` that did (from the fixes
/// of XSA-466 on).
final class HypercallReader {
    /// `mov $number, %eax`
    private static final int MOV_TO_EAX = 0xb8;

    /// Between loading the number and the call, arguments are loaded.
    private static final int BEFORE_CALL = 48;

    private static final int SYSCALL_BYTES = 2;

    private final Code code;

    HypercallReader(Code code) {
        this.code = code;
    }

    /// {@return whether the instruction before is `syscall`, as every hypercall's on x86_64}
    boolean afterSyscall(long rip) {
        try {
            byte[] before = code.reader().bytes(rip - SYSCALL_BYTES, SYSCALL_BYTES);
            return before[0] == 0x0f && before[1] == 0x05;
        } catch (UnreadableException _) {
            return false;
        }
    }

    /// {@return the hypercall, if its number can be told}
    ///
    /// @param trace the guest's trace from these registers
    /// @param serving whether Xen was at it, so that rax has the number
    Optional<Hypercall> read(SavedRegisters registers, Trace trace, boolean serving) {
        if (serving && registers.general("rax") >= 0 && registers.general("rax") < Hypercall.MOST) {
            int number = (int) registers.general("rax");
            return Optional.of(
                    new Hypercall(
                            number, arguments(number, registers), "rax, while Xen serves it"));
        }
        OptionalInt stub = stub(registers.rip());
        if (stub.isPresent()) {
            return Optional.of(told(stub.getAsInt(), registers, "the stub of the hypercall page"));
        }
        List<TraceFrame> frames = trace.frames();
        OptionalInt caller =
                frames.size() > 1
                        ? beforeCall(frames.get(1).code().address())
                        : OptionalInt.empty();
        return caller.isPresent()
                ? Optional.of(
                        told(caller.getAsInt(), registers, "the number that its caller loads"))
                : Optional.empty();
    }

    private Hypercall told(int number, SavedRegisters registers, String how) {
        return new Hypercall(number, arguments(number, registers), how);
    }

    /// `push rcx; push r11; mov $number, %eax; syscall`
    private OptionalInt stub(long rip) {
        try {
            byte[] before = code.reader().bytes(rip - 10, 10);
            boolean pushes = before[0] == 0x51 && before[1] == 0x41 && before[2] == 0x53;
            return pushes ? number(before, 3) : OptionalInt.empty();
        } catch (UnreadableException _) {
            return OptionalInt.empty();
        }
    }

    private OptionalInt beforeCall(long returnAddress) {
        byte[] before;
        try {
            before = code.reader().bytes(returnAddress - BEFORE_CALL, BEFORE_CALL);
        } catch (UnreadableException _) {
            return OptionalInt.empty();
        }
        for (int at = BEFORE_CALL - 7; at >= 0; at--) {
            OptionalInt number = number(before, at);
            if (number.isPresent()) {
                return number;
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt number(byte[] bytes, int at) {
        boolean small =
                (bytes[at] & 0xff) == MOV_TO_EAX
                        && bytes[at + 2] == 0
                        && bytes[at + 3] == 0
                        && bytes[at + 4] == 0
                        && bytes[at + 1] >= 0
                        && bytes[at + 1] < Hypercall.MOST;
        return small ? OptionalInt.of(bytes[at + 1]) : OptionalInt.empty();
    }

    private String arguments(int number, SavedRegisters registers) {
        long first = registers.general("rdi");
        return switch (number) {
            case Hypercall.SCHED_OP -> Hypercall.scheduleCommand(first) + reason(registers);
            case Hypercall.VCPU_OP ->
                    Hypercall.vcpuCommand(first)
                            + ", vcpu "
                            + Long.toUnsignedString(registers.general("rsi"));
            default ->
                    "%s, %s, %s"
                            .formatted(
                                    Location.hex(first),
                                    Location.hex(registers.general("rsi")),
                                    Location.hex(registers.general("rdx")));
        };
    }

    /// `struct sched_shutdown` holds the reason alone.
    private String reason(SavedRegisters registers) {
        if (registers.general("rdi") != 2) {
            return "";
        }
        SpaceReader reader = code.reader();
        try {
            return ", reason " + Hypercall.reason(reader.u32(registers.general("rsi")));
        } catch (UnreadableException _) {
            return "";
        }
    }
}
