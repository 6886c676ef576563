package org.xenoscope.dump;

import org.xenoscope.dump.WhatIsHere.Line;
import org.xenoscope.linux.ImageExtent;
import org.xenoscope.linux.KernelModule;
import org.xenoscope.linux.Linux;
import org.xenoscope.linux.Task;
import org.xenoscope.linux.TaskList;
import org.xenoscope.place.Known;
import org.xenoscope.place.Location;
import org.xenoscope.place.SpaceId;
import org.xenoscope.place.Unknown;
import org.xenoscope.space.Spaces;
import org.xenoscope.space.root.Guest;
import org.xenoscope.type.TypeSystem;
import org.xenoscope.xen.XenCpu;
import org.xenoscope.xen.XenImage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a virtual address belongs to: a program's image, a direct map, a module, a task or a stack.
/// A region is named only where the dump's own tables lead to the byte that its rule says.
final class Regions {
    /// Xen maps all machine memory from here on, in builds without big memory: asm-x86/config.h,
    /// Xen 3.0 to 4.22.
    private static final long XEN_DIRECT_MAP = 0xffff_8300_0000_0000L;

    /// The window of Xen's image.
    private static final long XEN_IMAGE_BYTES = 1L << 30;

    private static final long LEAST_STACK = 1L << 12;
    private static final long MOST_STACK = 1L << 16;

    private final Dump dump;
    private final Spaces spaces;

    Regions(Dump dump) {
        this.dump = dump;
        this.spaces = dump.spaces();
    }

    /// {@return the places in the images of Xen and of dom0's kernel that lead to a machine
    /// address}
    List<Location> inImages(long maddr) {
        List<Location> places = new ArrayList<>();
        dump.xen()
                .image()
                .value()
                .filter(image -> inside(maddr, image.maddr(), XEN_IMAGE_BYTES))
                .map(image -> new Location(SpaceId.XEN, maddr - image.maddr() + image.virtStart()))
                .filter(place -> leads(place, maddr))
                .ifPresent(places::add);
        dump.linux()
                .image()
                .value()
                .flatMap(image -> inKernel(image, maddr))
                .ifPresent(places::add);
        return places;
    }

    /// A PV kernel's image is one piece of pseudo-physical memory.
    private Optional<Location> inKernel(ImageExtent image, long maddr) {
        OptionalLong paddr = spaces.physical(maddr);
        OptionalLong start = spaces.explain(new Location(SpaceId.DOM0, image.start())).physical();
        if (paddr.isEmpty() || start.isEmpty()) {
            return Optional.empty();
        }
        long offset = paddr.getAsLong() - start.getAsLong();
        Location place = new Location(SpaceId.DOM0, image.start() + offset);
        return inside(offset, 0, image.bytes()) && leads(place, maddr)
                ? Optional.of(place)
                : Optional.empty();
    }

    private boolean leads(Location place, long maddr) {
        return spaces.get(place.space()).locate(place.address()) == maddr;
    }

    private static boolean inside(long address, long start, long bytes) {
        return Long.compareUnsigned(address - start, bytes) < 0;
    }

    /// {@return the region of an address of Xen or of a domain's kernel, if it is recognised}
    Optional<Known<String>> of(Location place) {
        return place.space().kind() == SpaceId.Kind.XEN ? ofXen(place) : ofKernel(place);
    }

    private Optional<Known<String>> ofXen(Location place) {
        long address = place.address();
        if (dump.xen().image() instanceof Known<XenImage>(XenImage image, String how, _)
                && inside(address, image.virtStart(), XEN_IMAGE_BYTES)
                && leads(place, image.machine(address))) {
            return Optional.of(
                    Known.of(
                            "Xen's image, 0x%x behind its window's start"
                                    .formatted(address - image.virtStart()),
                            how));
        }
        long maddr = address - XEN_DIRECT_MAP;
        return Long.compareUnsigned(address, XEN_DIRECT_MAP) >= 0 && leads(place, maddr)
                ? Optional.of(
                        Known.of(
                                "Xen's direct map of machine memory",
                                "0x%x + machine 0x%x, and the page tables lead there"
                                        .formatted(XEN_DIRECT_MAP, maddr)))
                : Optional.empty();
    }

    private Optional<Known<String>> ofKernel(Location place) {
        long address = place.address();
        Linux linux = dump.linux(place.space().domain());
        if (linux.image() instanceof Known<ImageExtent>(ImageExtent image, String how, _)
                && inside(address, image.start(), image.bytes())) {
            return Optional.of(
                    Known.of(
                            "the kernel's image, 0x%x behind its start"
                                    .formatted(address - image.start()),
                            how));
        }
        OptionalLong paddr = spaces.explain(place).physical();
        Guest guest = spaces.guest(place.space().domain());
        boolean direct =
                paddr.isPresent()
                        && guest.directMap()
                                .filter(map -> map.vaddr(paddr.getAsLong()) == address)
                                .isPresent();
        if (direct) {
            return Optional.of(
                    Known.of(
                            "the kernel's direct map of its memory",
                            "pseudo-physical 0x%x is mapped here, as its direct map has it"
                                    .formatted(paddr.getAsLong())));
        }
        return module(linux, address);
    }

    private static Optional<Known<String>> module(Linux linux, long address) {
        return linux.modules().value().stream()
                .flatMap(list -> list.modules().stream())
                .filter(module -> has(module, address))
                .findFirst()
                .map(
                        module ->
                                Known.at(
                                        "module " + module.name(),
                                        "its struct module",
                                        module.where()));
    }

    private static boolean has(KernelModule module, long address) {
        return module.parts().stream()
                .anyMatch(part -> inside(address, part.address(), part.bytes()));
    }

    /// {@return the tasks in whose `task_struct` or kernel stack an address lies}
    List<Line> tasks(Location place) {
        if (place.space().kind() != SpaceId.Kind.DOMAIN_VIRTUAL) {
            return List.of();
        }
        Linux linux = dump.linux(place.space().domain());
        Optional<TaskList> tasks = linux.tasks().value();
        if (tasks.isEmpty()) {
            return List.of();
        }
        OptionalLong stackBytes = stackBytes(linux);
        OptionalLong bytes = structBytes(linux);
        List<Line> lines = new ArrayList<>();
        for (Task task : tasks.get().tasks()) {
            long offset = place.address() - task.where().address();
            if (bytes.isPresent() && inside(offset, 0, bytes.getAsLong())) {
                lines.add(
                        new Line(
                                "task",
                                Known.at(
                                        "task_struct of %s, +0x%x".formatted(task.words(), offset),
                                        "the kernel's list of tasks",
                                        task.where())));
            }
            if (task.stack().isPresent()) {
                stack(task, place, stackBytes).ifPresent(lines::add);
            }
        }
        return lines;
    }

    /// Bytes of a `task_struct` that every kernel of that build has. Its last member holds
    /// registers of the FPU, as many as the CPU has: the rest of the type's size may be another
    /// task's (fpu__init_task_struct_size in arch/x86/kernel/fpu/init.c, since Linux 4.2).
    private static OptionalLong structBytes(Linux linux) {
        Optional<TypeSystem> types = linux.types().value();
        Optional<Long> thread = types.flatMap(known -> known.offset("task_struct", "thread"));
        Optional<Long> fpu = types.flatMap(known -> known.offset("thread_struct", "fpu"));
        Optional<Long> bytes =
                thread.isPresent() && fpu.isPresent()
                        ? Optional.of(thread.get() + fpu.get())
                        : thread.or(() -> types.flatMap(known -> known.size("task_struct")));
        return bytes.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private static Optional<Line> stack(Task task, Location place, OptionalLong bytes) {
        long offset = place.address() - task.stack().orElseThrow();
        if (!inside(offset, 0, bytes.orElse(LEAST_STACK))) {
            return Optional.empty();
        }
        String size = bytes.isPresent() ? " of 0x%x".formatted(bytes.getAsLong()) : "";
        return Optional.of(
                new Line(
                        "task stack",
                        Known.at(
                                "kernel stack of %s, byte 0x%x%s"
                                        .formatted(task.words(), offset, size),
                                "task_struct.stack",
                                task.where())));
    }

    /// Linux gives the first task's stack the size of all (INIT_TASK_DATA in vmlinux.lds.h, since
    /// 4.16; other names of its ends since 6.11). Where nothing says, only the page that every
    /// stack has is taken for one.
    private static OptionalLong stackBytes(Linux linux) {
        for (String which : List.of("task", "stack")) {
            Optional<Long> start = address(linux, "__start_init_" + which);
            Optional<Long> end = address(linux, "__end_init_" + which);
            if (start.isPresent() && end.isPresent()) {
                long bytes = end.get() - start.get();
                if (bytes >= LEAST_STACK && bytes <= MOST_STACK && Long.bitCount(bytes) == 1) {
                    return OptionalLong.of(bytes);
                }
            }
        }
        return OptionalLong.empty();
    }

    private static Optional<Long> address(Linux linux, String symbol) {
        return linux.kernelSymbols().value().flatMap(table -> table.address(symbol));
    }

    /// {@return the pCPU in whose stack an address of Xen lies}
    Optional<Line> xenStack(Location place) {
        if (place.space().kind() != SpaceId.Kind.XEN) {
            return Optional.empty();
        }
        return switch (dump.xen().cpus()) {
            case Known<List<XenCpu>> known ->
                    known.fact().stream()
                            .filter(cpu -> inside(place.address(), cpu.stack(), cpu.stackBytes()))
                            .findFirst()
                            .map(
                                    cpu ->
                                            new Line(
                                                    "Xen's stack",
                                                    Known.of(
                                                            "stack of pCPU %d, byte 0x%x of 0x%x"
                                                                    .formatted(
                                                                            cpu.number(),
                                                                            place.address()
                                                                                    - cpu.stack(),
                                                                            cpu.stackBytes()),
                                                            cpu.stackEvidence())));
            case Unknown<List<XenCpu>> _ -> Optional.empty();
        };
    }
}
