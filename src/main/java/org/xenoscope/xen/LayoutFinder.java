package org.xenoscope.xen;

import org.xenoscope.place.Fact;
import org.xenoscope.place.Known;
import org.xenoscope.place.Unknown;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;

/// Finds where the members of `struct vcpu` lie: for each the one offset at which what must be true
/// of it is true of every VCPU.
///
/// Source of what must be true: xen/include/xen/sched.h, xen/arch/x86/include/asm/domain.h of Xen
/// 4.14 to 4.20; found equal to the debug information of 4.20 and to measured dumps of the others.
final class LayoutFinder {
    /// VCPUs that are looked at: enough to leave no doubt.
    private static final int MOST = 64;

    private static final long SECOND = 1_000_000_000L;
    private static final int RUNSTATE_BYTES = 48;

    private final XenMemory memory;
    private final DomainShape shape;
    private final List<VcpuBytes> all = new ArrayList<>();
    private final List<VcpuBytes> oldest = new ArrayList<>();

    /// @param vcpus addresses of VCPUs by domain, dom0's first
    LayoutFinder(XenMemory memory, DomainShape shape, List<List<Long>> vcpus) {
        this.memory = memory;
        this.shape = shape;
        for (List<Long> domain : vcpus) {
            for (long vcpu : domain) {
                if (all.size() < MOST) {
                    VcpuBytes bytes = new VcpuBytes(memory, vcpu);
                    all.add(bytes);
                    if (domain.equals(vcpus.getFirst())) {
                        oldest.add(bytes);
                    }
                }
            }
        }
    }

    /// {@return where the members lie}
    ///
    /// @param loaded the VCPUs whose state a pCPU has loaded, by its number, as far as symbols tell
    VcpuLayout find(Map<Integer, Long> loaded) {
        String way = "vcpu.domain and domain.vcpu lead to each other";
        Fact<Integer> runstate =
                first(
                        0x40,
                        0x240,
                        this::runstate,
                        "state, entry time and the four times of dom0's VCPUs agree");
        Fact<Integer> regs =
                first(
                        0x100,
                        0x1000 - 200,
                        offset -> everyOrBlank(offset, VcpuBytes::blankFrame, VcpuBytes::frame),
                        "selectors, rip, rsp and rflags of every VCPU are a guest's");
        Pair tables = tables();
        Fact<Integer> dirty = dirty(runstate, loaded);
        return new VcpuLayout(
                Known.of(shape.vcpuDomain(), way),
                Known.of(shape.domainVcpus(), way),
                shape.embedded(),
                runstate,
                regs,
                flags(regs, tables),
                tables.guestTable(),
                tables.cr3(),
                dirty,
                pauseFlags(dirty),
                kernelSp());
    }

    /// Where the tables are told.
    private record Pair(Fact<Integer> guestTable, Fact<Integer> cr3) {}

    private Fact<Integer> first(int from, int to, IntPredicate holds, String evidence) {
        for (int offset = from; offset < to && !all.isEmpty(); offset += 8) {
            if (holds.test(offset)) {
                return Known.of(offset, evidence);
            }
        }
        return new Unknown<>("nowhere in struct vcpu is it true of every VCPU that " + evidence);
    }

    private boolean everyOrBlank(
            int offset,
            BiPredicate<VcpuBytes, Integer> blank,
            BiPredicate<VcpuBytes, Integer> holds) {
        boolean some = false;
        for (VcpuBytes vcpu : all) {
            if (!blank.test(vcpu, offset)) {
                if (!holds.test(vcpu, offset)) {
                    return false;
                }
                some = true;
            }
        }
        return some;
    }

    /// dom0's VCPUs are as old as the machine, so that their four times add up to nearly the time
    /// of their last change.
    private boolean runstate(int offset) {
        boolean some = false;
        for (VcpuBytes vcpu : oldest) {
            long entry = vcpu.u64(offset + 8);
            long sum = 0;
            boolean sound =
                    vcpu.u32(offset) >= 0
                            && vcpu.u32(offset) <= 3
                            && vcpu.u32(offset + 4) == 0
                            && entry > SECOND / 1000
                            && entry < 1L << 60;
            for (int i = 16; i < RUNSTATE_BYTES && sound; i += 8) {
                long time = vcpu.u64(offset + i);
                sound = time >= 0 && time <= entry;
                sum += time;
            }
            boolean blank = sound && sum == 0 && vcpu.u32(offset) == 3;
            if (!blank && !(sound && sum > entry / 4 && sum <= entry + SECOND)) {
                return false;
            }
            some |= !blank;
        }
        return some;
    }

    /// `guest_table` is the frame of a table that maps itself, `guest_table_user` before it too or
    /// 0, and `cr3` the address of one of both; or all three are 0.
    private Pair tables() {
        String evidence = "guest_table is a top table, and cr3 is it or guest_table_user";
        for (int cr3 = 0x100; cr3 < VcpuBytes.LENGTH - 8 && !all.isEmpty(); cr3 += 8) {
            int at = cr3;
            for (int table = Math.max(0x108, cr3 - 0x80); table < cr3; table += 8) {
                boolean holds =
                        everyOrBlank(
                                table,
                                (vcpu, g) -> vcpu.zeros(g - 8, g + 8) && vcpu.u64(at) == 0,
                                (vcpu, g) -> isPair(vcpu, g, at));
                if (holds) {
                    return new Pair(Known.of(table, evidence), Known.of(cr3, evidence));
                }
            }
        }
        Unknown<Integer> unknown =
                new Unknown<>("nowhere in struct vcpu is it true of every VCPU that " + evidence);
        return new Pair(unknown, unknown);
    }

    private boolean isPair(VcpuBytes vcpu, int table, int cr3) {
        long kernel = vcpu.u64(table);
        long user = vcpu.u64(table - 8);
        long root = XenMemory.root(vcpu.u64(cr3));
        return kernel > 0
                && kernel < 1L << 40
                && root != 0
                && (root == kernel << 12 || root == user << 12)
                && memory.isRoot(kernel)
                && (user == 0 || memory.isRoot(user));
    }

    private Fact<Integer> flags(Fact<Integer> regs, Pair tables) {
        Optional<Integer> frame = regs.value();
        Optional<Integer> cr3 = tables.cr3().value();
        Optional<Integer> table = tables.guestTable().value();
        if (frame.isEmpty() || cr3.isEmpty() || table.isEmpty()) {
            return new Unknown<>("user_regs or guest_table was not found, by which it is proved");
        }
        int offset = frame.get() + VcpuLayout.REGS_TO_FLAGS;
        for (VcpuBytes vcpu : all) {
            long root = XenMemory.root(vcpu.u64(cr3.get()));
            long kernel = vcpu.u64(table.get()) << 12;
            long user = vcpu.u64(table.get() - 8) << 12;
            boolean inKernel = (vcpu.u64(offset) & 1) != 0;
            if (kernel != user && root != 0 && (root == kernel) != inKernel) {
                return new Unknown<>(
                        "the bit of kernel mode behind user_regs contradicts cr3 of a VCPU");
            }
        }
        return Known.of(offset, "behind user_regs; its bit of kernel mode agrees with cr3");
    }

    /// The pCPU that has a VCPU's state is known; that number must be there, and a pCPU's number or
    /// none in all others.
    private Fact<Integer> dirty(Fact<Integer> runstate, Map<Integer, Long> loaded) {
        if (loaded.isEmpty()) {
            return new Unknown<>("no pCPU is known to have a guest's VCPU loaded");
        }
        int from = runstate.value().map(offset -> offset + RUNSTATE_BYTES).orElse(200);
        List<Integer> found = new ArrayList<>();
        for (int offset = from; offset < from + 200; offset += 4) {
            if (dirtyHolds(offset, loaded) && pausesHold(pauseOffset(offset), runstate)) {
                found.add(offset);
            }
        }
        return found.size() == 1
                ? Known.of(found.getFirst(), "it names the pCPU that has each VCPU loaded")
                : new Unknown<>(
                        found.isEmpty()
                                ? "no word of struct vcpu names the pCPU that has it loaded"
                                : "%d words of struct vcpu could be it".formatted(found.size()));
    }

    private boolean dirtyHolds(int offset, Map<Integer, Long> loaded) {
        for (VcpuBytes vcpu : all) {
            int value = vcpu.u32(offset);
            if (value != -1 && (value < 0 || value >= 4096)) {
                return false;
            }
        }
        for (Map.Entry<Integer, Long> pair : loaded.entrySet()) {
            if (memory.peek32(pair.getValue() + offset) != pair.getKey()) {
                return false;
            }
        }
        return true;
    }

    /// `pause_flags` lies behind `dirty_cpu` and agrees with the scheduler: what runs is not
    /// paused, what is blocked says so, what is offline has a reason.
    private boolean pausesHold(int offset, Fact<Integer> runstate) {
        Optional<Integer> state = runstate.value();
        for (VcpuBytes vcpu : all) {
            long flags = vcpu.u64(offset);
            boolean agrees =
                    state.isEmpty()
                            || switch (vcpu.u32(state.get())) {
                                case 0, 1 -> (flags & 3) == 0;
                                case 2 -> flags != 0;
                                default -> true;
                            };
            if (flags >>> 16 != 0 || !agrees) {
                return false;
            }
        }
        return true;
    }

    private static int pauseOffset(int dirty) {
        return (dirty + 12 + 7) & ~7;
    }

    private static Fact<Integer> pauseFlags(Fact<Integer> dirty) {
        return dirty.value()
                .<Fact<Integer>>map(
                        offset ->
                                Known.of(
                                        pauseOffset(offset),
                                        "behind dirty_cpu; it agrees with the runstates"))
                .orElseGet(() -> new Unknown<>("dirty_cpu was not found, behind which it lies"));
    }

    /// `kernel_ss`, `kernel_sp` and, 128 bytes behind that, `gs_base_kernel`.
    private Fact<Integer> kernelSp() {
        return first(
                0x200,
                0xc00,
                offset ->
                        everyOrBlank(
                                offset,
                                (vcpu, sp) -> vcpu.u64(sp) == 0,
                                (vcpu, sp) ->
                                        isKernelStack(vcpu.u64(sp))
                                                && isStackSelector(vcpu.u64(sp - 8))
                                                && isKernelPage(
                                                        vcpu.u64(
                                                                sp
                                                                        + VcpuLayout
                                                                                .TO_GS_BASE_KERNEL))),
                "kernel_ss, kernel_sp and gs_base_kernel are a 64-bit guest's");
    }

    private static boolean isStackSelector(long value) {
        long selector = value & ~3L;
        return selector == 0x18 || selector == 0xe028;
    }

    private static boolean isKernelStack(long value) {
        return value >> 47 == -1 && (value & 0xf) == 0;
    }

    private static boolean isKernelPage(long value) {
        return value >> 47 == -1 && (value & 0xfff) == 0;
    }
}
