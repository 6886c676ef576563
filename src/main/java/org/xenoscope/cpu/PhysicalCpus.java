package org.xenoscope.cpu;

import org.xenoscope.note.CpuNotes;
import org.xenoscope.note.CrashInfo;
import org.xenoscope.note.CrashRegs;
import org.xenoscope.note.Dom0Cr3;
import org.xenoscope.note.NoteHeader;
import org.xenoscope.note.Notes;
import org.xenoscope.note.PrStatus;
import org.xenoscope.place.Field;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.space.Space;
import org.xenoscope.space.Spaces;
import org.xenoscope.space.root.Root;
import org.xenoscope.x86.Flags;
import org.xenoscope.x86.Selectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The pCPUs of a dump, as their notes tell them.
///
/// NT_PRSTATUS holds the registers that Xen's saving function had, never those of the code that was
/// interrupted. Xen 4.0 to 4.14 stored a constant as its rip, and only from 4.15 on are the fs and
/// gs bases written: those of the PV guest that was loaded last (xen/include/asm-x86/x86_64/elf.h,
/// xen/arch/x86/crash.c).
public final class PhysicalCpus {
    private static final List<String> GENERAL =
            List.of(
                    "rip", "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "rsp", "r8", "r9",
                    "r10", "r11", "r12", "r13", "r14", "r15", "eip", "eax", "ebx", "ecx", "edx",
                    "esi", "edi", "ebp", "esp");
    private static final List<String> SEGMENT =
            List.of("rflags", "eflags", "cs", "ss", "ds", "es", "fs", "gs", "fs_base", "gs_base");

    /// Addresses below are no kernel's on x86_64; on 32-bit machines Xen starts here or above.
    private static final long XEN_32 = 0xf580_0000L;

    private static final long LINUX_32 = 0xc000_0000L;

    /// Xen's part of the address space on x86_64, the same in all versions.
    private static final long XEN_FIRST = 0xffff_8000_0000_0000L;

    private static final long XEN_LAST = 0xffff_87ff_ffff_ffffL;

    /// Versions as major * 1000 + minor.
    private static final int FIRST_WITH_CONSTANT_RIP = 4_000;

    private static final int FIRST_WITH_GUEST_BASES = 4_015;

    private final Spaces spaces;
    private final OptionalInt version;

    private PhysicalCpus(Notes notes, Spaces spaces) {
        this.spaces = spaces;
        this.version = version(notes);
    }

    /// {@return the version of Xen as far as the notes tell; a Xen that wrote dom0's CR3 as a note
    /// is older than 3.0.4}
    private static OptionalInt version(Notes notes) {
        Optional<CrashInfo> info = notes.first(CrashInfo.class);
        if (info.isPresent()) {
            boolean plausible = info.get().major() >= 3 && info.get().major() < 100;
            boolean known = plausible && info.get().minor() >= 0 && info.get().minor() < 1000;
            return known
                    ? OptionalInt.of(info.get().major() * 1000 + info.get().minor())
                    : OptionalInt.empty();
        }
        return notes.first(Dom0Cr3.class).isPresent() ? OptionalInt.of(3_000) : OptionalInt.empty();
    }

    /// {@return one entry a pCPU, in note order}. May look for page-table roots.
    public static List<PhysicalCpu> of(Notes notes, Spaces spaces) {
        PhysicalCpus cpus = new PhysicalCpus(notes, spaces);
        return notes.cpus().stream().map(cpus::cpu).toList();
    }

    private PhysicalCpu cpu(CpuNotes notes) {
        List<RegisterGroup> groups = new ArrayList<>();
        boolean dom0 = notes.controls().filter(this::ofDom0).isPresent();
        boolean blank = notes.status().map(PrStatus::blank).orElse(true);
        notes.status()
                .ifPresent(
                        status -> {
                            String source = source("NT_PRSTATUS", status.header());
                            groups.add(group("General registers", source, status, GENERAL, dom0));
                            groups.add(group("Segment registers", source, status, SEGMENT, dom0));
                        });
        notes.controls()
                .ifPresent(
                        regs ->
                                groups.add(
                                        new RegisterGroup(
                                                "Control registers",
                                                source("CRASH_REGS", regs.header()),
                                                regs.fields().stream()
                                                        .map(field -> control(field, regs))
                                                        .toList())));
        return new PhysicalCpu(
                notes.index(),
                notes,
                blank ? "never saved" : "saved",
                blank
                        ? "never saved its registers (offline, or it did not answer the NMI)"
                        : notes.status().map(PhysicalCpus::story).orElse(""),
                List.copyOf(groups));
    }

    /// The registers are those of the function that saved them; its address tells whose it is
    /// (xen/include/asm-x86/config.h).
    private static String story(PrStatus status) {
        boolean wide = status.wordBytes() == 8;
        long ip = status.register(wide ? "rip" : "eip").map(Field::value).orElse(0L);
        if (wide ? ip >= XEN_FIRST && ip <= XEN_LAST : ip >= XEN_32) {
            return "Xen's own registers while it saved them";
        }
        if (wide ? ip < 0 : ip >= LINUX_32) {
            return "the dom0 kernel's own registers while it saved them";
        }
        return "registers of the function that saved them; whose it is, is not known";
    }

    private static String source(String note, NoteHeader header) {
        return "from %s at file:0x%x".formatted(note, header.descOffset());
    }

    /// {@return whether the page table of a pCPU lies in memory of dom0, so that what was loaded of
    /// a guest was dom0's}
    private boolean ofDom0(CrashRegs regs) {
        return regs.fields().stream()
                .filter(field -> field.name().equals("cr3") && saved(regs))
                .flatMap(field -> field.target().stream())
                .flatMap(root -> spaces.sameByte(root).stream())
                .anyMatch(place -> place.space().equals(SpaceId.DOM0_PHYSICAL));
    }

    private RegisterGroup group(
            String name, String source, PrStatus status, List<String> names, boolean dom0) {
        List<Register> registers = new ArrayList<>();
        for (String register : names) {
            status.register(register)
                    .ifPresent(field -> registers.add(general(field, !status.blank(), dom0)));
        }
        return new RegisterGroup(name, source, List.copyOf(registers));
    }

    private Register general(Field field, boolean saved, boolean dom0) {
        if (!saved) {
            return new Register(field, false, List.of(), "not saved", Optional.empty());
        }
        return switch (field.name()) {
            case "rflags", "eflags" ->
                    new Register(field, true, Flags.STATUS.of(field.value()), "", Optional.empty());
            case "cs", "ss", "ds", "es", "fs", "gs" ->
                    new Register(field, true, List.of(), selector(field), Optional.empty());
            case "fs_base", "gs_base" -> guestBase(field, dom0);
            case "rip" -> new Register(field, true, List.of(), savedRip(), inXen(field.value()));
            default -> new Register(field, true, List.of(), "", inXen(field.value()));
        };
    }

    private static String selector(Field field) {
        return Selectors.name(field.value(), field.length() < 8 ? 4 : 8);
    }

    private String savedRip() {
        boolean constant =
                version.isPresent()
                        && version.getAsInt() >= FIRST_WITH_CONSTANT_RIP
                        && version.getAsInt() < FIRST_WITH_GUEST_BASES;
        return constant ? "a constant: Xen 4.0 to 4.14 did not save it" : "";
    }

    private Register guestBase(Field field, boolean dom0) {
        if (version.isEmpty()) {
            return new Register(
                    field, true, List.of(), "of a guest only from Xen 4.15 on", Optional.empty());
        }
        if (version.getAsInt() < FIRST_WITH_GUEST_BASES) {
            return new Register(
                    field, false, List.of(), "not saved before Xen 4.15", Optional.empty());
        }
        boolean inDom0 = dom0 && field.value() < 0 && readable(SpaceId.DOM0, field.value());
        return new Register(
                field,
                true,
                List.of(),
                field.value() == 0 ? "" : dom0 ? "of dom0" : "of the guest loaded last",
                inDom0 ? Optional.of(new Location(SpaceId.DOM0, field.value())) : Optional.empty());
    }

    private Register control(Field field, CrashRegs regs) {
        if (!saved(regs)) {
            return new Register(field, false, List.of(), "not saved", Optional.empty());
        }
        return switch (field.name()) {
            case "cr0" -> new Register(field, true, Flags.CR0.of(regs.cr0()), "", Optional.empty());
            case "cr4" -> new Register(field, true, Flags.CR4.of(regs.cr4()), "", Optional.empty());
            case "cr3" -> new Register(field, true, List.of(), owner(regs), field.target());
            default ->
                    new Register(
                            field,
                            true,
                            List.of(),
                            "last page fault",
                            inXen(field.value())
                                    .or(
                                            () ->
                                                    ofDom0(regs)
                                                                    && readable(
                                                                            SpaceId.DOM0,
                                                                            field.value())
                                                            ? Optional.of(
                                                                    new Location(
                                                                            SpaceId.DOM0,
                                                                            field.value()))
                                                            : Optional.empty()));
        };
    }

    /// A processor that pages has bits set in cr0 and cr3: zeros are a note that nobody filled.
    private static boolean saved(CrashRegs regs) {
        return (regs.cr0() | regs.cr2() | regs.cr3() | regs.cr4()) != 0;
    }

    private String owner(CrashRegs regs) {
        long cr3 = regs.cr3();
        var xen = spaces.xenRoot().value();
        boolean idleKnown = xen.isPresent() && xen.get().role() == Root.Role.IDLE_TABLE;
        if (xen.isPresent() && xen.get().maddr() == xen.get().mode().rootOfCr3(cr3)) {
            return idleKnown ? "Xen's idle table: no guest loaded" : "a root that maps Xen";
        }
        var dom0 = spaces.dom0Root().value();
        if (dom0.isPresent() && dom0.get().maddr() == dom0.get().mode().rootOfCr3(cr3)) {
            return "dom0's kernel table";
        }
        if (ofDom0(regs)) {
            return "a page table of dom0";
        }
        return idleKnown ? "a guest's page table" : "whose page table is not known";
    }

    private Optional<Location> inXen(long value) {
        boolean possible = value < 0 || (value >= XEN_32 && value <= 0xffff_ffffL);
        return possible && readable(SpaceId.XEN, value)
                ? Optional.of(new Location(SpaceId.XEN, value))
                : Optional.empty();
    }

    private boolean readable(SpaceId id, long address) {
        Space space = spaces.get(id);
        return space.locate(address) >= 0;
    }
}
