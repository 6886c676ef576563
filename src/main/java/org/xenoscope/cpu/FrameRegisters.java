package org.xenoscope.cpu;

import org.xenoscope.cpu.trace.SavedRegisters;
import org.xenoscope.place.Field;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Spaces;
import org.xenoscope.x86.Flags;
import org.xenoscope.x86.Selectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes groups of registers of frames on stacks.
final class FrameRegisters {
    private static final List<String> ORDER =
            List.of(
                    "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "r8", "r9", "r10", "r11",
                    "r12", "r13", "r14", "r15");

    private static final int RIP = 128;
    private static final int CS = 136;
    private static final int RFLAGS = 144;
    private static final int RSP = 152;
    private static final int SS = 160;

    private final Spaces spaces;

    FrameRegisters(Spaces spaces) {
        this.spaces = spaces;
    }

    /// {@return the registers of a frame}
    ///
    /// @param name of the group
    /// @param source where they were read, in words
    /// @param home the space that addresses in them belong to
    RegisterGroup group(String name, String source, SavedRegisters frame, SpaceId home) {
        List<Register> registers = new ArrayList<>();
        registers.add(plain(frame, "rip", RIP, frame.rip(), home));
        registers.add(plain(frame, "rsp", RSP, frame.rsp(), home));
        for (String register : ORDER) {
            int offset = 8 * SavedRegisters.GENERAL.indexOf(register);
            registers.add(plain(frame, register, offset, frame.general(register), home));
        }
        registers.add(
                new Register(
                        field(frame, "rflags", RFLAGS, 8, frame.rflags()),
                        true,
                        Flags.STATUS.of(frame.rflags()),
                        "",
                        Optional.empty()));
        registers.add(selector(frame, "cs", CS, frame.cs()));
        registers.add(selector(frame, "ss", SS, frame.ss()));
        return new RegisterGroup(name, source, List.copyOf(registers));
    }

    private Register selector(SavedRegisters frame, String name, int offset, int value) {
        return new Register(
                field(frame, name, offset, 2, value),
                true,
                List.of(),
                Selectors.name(value, 8),
                Optional.empty());
    }

    private Register plain(
            SavedRegisters frame, String name, int offset, long value, SpaceId home) {
        return new Register(
                field(frame, name, offset, 8, value), true, List.of(), "", target(value, home));
    }

    /// {@return a number that is in no frame as a register: cr3, gs_base}
    Register number(String name, Location where, long value, String says, Optional<Location> to) {
        return new Register(field(name, where, 8, value), true, List.of(), says, to);
    }

    private Optional<Location> target(long value, SpaceId home) {
        boolean address = value < 0 && spaces.get(home).locate(value) >= 0;
        return address ? Optional.of(new Location(home, value)) : Optional.empty();
    }

    private Field field(SavedRegisters frame, String name, int offset, int length, long value) {
        Location where = new Location(frame.where().space(), frame.where().address() + offset);
        return field(name, where, length, value);
    }

    private Field field(String name, Location where, int length, long value) {
        return Field.hex(name, spaces.explain(where).file().orElse(-1), length, value, "");
    }
}
