package org.xenoscope.forge;

import org.xenoscope.forge.SymbolBytes.Entry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The data of a small hypervisor that dom0 has just asked to crash: code, symbols, console, pCPUs
/// with their stacks, domains and VCPUs. dom0's VCPU 1 is on pCPU 1, in the hypercall of its panic;
/// pCPU 0 is idle, stopped by an NMI; a domU is being built.
///
/// Layouts: Xen 4.17, x86_64: xen/include/xen/sched.h, xen/arch/x86/include/asm/current.h and
/// domain.h, xen/drivers/char/console.c; offsets as measured on Debian's build.
final class HypervisorStory {
    /// Base of the stack of pCPU 0 in machine memory; each has 32 KiB.
    static final long STACKS = 0x70_0000;

    static final int STACK_BYTES = 0x8000;

    /// Saved rsp of pCPU 0, below the frame at the end of its page for NMIs.
    static final int STOPPED_RSP = 0x2f28;

    /// Saved rsp of pCPU 1, on its primary stack.
    static final int CRASHING_RSP = 0x7e08;

    private static final long DIRECT = 0xffff_8300_0000_0000L;
    private static final long FRAME_TABLE = 0xffff_82e0_0000_0000L;
    private static final long TEXT = 0x20_0000;
    private static final long BUILD_ID = 0x20_b000;
    private static final long VARIABLES = 0x20_c000;
    private static final long IDLE_TABLE = 0x21_0000;
    private static final long SYMBOLS = 0x22_4000;
    private static final long DOM0 = 0x64_0000;
    private static final long IDLE = 0x64_2000;
    private static final long DOMU = 0x64_4000;
    private static final long VCPUS = 0x64_8000;
    private static final int VCPU_BYTES = 0x2000;
    private static final long VCPU_LISTS = 0x66_0000;
    private static final long RING = 0x67_0000;
    private static final int RING_BYTES = 1 << 14;
    private static final long SECOND = 1_000_000_000L;

    /// From CPU 0's per-CPU data to that of CPU 1.
    private static final long PER_CPU = 0x1000;

    private static final int FRAME_FROM_END = 264;
    private static final int NMI_PAGE_END = 0x3000;
    private static final int FRAME_BYTES = 168;
    private static final int SCHED_OP = 29;
    private static final int SHUTDOWN = 2;

    private final MachineMemory memory;
    private final Guest dom0;
    private final List<Entry> symbols = new ArrayList<>();

    /// What dom0 looks like from outside.
    ///
    /// @param pages how many it has
    /// @param sharedInfo machine address of the page that it shares with Xen
    /// @param kernelRoot machine address of its kernel's top table
    /// @param processRoot machine address of its process's top table
    /// @param hypercall rip behind the instruction of its hypercalls
    /// @param stack rsp of its panic; the reason of the shutdown lies there
    /// @param idle rsp of its VCPU that is idle
    record Guest(
            int pages,
            long sharedInfo,
            long kernelRoot,
            long processRoot,
            long hypercall,
            long stack,
            long idle) {}

    /// Writes the story into a machine's memory.
    HypervisorStory(MachineMemory memory, Guest dom0) {
        this.memory = memory;
        this.dom0 = dom0;
        code();
        domains();
        stacks();
        console();
        variables();
        byte[] table =
                SymbolBytes.write(
                        SymbolShape.XEN_OFFSETS, PvMachine.XEN_VIRT_START + SYMBOLS, symbols);
        memory.bytes(maddr(SYMBOLS), table);
    }

    private static long maddr(long offset) {
        return PvMachine.XEN_PHYS_START + offset;
    }

    private static long vaddr(long offset) {
        return PvMachine.XEN_VIRT_START + offset;
    }

    private void symbol(long offset, char type, String name) {
        symbols.add(new Entry(vaddr(offset), type, name));
    }

    /// Functions of Xen, by their place in the text.
    private enum Function {
        DEFAULT_IDLE(0x100, 't', "arch/x86/domain.c#default_idle"),
        SAVE(0x140, 'T', "kexec_crash_save_cpu"),
        KEXEC_CRASH(0x180, 'T', "kexec_crash"),
        MACHINE_SHUTDOWN(0x1c0, 'T', "machine_crash_shutdown"),
        HWDOM_SHUTDOWN(0x200, 'T', "hwdom_shutdown"),
        DOMAIN_SHUTDOWN(0x240, 'T', "domain_shutdown"),
        DO_SCHED_OP(0x280, 'T', "do_sched_op"),
        PV_HYPERCALL(0x2c0, 'T', "pv_hypercall"),
        LSTAR_ENTER(0x300, 'T', "lstar_enter"),
        IDLE_LOOP(0x340, 't', "arch/x86/domain.c#idle_loop"),
        DO_NMI_CRASH(0x380, 't', "arch/x86/crash.c#do_nmi_crash"),
        DO_NMI(0x3c0, 'T', "do_nmi"),
        HANDLE_IST(0x400, 't', "handle_ist_exception");

        private final int offset;
        private final char type;
        private final String title;

        Function(int offset, char type, String title) {
            this.offset = offset;
            this.type = type;
            this.title = title;
        }

        private long start() {
            return TEXT + offset;
        }

        /// {@return where its one call returns to}
        private long back() {
            return vaddr(start() + (this == PV_HYPERCALL ? 6 : 9));
        }
    }

    private void code() {
        symbol(TEXT, 'T', "_stext");
        for (Function function : Function.values()) {
            symbol(function.start(), function.type, function.title);
            // nop up to the next function
            byte[] nops = new byte[0x40];
            java.util.Arrays.fill(nops, (byte) 0x90);
            memory.bytes(maddr(function.start()), nops);
        }
        symbol(TEXT + 0x440, 'T', "_etext");
        // sub $8,%rsp; sti; hlt; add $8,%rsp; ret
        bytes(Function.DEFAULT_IDLE.start(), 0x48, 0x83, 0xec, 8, 0xfb, 0xf4, 0x48, 0x83, 0xc4, 8);
        bytes(Function.DEFAULT_IDLE.start() + 10, 0xc3);
        // lea 0(%rip),%rax, which is the rip that is saved; mov %rax,0x80(%rdi); ret
        bytes(Function.SAVE.start() + 0x2b, 0x48, 0x8d, 0x05, 0, 0, 0, 0);
        bytes(Function.SAVE.start() + 0x32, 0x48, 0x89, 0x87, 0x80, 0, 0, 0, 0xc3);
        bytes(Function.MACHINE_SHUTDOWN.start() + 0x3f, 0xc3);
        call(Function.KEXEC_CRASH, Function.MACHINE_SHUTDOWN);
        call(Function.HWDOM_SHUTDOWN, Function.KEXEC_CRASH);
        call(Function.DOMAIN_SHUTDOWN, Function.HWDOM_SHUTDOWN);
        call(Function.DO_SCHED_OP, Function.DOMAIN_SHUTDOWN);
        call(Function.LSTAR_ENTER, Function.PV_HYPERCALL);
        call(Function.IDLE_LOOP, Function.DEFAULT_IDLE);
        call(Function.DO_NMI_CRASH, Function.SAVE);
        call(Function.DO_NMI, Function.DO_NMI_CRASH);
        call(Function.HANDLE_IST, Function.DO_NMI);
        // sub $8,%rsp; call *%rax; add $8,%rsp; ret
        bytes(Function.PV_HYPERCALL.start(), 0x48, 0x83, 0xec, 8, 0xff, 0xd0, 0x48, 0x83, 0xc4, 8);
        bytes(Function.PV_HYPERCALL.start() + 10, 0xc3);
    }

    /// sub $8,%rsp; call …; add $8,%rsp; ret
    private void call(Function from, Function to) {
        bytes(from.start(), 0x48, 0x83, 0xec, 8, 0xe8);
        memory.u32(maddr(from.start() + 5), to.start() - (from.start() + 9));
        bytes(from.start() + 9, 0x48, 0x83, 0xc4, 8, 0xc3);
    }

    private void bytes(long offset, int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        memory.bytes(maddr(offset), bytes);
    }

    /// {@return machine address of a VCPU: dom0's two, the idle ones, the domU's}
    private static long vcpu(int index) {
        return VCPUS + (long) index * VCPU_BYTES;
    }

    private void domains() {
        domain(DOM0, 0, 0, 2, DOMU);
        domain(IDLE, 0x7fff, 2, 2, 0);
        domain(DOMU, 1, 4, 1, 0);
        memory.u64(DOM0 + 0x10, DIRECT + dom0.sharedInfo());
        frames(DOM0, dom0.pages());
        frames(DOMU, 16);
        // blocked in sched_op(block): its registers were saved when Xen went idle
        vcpu(0, 0, 2, 27_400_000_000L);
        frame(vcpu(0) + 0x288, 0x100, dom0.hypercall(), 0xe033, dom0.idle(), 0xe02b);
        tables(0, dom0.kernelRoot());
        memory.u32(vcpu(0) + 0x11c, -1);
        memory.u64(vcpu(0) + 0x128, 1);
        vcpu(1, 1, 0, 27_800_000_000L);
        frame(vcpu(1) + 0x288, 0x100, dom0.hypercall(), 0xe033, dom0.stack(), 0xe02b);
        tables(1, dom0.processRoot());
        memory.u32(vcpu(1) + 0x11c, 1);
        vcpu(2, 0, 0, 27_400_000_000L);
        vcpu(3, 1, 1, 27_800_000_000L);
        // never started: blank but for the bit of rflags that is always set; down
        vcpu(4, 0, 3, 27_000_000_000L);
        memory.u64(vcpu(4) + 0xe8, 0);
        memory.u64(vcpu(4) + 0xf0, 0);
        memory.u64(vcpu(4) + 0x288 + 144, 2);
        memory.u32(vcpu(4) + 0x11c, -1);
        memory.u64(vcpu(4) + 0x128, 2);
    }

    private void domain(long at, int id, int firstVcpu, int vcpus, long next) {
        long list = VCPU_LISTS + 0x100L * firstVcpu;
        memory.u32(at, id);
        memory.u32(at + 4, vcpus);
        memory.u64(at + 8, DIRECT + list);
        for (int i = 0; i < vcpus; i++) {
            memory.u64(list + 8L * i, DIRECT + vcpu(firstVcpu + i));
            memory.u32(vcpu(firstVcpu + i), i);
            memory.u64(vcpu(firstVcpu + i) + 0x10, DIRECT + at);
        }
        memory.u64(at + 0x80, DIRECT + at);
        memory.u64(at + 0x88, next == 0 ? 0 : DIRECT + next);
        memory.u64(at + 0x98, DIRECT + at + 0x98);
        memory.u64(at + 0xa0, DIRECT + at + 0x98);
    }

    /// The lists of frames, and how many there are.
    private void frames(long domain, int pages) {
        for (int i = 0; i < 4; i++) {
            memory.u64(domain + 0x30 + 8L * i, FRAME_TABLE + 0x20L * (0x100 + i));
        }
        memory.u32(domain + 0x58, pages);
        memory.u32(domain + 0x64, pages);
    }

    /// Where it last ran, and the time that it has spent since boot in each state.
    private void vcpu(int index, int processor, int state, long entry) {
        long at = vcpu(index);
        memory.u32(at + 4, processor);
        memory.u32(at + 0xd8, state);
        memory.u64(at + 0xe0, entry);
        memory.u64(at + 0xe8, 3 * SECOND);
        memory.u64(at + 0xf0, entry - 4 * SECOND);
    }

    private void tables(int index, long root) {
        memory.u64(vcpu(index) + 0x288 + 248, 1);
        memory.u64(vcpu(index) + 0xb08, root >>> 12);
        memory.u64(vcpu(index) + 0xb28, root);
    }

    /// The registers as Xen's entry code saves them: struct cpu_user_regs.
    private void frame(long at, int vector, long rip, int cs, long rsp, int ss) {
        memory.u32(at + 124, vector);
        memory.u64(at + 128, rip);
        memory.u64(at + 136, cs);
        memory.u64(at + 144, 0x246);
        memory.u64(at + 152, rsp);
        memory.u64(at + 160, ss);
    }

    private void stacks() {
        long idle = STACKS;
        long primary = idle + 0x7e80;
        returns(idle + STOPPED_RSP, Function.DO_NMI_CRASH, Function.DO_NMI, Function.HANDLE_IST);
        frame(
                idle + NMI_PAGE_END - FRAME_BYTES,
                2,
                vaddr(Function.DEFAULT_IDLE.start() + 6),
                0xe008,
                DIRECT + primary,
                0);
        returns(primary + 8, Function.IDLE_LOOP);
        top(idle, 0, 2, 0);
        long crashing = STACKS + STACK_BYTES;
        returns(
                crashing + CRASHING_RSP,
                Function.KEXEC_CRASH,
                Function.HWDOM_SHUTDOWN,
                Function.DOMAIN_SHUTDOWN,
                Function.DO_SCHED_OP,
                Function.PV_HYPERCALL,
                Function.LSTAR_ENTER);
        long guest = crashing + STACK_BYTES - FRAME_FROM_END;
        frame(guest, 0x100, dom0.hypercall(), 0xe033, dom0.stack(), 0xe02b);
        memory.u64(guest + 80, SCHED_OP);
        memory.u64(guest + 104, dom0.stack() + 0x18);
        memory.u64(guest + 112, SHUTDOWN);
        top(crashing, 1, 1, PER_CPU);
    }

    /// Frames of functions that have eight bytes of their own each, the inner first.
    private void returns(long rsp, Function... functions) {
        long at = rsp;
        for (Function function : functions) {
            memory.u64(at, function.back());
            at += 16;
        }
    }

    /// The end of `struct cpu_info`.
    private void top(long stack, int cpu, int current, long perCpu) {
        long at = stack + STACK_BYTES - 64;
        memory.u32(at, cpu);
        memory.u64(at + 8, DIRECT + vcpu(current));
        memory.u64(at + 16, perCpu);
        memory.u64(maddr(VARIABLES) + 0x430 + 8L * cpu, DIRECT + stack);
        memory.u64(maddr(VARIABLES) + 0x440 + 8L * cpu, DIRECT + vcpu(2 + cpu));
        memory.u64(maddr(VARIABLES) + 0x450 + 8L * cpu, perCpu);
        memory.u64(maddr(VARIABLES) + 0x500 + perCpu, DIRECT + vcpu(current));
    }

    private void console() {
        String text =
                """
                (XEN) Xen version 4.17-sample (forge@xenoscope) (gcc (forged) 12.2.0) debug=n Wed Nov  4 16:52:28 UTC 2026
                (XEN) Latest ChangeSet: 0123456789ab
                (XEN) Command line: placeholder crashkernel=1M dom0_mem=2M
                (XEN) System RAM: 7MB (7807kB)
                (XEN) Brought up 2 CPUs
                (XEN) *** Building a PV Dom0 ***
                (XEN) Xen is relinquishing VGA console.
                (XEN) *** Serial input to DOM0 (type 'CTRL-a' three times to switch input)
                (XEN) Hardware Dom0 crashed: Executing kexec image on cpu1
                (XEN) Shot down all CPUs
                """;
        memory.text(RING, text);
        memory.u64(maddr(VARIABLES) + 0x400, DIRECT + RING);
        memory.u32(maddr(VARIABLES) + 0x408, RING_BYTES);
        memory.u32(maddr(VARIABLES) + 0x40c, text.getBytes(StandardCharsets.ISO_8859_1).length);
    }

    private void variables() {
        bytes(BUILD_ID, 4, 0, 0, 0, 20, 0, 0, 0, 3, 0, 0, 0, 'G', 'N', 'U', 0);
        for (int i = 0; i < 20; i++) {
            bytes(BUILD_ID + 16 + i, 0xb0 + i);
        }
        symbol(BUILD_ID, 'R', "__note_gnu_build_id_start");
        memory.text(maddr(VARIABLES), "placeholder crashkernel=1M dom0_mem=2M\0");
        memory.u64(maddr(VARIABLES) + 0x418, memory.frames());
        memory.u32(maddr(VARIABLES) + 0x420, 2);
        memory.u64(maddr(VARIABLES) + 0x460, DIRECT + DOM0);
        memory.u64(maddr(VARIABLES) + 0x468, DIRECT + DOM0);
        symbol(VARIABLES, 'D', "saved_cmdline");
        symbol(VARIABLES + 0x400, 'd', "drivers/char/console.c#conring");
        symbol(VARIABLES + 0x408, 'd', "drivers/char/console.c#conring_size");
        symbol(VARIABLES + 0x40c, 'd', "drivers/char/console.c#conringp");
        symbol(VARIABLES + 0x418, 'D', "max_page");
        symbol(VARIABLES + 0x420, 'D', "nr_cpu_ids");
        symbol(VARIABLES + 0x424, 'D', "tainted");
        symbol(VARIABLES + 0x430, 'D', "stack_base");
        symbol(VARIABLES + 0x440, 'D', "idle_vcpu");
        symbol(VARIABLES + 0x450, 'D', "__per_cpu_offset");
        symbol(VARIABLES + 0x460, 'D', "domain_list");
        symbol(VARIABLES + 0x468, 'D', "hardware_domain");
        symbol(VARIABLES + 0x500, 'D', "per_cpu__curr_vcpu");
        symbol(IDLE_TABLE, 'D', "idle_pg_table");
        for (String part : List.of("offsets", "names", "markers", "token_table", "token_index")) {
            symbols.add(new Entry(vaddr(SYMBOLS), 'R', "symbols_" + part));
        }
    }
}
